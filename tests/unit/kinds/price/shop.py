"""Small shops for tests: a few words describe lists, totals and adjustments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from truth.kinds.price.book import PriceBook
from truth.kinds.price.quote import Quote, price
from truth.model.document import Document
from truth.model.ref import Ref

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
ENTRY: Mapping[str, Any] = {"title": {"en": "A shop"}, "owner": "pricing"}


@dataclass(frozen=True)
class Shop:
    """A price book and the currency of its one list."""

    book: PriceBook
    currency: str

    def quote(
        self,
        basket: Mapping[str, Any],
        *,
        codes: tuple[str, ...] = (),
        facts: Mapping[str, Any] | None = None,
        at: datetime = NOW,
        **more: Any,
    ) -> Quote:
        """The quote of quantities by article; each line's id is its article's number."""
        lines = [{"id": sku, "sku": sku, "quantity": quantity} for sku, quantity in basket.items()]
        return self.ask({"lines": lines, "codes": list(codes), "facts": dict(facts or {}), **more}, at)

    def ask(self, basket: Mapping[str, Any], at: datetime = NOW) -> Quote:
        """The quote of a basket; currency, zone and channel are the shop's unless it says otherwise."""
        given = {"currency": self.currency, "zone": "XX", "channel": "web", **basket}
        return price(self.book, given, at)


def shop_of(spec: Mapping[str, Any]) -> Shop:
    """A shop from a few words: see the published cases for what they are."""
    currency = spec.get("currency", "EUR")
    bodies = {
        "list": price_list(spec, currency),
        "totals": totals(spec, currency),
        **{key: adjustment(one, currency, spec["adjustments"]) for key, one in spec.get("adjustments", {}).items()},
    }
    documents = [(Document(Ref("price", key), body), 1) for key, body in sorted(bodies.items())]
    return Shop(PriceBook(documents, frozenset(("web", "email")), ZoneInfo("Europe/Berlin")), currency)


def price_list(spec: Mapping[str, Any], currency: str) -> dict[str, Any]:
    prices = [{"sku": sku, "tax": "standard", "label": {"en": sku}, **price} for sku, price in spec["prices"].items()]
    return {
        **ENTRY,
        "type": "list",
        "selector": {"currency": currency, "zones": ["XX"], "channels": [], "groups": []},
        "specificity": 10,
        "basis": spec.get("basis", "gross"),
        "prices": prices,
    }


def totals(spec: Mapping[str, Any], currency: str) -> dict[str, Any]:
    cash = {name: spec[name] for name in ("cash_step", "cash_when", "cash_mode") if name in spec}
    rates = spec.get("rates", {"standard": spec.get("tax", "19")})
    rounding = {"mode": spec.get("rounding", "half_up"), "on": spec.get("round", "discount")}
    charges = {
        name: {"label": {"en": name}, **money_in(charge, currency)} for name, charge in spec.get("charges", {}).items()
    }
    return {
        **ENTRY,
        "type": "totals",
        "currencies": {currency: {"digits": spec.get("digits", 2), **cash}},
        "rounding": rounding | ({"at": spec["at"]} if "at" in spec else {}),
        "allocation": {"weight": spec.get("weight", spec.get("basis", "gross"))},
        "lanes": spec.get("lanes", ["item", "order", "shipping", "fee"]),
        "groups": ["trade"],
        "facts": {"payment_method": {"type": "enum", "of": ["card", "cash"], "default": "card"}},
        "tax": {
            "level": spec.get("level", "group"),
            "zones": {"XX": rates},
            "shipping": spec.get("shipping", "standard"),
        },
        "charges": charges,
        "quote": {"valid_for": "P14D"},
    }


def adjustment(spec: Mapping[str, Any], currency: str, others: Mapping[str, Any]) -> dict[str, Any]:
    """An adjustment; unless it says otherwise, it combines with all others."""
    lane = spec.get("lane", "item")
    scope = spec.get("scope", "line" if lane in ("item", "order") else lane)
    groups = {one.get("stacking", {}).get("group", "all") for one in others.values()}
    own = spec.get("stacking", {"group": "all", "choose": "all", "combines_with": sorted(groups)})
    where = {"where": money_in(spec["where"], currency)} if "where" in spec else {}
    when = {"when": money_in(spec["when"], currency)} if "when" in spec else {}
    kept = {name: spec[name] for name in ("codes", "limits", "window", "values") if name in spec}
    return {
        **ENTRY,
        "type": "adjustment",
        "lane": lane,
        "priority": spec.get("priority", 10),
        "stacking": own,
        "target": {"scope": scope, **where},
        "effect": money_in(spec["effect"], currency),
        "label": {"en": "An offer"},
        **kept,
        **when,
    }


def money_in(node: Any, currency: str) -> Any:
    """The same with plain amounts as money in the shop's currency."""
    if isinstance(node, Mapping):
        return {
            key: {currency: child} if _is_money(key, child, node) else money_in(child, currency)
            for key, child in node.items()
        }
    return [money_in(child, currency) for child in node] if isinstance(node, list) else node


def _is_money(key: str, child: Any, node: Mapping[str, Any]) -> bool:
    if not isinstance(child, str):
        return False
    if key == "value":
        return node.get("input") in ("goods", "matching", "unit", "amount")
    return key in ("amount", "price", "cap", "free_from") and node.get("type") != "tiers"
