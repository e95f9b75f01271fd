"""Charges that discounts bring about, where together they cost more than the discounts save."""

from __future__ import annotations

from collections.abc import Sequence

from truth.kinds.price.lanes import CHARGED
from truth.kinds.price.quote import Quote, QuotedCharge, quote


def outweighed(quoted: Quote) -> Sequence[QuotedCharge]:
    """The charges that would not be there, or be lower, without the discounts; none, where the customer still saves.

    The basket is priced a second time without its discounts, and only where its charges could outweigh them.
    """
    totals = quoted.totals
    if not 0 < totals.discount < totals.charges:
        return ()
    without = quote(quoted.basket, quoted.off | _discounts(quoted))
    if without.totals.gross >= totals.gross:
        return ()
    before = {one.charge.name: one.amount for one in without.charges}
    return [one for one in quoted.charges if one.amount > before.get(one.charge.name, 0)]


def _discounts(quoted: Quote) -> frozenset[str]:
    """Everything that takes something off goods: also what would come in place of what applies."""
    known = quoted.market.prices.adjustments
    return frozenset(one.key for one in known if one.lane not in CHARGED and one.type != "surcharge")
