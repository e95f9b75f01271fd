"""What a quantity of one article costs: exactly, before the one rounding.

Quantities come in parts of 10⁻ᵈ (d: the article's decimals), prices in millionths; the result is their product.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from truth.conditions.inputs import micro
from truth.model.canonical import Json


@dataclass(frozen=True)
class Row:
    """One row: up to which quantity (None: open-ended), the price of one, and what the row costs besides.

    `start` is the last quantity below it. Prices are in millionths of the currency's major unit.
    """

    start: int
    up_to: int | None
    unit: int
    flat: int


@dataclass(frozen=True)
class Tiers:
    """A price by quantity; `packs` are (size, price), the largest first, where the mode is `package`."""

    mode: str
    rows: tuple[Row, ...] = ()
    packs: tuple[tuple[int, int], ...] = ()

    def cost(self, parts: int, scale: int) -> int:
        """What `parts` of 1/`scale` cost, in millionths of 1/`scale`."""
        if self.mode == "package":
            return _packed(self.packs, -(-parts // scale)) * scale
        if self.mode == "volume":
            row = self.row(parts, scale)
            return parts * row.unit + row.flat * scale
        return sum(_of_row(row, parts, scale) for row in self.rows if parts > row.start * scale)

    def row(self, parts: int, scale: int) -> Row:
        """The row a quantity reaches; the last one beyond its end."""
        for row in self.rows:
            if row.up_to is None or parts <= row.up_to * scale:
                return row
        return self.rows[-1]


def read_tiers(spec: Mapping[str, Json]) -> Tiers:
    """The tiers a document writes."""
    rows: Sequence[Mapping[str, Json]] = spec["rows"]
    if spec["mode"] == "package":
        packs = sorted(((row["pack"], micro(row["price"])) for row in rows), reverse=True)
        return Tiers("package", packs=tuple(packs))
    starts = [0, *(row.get("up_to", 0) for row in rows)]
    read = (
        Row(start, row.get("up_to"), micro(row["unit"]), micro(row.get("flat", "0")))
        for (start, _), row in zip(pairwise(starts), rows, strict=True)
    )
    return Tiers(spec["mode"], tuple(read))


def _of_row(row: Row, parts: int, scale: int) -> int:
    end = parts if row.up_to is None else min(parts, row.up_to * scale)
    return (end - row.start * scale) * row.unit + row.flat * scale


def _packed(packs: Sequence[tuple[int, int]], quantity: int) -> int:
    """The largest packs first; what is left over takes one more of the smallest."""
    cost = 0
    for size, price in packs:
        count, quantity = divmod(quantity, size)
        cost += count * price
    return cost + (packs[-1][1] if quantity else 0)
