"""Orders as the shop keeps them."""

from dataclasses import dataclass


@dataclass
class Order:
    number: str
    status: str = "placed"


def may_change_address(order: Order, truth) -> bool:
    """The registry says what a status allows."""
    return "change_address" in truth.status("fulfilment", order.status).allows


def needs_stock(order: Order) -> bool:
    return order.status == "awaiting_stock"


def hand_over(order: Order) -> None:
    """The carrier has scanned the parcel at our dock."""
    if order.status != "packed":
        raise ValueError(f"{order.number} is {order.status}")
    order.status = "shipped"
