"""Verify and simulate: is a quote, or a total a channel displayed, what the registry says; and what would another
moment, another source or another set of adjustments say. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import orjson

from truth.kinds.price.quote import Quote
from truth.kinds.price.verify import Difference, Verdict, differences, verify_quote, verify_total
from truth.kinds.price.written import result
from truth.model.canonical import Json
from truth.model.errors import Invalid, TruthError
from truth.model.instant import parse_instant
from truth.registry.catalogue import Catalogue
from truth.registry.quote import price_basket
from truth.registry.soundness import LARGEST_INTEGER

Catalogues = Callable[[datetime | None], Catalogue]
"""What a source says at the instant of a basket (None: now)."""

_REMEMBERED = 64


class Steadily:
    """What a source says at instants, read again only where something changes between them.

    The totals of a day have an instant each; what is in force at one of them is, until its next change, in force at
    those that follow.
    """

    def __init__(self, read: Catalogues) -> None:
        self._read = read
        self._known: deque[tuple[datetime, Catalogue]] = deque(maxlen=_REMEMBERED)

    def __call__(self, at: datetime | None) -> Catalogue:
        """What the source says at an instant; None is now."""
        if at is None:
            return self._read(None)
        found = next((one for since, one in self._known if since <= at and _lasts(one, at)), None)
        if found is None:
            found = self._read(at)
            self._known.appendleft((at, found))
        return found


def _lasts(catalogue: Catalogue, at: datetime) -> bool:
    change = catalogue.snapshot.pointer.next_change
    return change is None or at < change


def instant_of(basket: Json) -> datetime | None:
    """The instant a basket or a quote names; None where it names none, or nothing that can be read."""
    at = basket.get("at") if isinstance(basket, Mapping) else None
    try:
        return parse_instant(at) if isinstance(at, str) else None
    except Invalid:
        return None


def named_by(quote: Json, read: Callable[[int], Catalogue]) -> Catalogue | None:
    """What was in force once the release a quote names was, if that still is the Snapshot the quote was made of.

    None where it names no release, the release cannot be read, or it holds anything else: then the quote is judged by
    what is in force at its instant.
    """
    release = quote.get("release") if isinstance(quote, Mapping) and "digests" in quote else None
    if type(release) is not int or not 0 < release <= LARGEST_INTEGER:
        return None
    try:
        found = read(release)
    except TruthError:
        return None
    return found if isinstance(quote, Mapping) and found.snapshot.digest == quote.get("snapshot") else None


def verify(catalogues: Catalogues, told: Json, now: datetime, total: str | None = None) -> Verdict:
    """The verdict on a quote; or, with `total`, on what a channel displayed for a basket.

    `Invalid` where it is neither, and with findings where the basket cannot be priced.
    """
    if total is not None:
        return verify_total(total, _quoted(catalogues, told, now))
    if not isinstance(told, Mapping) or not isinstance(told.get("digests"), Mapping) or "basket" not in told:
        raise Invalid("this is no quote: it has no digests; for a basket, say the total that was shown")
    off = told.get("switched_off", [])
    if not isinstance(off, list) or not all(isinstance(key, str) for key in off):
        raise Invalid("this is no quote: what is switched off is a list of keys")
    return verify_quote(told, _quoted(catalogues, told["basket"], now, frozenset(off)))


def verify_lines(catalogues: Catalogues, lines: Iterable[bytes], now: datetime) -> Iterator[tuple[int, Json, Verdict]]:
    """The totals of a day, one JSON object `{basket, total}` a line: line number, its `id` if it has one, verdict.

    A line that cannot be read or priced is not the same as anything; its verdict says why.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            id, verdict = _line(catalogues, line, now)
            yield number, id, verdict


def compared(one: Quote, other: Quote) -> Sequence[Difference]:
    """Where two quotes differ: `told` in the one, `says` in the other."""
    return tuple(differences(result(one), result(other)))


def _quoted(catalogues: Catalogues, basket: Json, now: datetime, off: frozenset[str] = frozenset()) -> Quote:
    return price_basket(catalogues(instant_of(basket)), basket, now, off)


def _line(catalogues: Catalogues, line: bytes, now: datetime) -> tuple[Json, Verdict]:
    try:
        told = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return None, Verdict(False, f"the line is not JSON: {error}")
    if not isinstance(told, Mapping) or not isinstance(told.get("total"), str) or "basket" not in told:
        return None, Verdict(False, 'the line is no {"basket": …, "total": "60.47"}')
    try:
        return told.get("id"), verify(catalogues, told["basket"], now, told["total"])
    except TruthError as error:
        return told.get("id"), Verdict(False, error.message)
