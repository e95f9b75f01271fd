"""What a basket says besides its lines, read: codes, facts, and how often codes were used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from truth.conditions.inputs import Fact, Input, fact
from truth.kinds.price import basket_rules as rules
from truth.kinds.price.book import Prices
from truth.kinds.price.faults import Faults, shown
from truth.kinds.price.market import Market
from truth.kinds.price.money import decimals_of
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean

MOST_CODES = 50
_USE_KEYS = frozenset(("total", "customer"))


def read_codes(raw: Json, prices: Prices, faults: Faults) -> list[str]:
    """The codes the customer entered, each known, in order."""
    if raw is None:
        return []
    if not isinstance(raw, list) or len(raw) > MOST_CODES or not all(isinstance(code, str) for code in raw):
        faults.add(rules.SHAPE, f"codes are a list of at most {MOST_CODES} texts", "codes")
        return []
    meant = _Meant(prices.codes)
    for place, code in enumerate(raw):
        if code not in prices.codes:
            faults.add(rules.UNKNOWN_CODE, f"there is no code '{shown(code)}'{meant.by(code)}", "codes", place)
    return sorted(set(raw))


def read_facts(raw: Json, prices: Prices, market: Market | None, faults: Faults) -> Mapping[str, Fact]:
    """What the basket says for conditions, on their scale; defaults filled in."""
    raw = {} if raw is None else raw
    declared: Mapping[str, Mapping[str, Json]] = prices.totals.body.get("facts", {})
    if not isinstance(raw, Mapping):
        faults.add(rules.SHAPE, "facts are an object of values by name", "facts")
        return {}
    for name in raw:
        if name not in declared:
            near = did_you_mean(str(name), declared)
            faults.add(rules.UNKNOWN_FACT, f"there is no fact '{shown(name)}'{near}", "facts", str(name))
    return {} if market is None else dict(_known_facts(faults, raw, declared, prices, market))


def _known_facts(
    faults: Faults, raw: Mapping[str, Json], declared: Mapping[str, Mapping[str, Json]], prices: Prices, market: Market
) -> Iterator[tuple[str, Fact]]:
    for name, spec in declared.items():
        value = raw.get(name, spec.get("default"))
        if value is None:
            fix = f"add facts.{name}, a {spec['type']}"
            faults.add(rules.MISSING_FACT, f"the fact '{name}' is missing", "facts", name, fix=fix)
        elif isinstance(value, float):
            faults.add_float(value, "facts", name)
        else:
            yield from _fact(faults, prices.inputs[name], value, market)


def _fact(faults: Faults, input: Input, value: Json, market: Market) -> Iterator[tuple[str, Fact]]:
    try:
        read = fact(input, value, market.currency)
    except Invalid as error:
        faults.add(rules.WRONG_FACT, error.message, "facts", input.name)
        return
    if input.type == "money":
        written = value[market.currency] if isinstance(value, Mapping) else value
        if decimals_of(written) > market.digits:
            message = f"{written} has more decimals than {market.currency}, which has {market.digits}"
            faults.add(rules.TOO_MANY_DIGITS, message, "facts", input.name)
    yield input.name, read


def read_uses(raw: Json, prices: Prices, faults: Faults) -> Mapping[str, Mapping[str, int]]:
    """How often codes were used, as the shop counts."""
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        faults.add(rules.SHAPE, "uses are an object of counts by code", "uses")
        return {}
    known = prices.codes | {one.key for one in prices.adjustments}
    meant = _Meant(known)
    for code, counts in raw.items():
        if code not in known:
            faults.add(rules.UNKNOWN_USE, f"there is no code '{shown(code)}'{meant.by(code)}", "uses", code)
        elif not isinstance(counts, Mapping) or not all(_is_count(*pair) for pair in counts.items()):
            faults.add(rules.SHAPE, "uses are counted as {total, customer}, whole numbers", "uses", code)
    return raw


class _Meant:
    """Which code was meant: one that differs in case or spaces only; others are nobody's business."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {one.casefold(): one for one in sorted(self._known, reverse=True)}

    def by(self, code: str) -> str:
        """The end of a message."""
        same = self._folded.get(code.strip().casefold())
        return f"; did you mean '{same}'?" if same else ""


def _is_count(name: Json, count: Json) -> bool:
    return name in _USE_KEYS and type(count) is int and 0 <= count <= 10**12
