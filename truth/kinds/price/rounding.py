"""Rounding: an exact fraction to a whole number, in one of five ways. Nothing else in the engine rounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

Rounding = Callable[[int, int], int]
"""`round(numerator, denominator)`, the denominator above nought."""

Portion = tuple[int, int]
"""A part of something, as an exact fraction in its lowest terms: numerator, denominator."""


def half_up(numerator: int, denominator: int) -> int:
    """To the nearest; a half goes away from nought, as shops and tax offices do."""
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def half_down(numerator: int, denominator: int) -> int:
    """To the nearest; a half goes towards nought."""
    if numerator < 0:
        return -half_down(-numerator, denominator)
    return -((denominator - 2 * numerator) // (2 * denominator))


def half_even(numerator: int, denominator: int) -> int:
    """To the nearest; a half goes to the even neighbour (IEEE 754 roundTiesToEven)."""
    quotient, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and quotient % 2):
        return quotient + 1
    return quotient


def up(numerator: int, denominator: int) -> int:
    """Away from nought."""
    if numerator < 0:
        return -up(-numerator, denominator)
    return -(-numerator // denominator)


def down(numerator: int, denominator: int) -> int:
    """Towards nought."""
    if numerator < 0:
        return -down(-numerator, denominator)
    return numerator // denominator


MODES: Mapping[str, Rounding] = MappingProxyType(
    {"half_up": half_up, "half_even": half_even, "half_down": half_down, "up": up, "down": down}
)
"""Every way to round, by the name documents use."""


def portion(numerator: int, denominator: int) -> Portion:
    """The fraction in its lowest terms, so that what it is multiplied with stays small."""
    return Fraction(numerator, denominator).as_integer_ratio()


def portions(amounts: Sequence[int], part: Portion, round: Rounding) -> list[int]:
    """That part of each amount (≥ 0), each rounded."""
    numerator, denominator = part
    if round is half_up and numerator >= 0:
        twice, whole = 2 * numerator, 2 * denominator
        return [(twice * amount + denominator) // whole for amount in amounts]
    return [round(numerator * amount, denominator) for amount in amounts]
