"""Amounts: decimal strings outside, integers of minor units inside."""

from __future__ import annotations

from collections.abc import Sequence

from truth.conditions.inputs import MICRO, micro
from truth.model.errors import Invalid

ONE = 10**MICRO
"""A unit of what is counted in millionths."""

HUNDRED = 100 * ONE
"""A hundred percent, in millionths of a percent."""

_CENTS = tuple(f".{cents:02d}" for cents in range(100))


def minor(text: str, digits: int) -> int:
    """A decimal string in minor units; `Invalid` where it has more decimals than the currency."""
    exact, step = micro(text), steps(digits)
    if exact % step:
        raise Invalid(f"{text} has more decimals than the currency, which has {digits}")
    return exact // step


def steps(digits: int) -> int:
    """How many millionths of the major unit a minor unit is."""
    found: int = 10 ** (MICRO - digits)
    return found


def decimals_of(text: str) -> int:
    """How many decimals a decimal string is written with."""
    return len(text.partition(".")[2])


def written(amount: int, digits: int) -> str:
    """Minor units as a decimal string with exactly the currency's digits: 1999 → 19.99."""
    if digits == 2 and amount >= 0:
        return f"{amount // 100}{_CENTS[amount % 100]}"
    if digits == 0:
        return str(amount)
    whole, rest = divmod(abs(amount), 10**digits)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:0{digits}d}"


def all_written(amounts: Sequence[int], digits: int) -> list[str]:
    """Many amounts, as `written` writes each."""
    if digits == 2 and amounts and min(amounts) >= 0:
        return [f"{amount // 100}{_CENTS[amount % 100]}" for amount in amounts]
    return [written(amount, digits) for amount in amounts]
