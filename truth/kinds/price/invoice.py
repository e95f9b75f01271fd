"""The amounts of a quote as an electronic invoice wants them (EN 16931), by their business term.

With net prices they are the quote's own. With gross prices no cent amount may satisfy BR-CO-17 (the tax of a group is
its taxable amount times the rate, rounded): the tax is then the rule's, and the cent between what is paid and what the
rule adds up to is the rounding amount BT-114. BR-CO-10, 13, 14, 15, 16 and 17 hold in every quote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from truth.kinds.price.money import HUNDRED, all_written, written
from truth.kinds.price.rounding import half_up
from truth.kinds.price.tax import Group
from truth.model.canonical import Json


def invoice(
    lines: Sequence[tuple[str, int]], charges: Sequence[int], groups: Sequence[Group], payable: int, digits: int
) -> Mapping[str, Json]:
    """The view: net amounts by line id, net amounts of charges, the tax groups, and what is paid."""
    of_lines, of_charges = sum(net for _, net in lines), sum(charges)
    breakdown = [(group, half_up(group.net * group.rate, HUNDRED)) for group in groups]
    net, tax = of_lines + of_charges, sum(tax for _, tax in breakdown)
    amounts = {
        "BT-106": of_lines,
        "BT-107": 0,
        "BT-108": of_charges,
        "BT-109": net,
        "BT-110": tax,
        "BT-112": net + tax,
        "BT-113": 0,
        "BT-114": payable - net - tax,
        "BT-115": payable,
    }
    shown = all_written([amount for _, amount in lines], digits)
    return {
        "BG-25": [{"BT-126": id, "BT-131": amount} for (id, _), amount in zip(lines, shown, strict=True)],
        **{term: written(amount, digits) for term, amount in amounts.items()},
        "BG-23": [
            {
                "class": group.tax_class,
                "BT-116": written(group.net, digits),
                "BT-117": written(tax, digits),
                "BT-119": percent(group.rate),
            }
            for group, tax in breakdown
        ],
    }


@lru_cache(maxsize=1024)
def percent(rate: int) -> str:
    """A rate in millionths of a percent as people write it: 19, 7.5."""
    text = written(rate, 6)
    return text.rstrip("0").rstrip(".")
