"""What may be combined: adjustments of one group, and those whose groups name each other."""

from __future__ import annotations

from truth.kinds.price.market import Offer


class Stack:
    """The adjustments applied so far, in any lane: the first of each group that names the same others.

    What may be combined with that one may be combined with all of its like, so they need not be asked.
    """

    def __init__(self) -> None:
        self._taken: dict[tuple[str, frozenset[str]], Offer] = {}

    def blocker(self, offer: Offer) -> Offer | None:
        """The first adjustment applied before that this one cannot be combined with; None where there is none."""
        adjustment = offer.adjustment
        for one in self._taken.values():
            if not adjustment.combines(one.adjustment):
                return one
        return None

    def take(self, offer: Offer) -> None:
        """It is applied now."""
        self._taken.setdefault((offer.group, offer.adjustment.combines_with), offer)
