"""Amounts of money as a locale writes them, quickly: how a locale writes a currency is found out once, from a few
amounts that `formatting.py` wrote.

`formatting.display` says what is right; the same characters come from here, for every locale and currency of CLDR.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from truth.text.argument import TypedValue
from truth.text.formatting import display

_DIGITS = re.compile("[0-9]+")
_UNGROUPED = 1_000


@lru_cache(maxsize=1024)
def money_format(currency: str, locale: str) -> Callable[[str], str]:
    """Writes amounts given as decimal strings like `-4.95`; `Invalid` for a locale CLDR does not know."""

    def shown(amount: str) -> str:
        value = TypedValue("money", {currency: amount})
        return display(value, locale, currency=currency, time_zone="UTC").text

    before, _, after = shown("7").rpartition("7")
    point = shown("7.5").removeprefix(before).removesuffix(after)[1:-1]
    grouping = _grouping(shown("1234567890123").removeprefix(before).removesuffix(after))
    above = _writer(before, after, point, grouping)
    before, _, after = shown("-7").rpartition("7")
    below = _writer(before, after, point, grouping)
    return lambda amount: below(amount[1:]) if amount[0] == "-" else above(amount)


@dataclass(frozen=True)
class _Grouping:
    """What stands between groups of digits; the size of the group next to the point, and of those before it."""

    separator: str
    first: int
    others: int

    def grouped(self, digits: str) -> str:
        """More digits than fit into the first group."""
        groups = [digits[-self.first :]]
        rest = digits[: -self.first]
        while rest:
            groups.append(rest[-self.others :])
            rest = rest[: -self.others]
        return self.separator.join(reversed(groups))


def _grouping(written: str) -> _Grouping:
    """How a long number is grouped, told from one that is."""
    groups = _DIGITS.findall(written)
    if len(groups) == 1:
        return _Grouping("", _UNGROUPED, _UNGROUPED)
    return _Grouping(_DIGITS.split(written)[1], len(groups[-1]), len(groups[-2]))


def _writer(before: str, after: str, point: str, grouping: _Grouping) -> Callable[[str], str]:
    """Writes decimal strings without a sign."""
    first, grouped = grouping.first, grouping.grouped

    def write(amount: str) -> str:
        if len(amount) <= first + 3 and amount[-3:-2] == ".":  # the usual: two decimals, and nothing to group
            return f"{before}{amount[:-3]}{point}{amount[-2:]}{after}"
        whole, has_decimals, decimals = amount.partition(".")
        if len(whole) > first:
            whole = grouped(whole)
        return f"{before}{whole}{point}{decimals}{after}" if has_decimals else f"{before}{whole}{after}"

    return write
