"""Short messages to a customer's phone."""


def on_the_way(truth, order) -> str:
    label = truth.text("status:fulfilment/in_transit/label")
    when = truth.text("status:fulfilment/in_transit/when", eta=order.eta)
    return f"{order.number}: {label}. {when}"


def refunded(truth, order) -> str:
    return truth.text("policy:returns/clauses/refund", order_number=order.number)


def days_to_return(truth) -> int:
    return truth.value("policy:returns/values/window").days
