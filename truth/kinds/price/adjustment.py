"""An adjustment, read: who may have it, what it changes, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from truth.conditions.condition import ALWAYS, Condition, Test, read, tests
from truth.conditions.inputs import Inputs
from truth.kinds.entry import typed
from truth.kinds.price.inputs import OF_A_LINE
from truth.model.canonical import Json
from truth.model.document import Document
from truth.text.argument import TypedValue

_MEASURED = frozenset(("goods", "matching", "quantity", "matching_quantity"))


@dataclass(frozen=True, eq=False)
class Adjustment:
    """One adjustment; money in `effect` stays per currency until a market reads it."""

    document: Document
    version: int | None
    key: str
    lane: str
    priority: int
    group: str
    choose: str
    combines_with: frozenset[str]
    codes: tuple[str, ...]
    limits: Mapping[str, int]
    when: Condition
    where: Condition
    scope: str
    effect: Mapping[str, Json]
    trigger: Condition
    get: Condition
    items: tuple[tuple[int, Condition], ...]

    @property
    def order(self) -> tuple[int, str]:
        """Sorts the adjustments of a lane: the highest priority first, then by key."""
        return (-self.priority, self.key)

    @property
    def type(self) -> str:
        """What its effect does."""
        type: str = self.effect["type"]
        return type

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition in it."""
        return (self.when, self.where, self.trigger, self.get, *(condition for _, condition in self.items))

    def lacks(self, currency: str) -> bool:
        """Whether an amount it needs, to give or to compare with, is missing in a currency."""
        given = [self.effect[name] for name in ("amount", "price", "cap") if name in self.effect]
        compared = [test.operand for one in self.conditions for test in tests(one) if test.input.type == "money"]
        return any(currency not in money for money in (*given, *compared))

    def without_conditions(self) -> Adjustment:
        """The same for a currency it has no amounts in: it can be named, and never applies."""
        items = tuple((quantity, ALWAYS) for quantity, _ in self.items)
        return replace(self, when=ALWAYS, where=ALWAYS, trigger=ALWAYS, get=ALWAYS, items=items)

    def covers(self, at: datetime) -> bool:
        """Whether its window does."""
        return self.document.window.covers(at)

    def combines(self, other: Adjustment) -> bool:
        """Whether both may be in one basket: of one group, or each names the other's."""
        if self.group == other.group:
            return True
        return other.group in self.combines_with and self.group in other.combines_with


def read_adjustment(document: Document, version: int | None, inputs: Inputs) -> Adjustment:
    """The adjustment of a document that fits its schema; `Invalid` where a condition does not fit its inputs."""
    body = document.body
    effect, target = body["effect"], body.get("target", {})
    stacking = body.get("stacking", {"group": document.entry.key, "choose": "all"})
    values = values_of(body)
    where = read(target.get("where"), OF_A_LINE, values)
    trigger, get = effect.get("trigger", {}).get("where"), effect.get("get", {}).get("where")
    return Adjustment(
        document=document,
        version=version,
        key=document.entry.key,
        lane=body["lane"],
        priority=body["priority"],
        group=stacking["group"],
        choose=stacking["choose"],
        combines_with=frozenset(stacking.get("combines_with", ())),
        codes=tuple(body.get("codes", ())),
        limits=body.get("limits", {}),
        when=read(body.get("when"), inputs, values),
        where=where,
        scope=target.get("scope", "line"),
        effect=effect,
        trigger=read(trigger, OF_A_LINE, values) if trigger else where,
        get=read(get, OF_A_LINE, values) if get else where,
        items=tuple((item["quantity"], read(item.get("where"), OF_A_LINE, values)) for item in effect.get("items", ())),
    )


def values_of(body: Mapping[str, Json]) -> Mapping[str, TypedValue]:
    """The constants an entry owns, for conditions that compare with them."""
    return {name: typed(spec) for name, spec in body.get("values", {}).items()}


def threshold(condition: Condition) -> Test | None:
    """What has to be reached, where a condition asks for so much (or so many): the first `gte` or `gt` on goods or
    pieces."""
    return next((test for test in tests(condition) if test.input.name in _MEASURED and test.op in ("gte", "gt")), None)


def asked_amount(body: Mapping[str, Json]) -> TypedValue | None:
    """What a document's condition asks to be reached, as its texts say it: money, or a number of pieces."""
    values = values_of(body)
    for node in comparisons(body.get("when")):
        if node["input"] in _MEASURED and node["op"] in ("gte", "gt"):
            if "ref" in node:
                return values.get(node["ref"].partition("/")[2])
            return TypedValue("money" if isinstance(node["value"], Mapping) else "integer", node["value"])
    return None


def comparisons(node: Json) -> Iterator[Mapping[str, Json]]:
    """Every comparison in a condition as a document writes it."""
    if not isinstance(node, Mapping):
        return
    if "input" in node:
        yield node
    for part in (*node.get("all", ()), *node.get("any", ()), node.get("not")):
        yield from comparisons(part)
