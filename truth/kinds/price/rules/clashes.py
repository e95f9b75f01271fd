"""Is it always clear which of two adjustments comes first, and whether both may?"""

from __future__ import annotations

from collections.abc import Iterator

from truth.kinds.price.adjustment import Adjustment
from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.beside import can_meet, may_both
from truth.kinds.price.rules.examples import percent_off, shop
from truth.model.document import Document
from truth.model.finding import Finding, Rule, Severity

_FIRST = {"group": "offers", "choose": "first"}


def _groups(*, mutual: bool) -> dict[str, object]:
    one = percent_off(stacking={"group": "season", "choose": "all", "combines_with": ["loyal"]}, priority=20)
    other = {"group": "loyal", "choose": "all", "combines_with": ["season"] if mutual else []}
    return dict(shop(season=one, loyal=percent_off(stacking=other)))


AMBIGUOUS_PRIORITY = Rule(
    "price/ambiguous-priority",
    Severity.ERROR,
    "Of two adjustments that cannot both apply, the one named first in the alphabet would win by accident.",
    passes=shop(one=percent_off(stacking=_FIRST, priority=20), two=percent_off("20", stacking=_FIRST)),
    fails=shop(one=percent_off(stacking=_FIRST), two=percent_off("20", stacking=_FIRST)),
)
ONE_SIDED_COMBINATION = Rule(
    "price/one-sided-combination",
    Severity.ERROR,
    "Two groups combine only where each names the other; named by one alone, they never do.",
    passes=_groups(mutual=True),
    fails=_groups(mutual=False),
)
STACKING_DIFFERS = Rule(
    "price/stacking-differs",
    Severity.ERROR,
    "A group that is chosen from in two ways is chosen from in neither.",
    passes=shop(one=percent_off(stacking=_FIRST, priority=20), two=percent_off("20", stacking=_FIRST)),
    fails=shop(one=percent_off(stacking=_FIRST, priority=20), two=percent_off("20")),
)
RULES = (AMBIGUOUS_PRIORITY, ONE_SIDED_COMBINATION, STACKING_DIFFERS)


def same_priority(document: Document, around: Around) -> Iterator[Finding]:
    """Adjustments of one priority that cannot both apply, and can both be meant; said once for two."""
    for own, other in _pairs(document, around):
        if own.key < other.key and _decided_by_name(own, other) and can_meet(own, other, around):
            message = f"{other.document.entry} has the same priority in the lane '{own.lane}', and only one can apply"
            fix = "give the one that should win a higher priority"
            yield AMBIGUOUS_PRIORITY.finding(document.entry, message, path=("priority",), fix=fix)


def one_sided(document: Document, around: Around) -> Iterator[Finding]:
    """Groups it names whose adjustments do not name its own."""
    for own, other in _pairs(document, around):
        if other.group in own.combines_with and own.group not in other.combines_with and other.group != own.group:
            message = (
                f"it combines with '{other.group}', but {other.document.entry} does not combine with '{own.group}'"
            )
            fix = f"add '{own.group}' there, or take '{other.group}' out here"
            yield ONE_SIDED_COMBINATION.finding(document.entry, message, path=("stacking", "combines_with"), fix=fix)


def chosen_differently(document: Document, around: Around) -> Iterator[Finding]:
    """Adjustments of its group that choose otherwise; said once for two."""
    for own, other in _pairs(document, around):
        if own.group == other.group and own.choose != other.choose and own.key < other.key:
            message = (
                f"its group '{own.group}' chooses '{own.choose}' here and '{other.choose}' in {other.document.entry}"
            )
            yield STACKING_DIFFERS.finding(
                document.entry, message, path=("stacking", "choose"), fix="write the same in both"
            )


CHECKS = (same_priority, one_sided, chosen_differently)


def _pairs(document: Document, around: Around) -> Iterator[tuple[Adjustment, Adjustment]]:
    own = next((one for one in around.adjustments if one.document.entry == document.entry), None)
    if own is not None and own.type != "surcharge":
        yield from ((own, one) for one in around.adjustments if one is not own and one.type != "surcharge")


def _decided_by_name(one: Adjustment, other: Adjustment) -> bool:
    if one.lane != other.lane or one.priority != other.priority:
        return False
    return one.choose == "first" if one.group == other.group else not may_both(one, other)
