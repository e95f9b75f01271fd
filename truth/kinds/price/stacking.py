"""What may be combined: adjustments of one group, and those whose groups name each other."""

from __future__ import annotations

from truth.kinds.price.market import Offer


class Stack:
    """The adjustments applied so far, in any lane."""

    def __init__(self) -> None:
        self._taken: list[Offer] = []

    def blocker(self, offer: Offer) -> Offer | None:
        """The first adjustment applied before that this one cannot be combined with; None where there is none."""
        adjustment = offer.adjustment
        return next((one for one in self._taken if not adjustment.combines(one.adjustment)), None)

    def take(self, offer: Offer) -> None:
        """It is applied now."""
        self._taken.append(offer)
