"""Two adjustments of one lane beside each other: can they meet in a basket, and may both apply?

`matching` is about what each of them targets, so it is one question only where both target the same; where the target
is everything, it is the goods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from truth.conditions.condition import ALWAYS, All, Any, Condition, Not, Test
from truth.conditions.regions import Box, Undecided, boxes
from truth.kinds.price.adjustment import Adjustment
from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.windows import overlapping

_OF_ALL: Mapping[str, str] = {"matching": "goods", "matching_quantity": "quantity"}


def asked(own: Adjustment) -> Condition:
    """Its condition, as a question that can stand beside that of another."""
    if own.where == ALWAYS:
        return _renamed(own.when, _OF_ALL)
    return _renamed(own.when, {name: f"{name} of {own.where}" for name in _OF_ALL})


def cases(them: Sequence[Adjustment], currency: str) -> Sequence[Box] | None:
    """The cases in which the conditions of all hold; none: they never do; None: that is not decided."""
    try:
        return boxes(All(tuple(asked(one) for one in them)), currency)
    except Undecided:
        return None


def can_meet(one: Adjustment, other: Adjustment, around: Around) -> bool:
    """Whether some basket meets the conditions of both, at some instant; undecided counts as yes."""
    if not overlapping(one.document.window, other.document.window):
        return False
    currencies = [now for now in around.currencies if not one.lacks(now) and not other.lacks(now)]
    return any(cases((one, other), now) != [] for now in currencies or [""])


def may_both(one: Adjustment, other: Adjustment) -> bool:
    """Whether neither keeps the other out."""
    return one.choose == "all" if one.group == other.group else one.combines(other)


def _renamed(condition: Condition, names: Mapping[str, str]) -> Condition:
    match condition:
        case Test(input=input):
            return replace(condition, input=replace(input, name=names.get(input.name, input.name)))
        case Not(part):
            return Not(_renamed(part, names))
        case All(parts):
            return All(tuple(_renamed(part, names) for part in parts))
        case Any(parts):
            return Any(tuple(_renamed(part, names) for part in parts))
