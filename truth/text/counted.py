"""What a typed value counts, for programs that compute with it: 30 and `day`, "4.95" and `EUR`."""

from __future__ import annotations

from dataclasses import dataclass

from truth.text.argument import TypedValue
from truth.text.duration import read_duration
from truth.text.formatting import amount_in


@dataclass(frozen=True)
class Counted:
    """A number and its unit.

    `number` is a whole number, or a decimal string where there may be a fraction; both None: the value counts nothing,
    or, as a duration of several units, more than one thing. `unit` is None for a bare number.
    """

    number: int | str | None = None
    unit: str | None = None


def counted(value: TypedValue, currency: str) -> Counted:
    """A duration in its own unit, business days, money in `currency`, percent, or an integer.

    `Invalid` for a currency the money lacks, and for a value that does not fit its type.
    """
    match value.type:
        case "duration":
            parts = read_duration(str(value.value))
            return Counted(*parts[0]) if len(parts) == 1 else Counted()
        case "business_days":
            return Counted(value.value, "business_day")
        case "money":
            return Counted(amount_in(value.value, currency), currency)
        case "percent":
            return Counted(value.value, "percent")
        case "integer":
            return Counted(value.value)
        case _:
            return Counted()
