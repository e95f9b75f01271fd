"""Is it what the registry says? A quote is worked out again; a total a channel displayed is compared, and a difference
is led back to where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from truth.conditions.inputs import micro
from truth.kinds.price.faults import shown
from truth.kinds.price.money import decimals_of, minor, written
from truth.kinds.price.quote import Quote
from truth.kinds.price.written import digest, digests, result
from truth.model.canonical import Json
from truth.model.errors import Invalid

RESULT = (
    *("at", "currency", "basis", "lines", "charges", "applied", "not_applied", "tax", "totals", "invoice"),
    *("expires_at", "switched_off"),
)
"""What a result's digest covers; of a quote with its words, the words are left out."""

_WORDS = frozenset(("label", "reason", "display", "help"))


_SEPARATORS = re.compile(r"[.,'’\s]")
_AMOUNT = re.compile(r"[0-9]+\.[0-9]+")
_ROUNDED: Mapping[str, str] = {
    "group": "here tax is rounded once for each rate",
    "line": "here tax is rounded for each line",
    "total": "here tax is rounded once",
}


@dataclass(frozen=True)
class Difference:
    """One place where what was told is not what the registry says; `where` is a JSON pointer into the quote."""

    where: str
    told: Json
    says: Json


@dataclass(frozen=True)
class Verdict:
    """Whether it is so; if not, what differs, the most telling first, and in a sentence what it comes from."""

    same: bool
    says: str
    differences: tuple[Difference, ...] = ()


def verify_quote(told: Mapping[str, Json], again: Quote) -> Verdict:
    """A quote someone holds, an object with digests, against the same basket quoted again.

    `Invalid` where it holds what no quote can: numbers beyond 64 bits, or values nested without end.
    """
    own, kept = result(again), told["digests"]
    told_result, told_digest = _told(told)
    if told_digest != kept.get("result"):
        found = tuple(differences(told_result, own))
        return Verdict(False, "the quote was changed after it was made: its result digest does not fit it", found)
    expected = digests(again, own)
    if expected["result"] == kept.get("result"):
        return Verdict(True, "the quote is what the registry says")
    found = tuple(differences(told_result, own))
    if expected["input"] != kept.get("input"):
        return Verdict(False, "the quote is for another basket than the one it carries", found)
    why = "the prices have changed" if expected["catalogue"] != kept.get("catalogue") else "the result differs"
    return Verdict(False, f"{why}: this source says {again_total(again)}", found)


def _told(quote: Mapping[str, Json]) -> tuple[Json, str]:
    """The result a quote tells, without its words; and its digest."""
    try:
        found = bare({name: quote[name] for name in RESULT if name in quote})
        return found, digest(found)
    except (TypeError, ValueError, RecursionError) as error:
        raise Invalid("this is no quote: it holds values that no quote has") from error


def verify_total(told: str, quote: Quote) -> Verdict:
    """A total a channel displayed, against what the registry says; `Invalid` where it is no amount of the currency."""
    market = quote.market
    require_amount(told)
    if decimals_of(told) > market.digits:
        raise Invalid(
            f"'{shown(told)}' is no total in {market.currency}; write it with at most {market.digits} decimals"
        )
    displayed, own = minor(told, market.digits), quote.totals.payable
    if displayed == own:
        return Verdict(True, f"{told} is what the registry says")
    says = f"the registry says {again_total(quote)}; {written(abs(displayed - own), market.digits)} "
    says += "too much was shown" if displayed > own else "too little was shown"
    return Verdict(
        False,
        says + _cause(displayed - own, quote),
        (Difference("/totals/payable", told, written(own, market.digits)),),
    )


def require_amount(total: Json) -> None:
    """`Invalid` where a total is no decimal with a point; says how it is written, where that can be seen."""
    try:
        micro(total)
    except Invalid as error:
        whole, _, cents = _SEPARATORS.sub(".", shown(total)).rpartition(".")
        meant = f"{whole.replace('.', '')}.{cents}"
        wanted = meant if _AMOUNT.fullmatch(meant) else "83.07"
        raise Invalid(
            f"'{shown(total)}' is no amount; write it with a point and nothing else, like {wanted}"
        ) from error


def again_total(quote: Quote) -> str:
    """The total with its currency."""
    return f"{written(quote.totals.payable, quote.market.digits)} {quote.market.currency}"


def bare(value: Json) -> Json:
    """A part of a quote without its words."""
    if isinstance(value, Mapping):
        return {name: bare(child) for name, child in value.items() if name not in _WORDS}
    return [bare(child) for child in value] if isinstance(value, list) else value


def _cause(gap: int, quote: Quote) -> str:
    """What in the quote the difference is as much as, so that a person knows where to look; the first where several
    are: no amount tells which of them it was."""
    found = [what for amount, what in _suspects(quote) if amount and amount == gap]
    if found:
        return f" — exactly {found[0]}" if len(found) == 1 else f" — as much as {found[0]}"
    if abs(gap) <= len(quote.lines) + len(quote.charges):
        return f" — no more than rounding comes to: {_ROUNDED[quote.market.level]}"
    return ""


def _suspects(quote: Quote) -> Iterator[tuple[int, str]]:
    """What a channel may have missed, and what that makes of the total: above 0, too much is shown."""
    for offer, amount in quote.discounts:
        yield amount, f"the discount of {offer.adjustment.document.entry}"
    yield from _charges(quote)
    yield from _either_way(quote)
    yield from _lines(quote)


def _charges(quote: Quote) -> Iterator[tuple[int, str]]:
    for charge in quote.charges:
        yield -charge.gross, f"the charge '{charge.charge.name}'"
        if not charge.discounts:  # they are named themselves
            yield charge.charge.full - charge.amount, f"what '{charge.charge.name}' would cost"


def _either_way(quote: Quote) -> Iterator[tuple[int, str]]:
    """What is left out by one channel and counted twice by another."""
    taxes = [(group.tax, f"the tax of '{group.tax_class}'") for group in quote.groups]
    several = taxes if len(taxes) > 1 else []
    for amount, what in ((quote.totals.rounding, "the cash rounding"), (quote.totals.tax, "the tax"), *several):
        yield amount, what
        yield -amount, what


def _lines(quote: Quote) -> Iterator[tuple[int, str]]:
    """A line, a discount where it is but one line's share, and one piece of several."""
    whole = {offer.key: amount for offer, amount in quote.discounts}
    for line in quote.lines:
        yield -line.gross, f"line '{line.line.id}'"
        for offer, amount in line.discounts:
            if amount != whole[offer.key]:
                yield amount, f"the discount of {offer.adjustment.document.entry} on line '{line.line.id}'"
    for line in quote.lines:
        piece, rest = divmod(line.gross * line.line.article.scale, line.line.parts)
        if not rest and piece != line.gross:
            yield -piece, f"one piece of line '{line.line.id}'"


def differences(told: Json, says: Json, where: str = "") -> Iterator[Difference]:
    """Every place in which two JSON values differ."""
    if isinstance(told, Mapping) and isinstance(says, Mapping):
        for name in (*told, *(name for name in says if name not in told)):
            yield from differences(told.get(name), says.get(name), f"{where}/{name}")
    elif isinstance(told, list) and isinstance(says, list) and len(told) == len(says):
        for place, (one, other) in enumerate(zip(told, says, strict=True)):
            yield from differences(one, other, f"{where}/{place}")
    elif told != says:
        yield Difference(where, told, says)
