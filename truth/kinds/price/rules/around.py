"""What stands around a price document: the totals, the lists and adjustments it may meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from truth.conditions.condition import problems
from truth.conditions.inputs import Inputs
from truth.kinds.price.adjustment import Adjustment, read_adjustment, values_of
from truth.kinds.price.book import PriceBook
from truth.kinds.price.inputs import OF_A_LINE, of_a_basket
from truth.kinds.price.results import PROFILE, book_in
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Around:
    """The price documents of a Snapshot, by type, and the company's channels."""

    snapshot: Snapshot
    lists: Sequence[Document]
    totals: Sequence[Document]
    others: Sequence[Document]

    @cached_property
    def currencies(self) -> Sequence[str]:
        """The currencies articles are sold in."""
        return sorted({document.body["selector"]["currency"] for document in self.lists})

    @cached_property
    def digits(self) -> Mapping[str, int]:
        """The decimals of each currency; the first totals decide."""
        specs: Mapping[str, Mapping[str, Json]] = self.totals[0].body["currencies"] if self.totals else {}
        return {currency: spec["digits"] for currency, spec in specs.items()}

    @cached_property
    def inputs(self) -> Inputs:
        """What conditions may ask of a basket; nothing is known of facts where there are no totals."""
        totals = self.totals[0].body if self.totals else {}
        profile = self.snapshot.documents.get(PROFILE)
        channels = profile.body.get("channels", {}) if profile else {}
        named = {group for one in self.lists for group in one.body["selector"].get("groups", ())}
        return of_a_basket(totals, channels, sorted({*totals.get("groups", ()), *named}))

    @cached_property
    def adjustments(self) -> Sequence[Adjustment]:
        """The adjustments whose conditions can be read; the others are accused elsewhere."""
        return [read_adjustment(one, None, self.inputs) for one in self.others if not self.misfits(one)]

    @cached_property
    def book(self) -> PriceBook | None:
        """The prices, to quote examples; None where there is no company profile."""
        return book_in(self.snapshot)

    def misfits(self, document: Document) -> Sequence[tuple[tuple[str | int, ...], str]]:
        """What in an adjustment's conditions does not fit the inputs, with its path in the body."""
        body = document.body
        values = values_of(body)
        return [
            ((*path, *place), message)
            for path, node, inputs in _conditions(body, self.inputs)
            for place, message in problems(node, inputs, values)
        ]


class _Latest:
    """Remembers what was asked for last: the documents of one Snapshot are checked one after another."""

    def __init__(self) -> None:
        self._around: Around | None = None

    def of(self, snapshot: Snapshot) -> Around:
        known = self._around
        if known is None or known.snapshot is not snapshot:
            known = self._around = _of(snapshot)
        return known


_LATEST = _Latest()


def around(snapshot: Snapshot) -> Around:
    """What stands in a Snapshot."""
    return _LATEST.of(snapshot)


def _of(snapshot: Snapshot) -> Around:
    by_type: dict[str, list[Document]] = {"list": [], "totals": [], "adjustment": [], "example": []}
    for document in snapshot.of_kind("price"):
        by_type[document.body["type"]].append(document)
    return Around(snapshot, by_type["list"], by_type["totals"], by_type["adjustment"])


def _conditions(body: Mapping[str, Json], inputs: Inputs) -> Sequence[tuple[tuple[str | int, ...], Json, Inputs]]:
    effect = body["effect"]
    found: list[tuple[tuple[str | int, ...], Json, Inputs]] = [
        (("when",), body.get("when"), inputs),
        (("target", "where"), body.get("target", {}).get("where"), OF_A_LINE),
        *((("effect", name, "where"), effect.get(name, {}).get("where"), OF_A_LINE) for name in ("trigger", "get")),
    ]
    for place, item in enumerate(effect.get("items", ())):
        found.append((("effect", "items", place, "where"), item.get("where"), OF_A_LINE))
    return [one for one in found if one[1] is not None]
