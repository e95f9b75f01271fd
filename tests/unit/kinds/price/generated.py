"""Generated shops and baskets: every effect, both bases, all levels and modes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

SKUS = ("A", "B", "C", "D")
TAGS = ("apparel", "soap")


def amount(low: int, high: int, digits: int = 2) -> st.SearchStrategy[str]:
    """A decimal string of that many digits, from minor units."""
    return st.integers(low, high).map(lambda minor: f"{minor / 10**digits:.{digits}f}")


def prices(*, sub_cent: bool = True, tiered: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """A price for each article."""
    units: list[st.SearchStrategy[dict[str, Any]]] = [st.fixed_dictionaries({"unit": amount(1, 20_000)})]
    if sub_cent:
        units.append(st.fixed_dictionaries({"unit": amount(1, 200_000, 4)}))
    if tiered:
        row = st.tuples(amount(100, 900), amount(50, 600), amount(1, 400))
        units.append(row.map(_tiers))
    more = st.fixed_dictionaries(
        {"tax": st.sampled_from(["standard", "reduced", "zero"]), "tags": st.lists(st.sampled_from(TAGS), unique=True)}
    )
    one = st.tuples(st.one_of(units), more).map(lambda pair: {**pair[0], **pair[1]})
    return st.fixed_dictionaries({sku: one for sku in SKUS})


def _tiers(units: tuple[str, str, str]) -> dict[str, Any]:
    first, second, third = units
    rows = [{"up_to": 3, "unit": first, "flat": "1.00"}, {"up_to": 8, "unit": second}, {"unit": third}]
    return {"tiers": {"mode": "graduated", "rows": rows}}


WHERE = st.one_of(
    st.none(),
    st.builds(lambda tag: {"input": "tags", "op": "contains", "value": tag}, st.sampled_from(TAGS)),
    st.builds(lambda sku: {"not": {"input": "sku", "op": "eq", "value": sku}}, st.sampled_from(SKUS)),
)
WHEN = st.one_of(
    st.none(),
    st.builds(lambda least: {"input": "goods", "op": "gte", "value": least}, amount(0, 30_000)),
    st.builds(lambda count: {"input": "quantity", "op": "lt", "value": count}, st.integers(1, 30)),
)
PERCENT = amount(0, 10_000)
LINE_EFFECTS = st.one_of(
    st.builds(lambda percent: {"type": "percent_off", "percent": percent}, PERCENT),
    st.builds(lambda percent, cap: {"type": "percent_off", "percent": percent, "cap": cap}, PERCENT, amount(0, 5000)),
    st.builds(
        lambda off, per: {"type": "amount_off", "amount": off, "per": per},
        amount(0, 9000),
        st.sampled_from(["line", "unit"]),
    ),
    st.builds(lambda price: {"type": "set_price", "price": price}, amount(0, 15_000)),
    st.builds(
        lambda x, y, percent, pick: {
            "type": "buy_x_get_y",
            "trigger": {"quantity": x},
            "get": {"quantity": y},
            "percent": percent,
            "pick": pick,
        },
        st.integers(1, 4),
        st.integers(1, 3),
        PERCENT,
        st.sampled_from(["cheapest", "dearest"]),
    ),
    st.builds(
        lambda price: {"type": "bundle_price", "price": price, "items": [{"quantity": 2}, {"quantity": 1}]},
        amount(0, 20_000),
    ),
)
ORDER_EFFECTS = st.one_of(
    st.builds(lambda percent: {"type": "percent_off", "percent": percent}, PERCENT),
    st.builds(lambda off: {"type": "amount_off", "amount": off}, amount(0, 30_000)),
)


@st.composite
def adjustments(draw: st.DrawFn) -> dict[str, Any]:
    """Up to five adjustments of any lane, in groups that may or may not combine."""
    found: dict[str, Any] = {}
    groups = ["one", "two", "three"]
    combining = draw(st.booleans())
    chosen = {group: draw(st.sampled_from(["first", "best", "all"])) for group in groups}
    for number in range(draw(st.integers(0, 5))):
        group = draw(st.sampled_from(groups))
        stacking = {"group": group, "choose": chosen[group], "combines_with": groups if combining else []}
        found[f"rule-{number}"] = {**draw(_adjustment()), "stacking": stacking, "priority": draw(st.integers(0, 3))}
    return found


@st.composite
def _adjustment(draw: st.DrawFn) -> dict[str, Any]:
    lane = draw(st.sampled_from(["item", "order", "order-line", "shipping", "fee", "gift"]))
    when = draw(WHEN)
    asked = {"when": when} if when else {}
    where = draw(WHERE)
    target = {"where": where} if where else {}
    if lane in ("item", "order-line"):
        effect = draw(LINE_EFFECTS)
        floors = {} if effect["type"] == "gift" else {"respects_floor": draw(st.booleans())}
        return {"lane": lane.partition("-")[0], "effect": {**effect, **floors}, **asked, **target}
    if lane == "order":
        return {"lane": "order", "scope": "order", "effect": draw(ORDER_EFFECTS), **asked, **target}
    if lane == "gift":
        return {"lane": "order", "effect": {"type": "gift", "sku": draw(st.sampled_from(SKUS))}, **asked}
    effects = [{"type": "surcharge", "amount": "2.50"}, {"type": "surcharge", "percent": "3"}]
    effects += [{"type": "free_shipping"}, {"type": "percent_off", "percent": "33"}] if lane == "shipping" else []
    return {"lane": lane, "effect": draw(st.sampled_from(effects)), **asked}


@st.composite
def shops(draw: st.DrawFn, **fixed: Any) -> dict[str, Any]:
    """A shop in the words of `shop.py`."""
    spec = {
        "currency": "EUR",
        "basis": draw(st.sampled_from(["gross", "net"])),
        "rates": {"standard": "19", "reduced": draw(st.sampled_from(["5.5", "7", "10"])), "zero": "0"},
        "level": draw(st.sampled_from(["group", "group", "line", "total"])),
        "rounding": draw(st.sampled_from(["half_up", "half_even", "half_down"])),
        "round": draw(st.sampled_from(["discount", "price"])),
        "weight": draw(st.sampled_from(["net", "gross"])),
        "shipping": draw(st.sampled_from(["standard", "pro_rata"])),
        "charges": {"delivery": {"scope": "shipping", "amount": "4.95", "free_from": draw(amount(0, 20_000))}},
        "prices": draw(prices()),
        "adjustments": draw(adjustments()),
    }
    cash = {"cash_step": "0.05"} if draw(st.booleans()) else {}
    return {**spec, **cash, **fixed}


EXACT = prices(sub_cent=False, tiered=False).map(
    lambda found: {sku: {**one, "unit": f"{float(one['unit']) + 1:.2f}"} for sku, one in found.items()}
)
"""Prices in whole cents, of 1.00 and more."""

_TOGETHER = {"group": "all", "choose": "all"}
_A_THIRD = amount(0, 3_000)
_MODEST = st.one_of(
    st.builds(lambda percent: {"type": "percent_off", "percent": percent}, _A_THIRD),
    st.builds(lambda off: {"type": "amount_off", "amount": off, "per": "unit"}, amount(0, 30)),
    st.builds(
        lambda x, percent, pick: {
            "type": "buy_x_get_y",
            "trigger": {"quantity": x},
            "get": {"quantity": 1},
            "percent": percent,
            "pick": pick,
        },
        st.integers(1, 3),
        _A_THIRD,
        st.sampled_from(["cheapest", "dearest"]),
    ),
)
"""Effects of which three leave something of every piece."""


def line_rules() -> st.SearchStrategy[dict[str, Any]]:
    """Rules of lines without caps: up to three modest ones, or any one; an amount off a line is once for each line."""
    one = LINE_EFFECTS.filter(lambda effect: "cap" not in effect and effect.get("per") != "line")
    return st.one_of(st.lists(_MODEST, max_size=3), st.lists(one, max_size=1)).flatmap(_placed)


def order_rules() -> st.SearchStrategy[dict[str, Any]]:
    """Up to three rules of the order."""
    return st.lists(ORDER_EFFECTS, max_size=3).flatmap(lambda effects: _placed(effects, lane="order", scope="order"))


def _placed(effects: list[dict[str, Any]], **more: Any) -> st.SearchStrategy[dict[str, Any]]:
    def named(wheres: list[Any]) -> dict[str, Any]:
        rules = [
            {"effect": effect, "stacking": _TOGETHER, **({"where": where} if where else {}), **more}
            for effect, where in zip(effects, wheres, strict=True)
        ]
        return {f"rule-{number}": rule for number, rule in enumerate(rules)}

    return st.lists(WHERE, min_size=len(effects), max_size=len(effects)).map(named)


BASKETS = st.lists(st.tuples(st.sampled_from(SKUS), st.integers(1, 12)), min_size=1, max_size=6).map(
    lambda pairs: [
        {"id": str(number), "sku": sku, "quantity": quantity} for number, (sku, quantity) in enumerate(pairs, 1)
    ]
)
"""The lines of a basket; an article may stand in several."""
