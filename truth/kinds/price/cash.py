"""Cash rounding: what is paid where the smallest coin is larger than the smallest unit; never a discount."""

from __future__ import annotations

from collections.abc import Mapping

from truth.conditions.inputs import Fact
from truth.kinds.price.market import Market
from truth.kinds.price.rounding import MODES


def payable(gross: int, market: Market, facts: Mapping[str, Fact]) -> int:
    """The total as it can be paid: to the nearest step of the currency where that holds for this basket."""
    cash = market.cash
    if cash is None or (cash.when is not None and not cash.when(facts)):
        return gross
    return MODES[cash.mode](gross, cash.step) * cash.step
