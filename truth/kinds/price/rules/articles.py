"""Does every article have one price, one tax and a floor below it?"""

from __future__ import annotations

from collections.abc import Iterator

from truth.conditions.inputs import micro
from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.examples import SOAP, TEE, price_list, shop
from truth.kinds.price.rules.windows import overlapping
from truth.model.document import Document
from truth.model.finding import Finding, Rule, Severity
from truth.model.nearest import did_you_mean

AMBIGUOUS_PRICE = Rule(
    "price/ambiguous-price",
    Severity.ERROR,
    "Two prices with the same right to be the price: the customer would get either.",
    passes=shop(members=price_list(TEE, specificity=20)),
    fails=shop(members=price_list(TEE, specificity=10)),
)
FLOOR_ABOVE_PRICE = Rule(
    "price/floor-above-price",
    Severity.ERROR,
    "A floor above the price keeps nothing from falling.",
    passes=shop(shop=price_list({**TEE, "floor": "15.00"})),
    fails=shop(shop=price_list({**TEE, "floor": "25.00"})),
)
UNKNOWN_TAX_CLASS = Rule(
    "price/unknown-tax-class",
    Severity.ERROR,
    "Without a rate there is no tax, and without tax no total.",
    passes=shop(shop=price_list({**SOAP, "tax": "reduced"})),
    fails=shop(shop=price_list({**SOAP, "tax": "reducd"})),
)
RULES = (AMBIGUOUS_PRICE, FLOOR_ABOVE_PRICE, UNKNOWN_TAX_CLASS)


def articles_twice(document: Document, around: Around) -> Iterator[Finding]:
    """An article that stands twice in a list."""
    seen: set[str] = set()
    for place, price in enumerate(document.body["prices"]):
        if price["sku"] in seen:
            message = f"{price['sku']} is in this list twice"
            path = ("prices", place, "sku")
            yield AMBIGUOUS_PRICE.finding(document.entry, message, path=path, fix="keep one of the two")
        seen.add(price["sku"])


def prices_elsewhere(document: Document, around: Around) -> Iterator[Finding]:
    """Articles that another list prices for the same customers with the same specificity; said once for two lists."""
    own = {price["sku"] for price in document.body["prices"]}
    for other in around.lists:
        if other.entry <= document.entry or not _meet(document, other):
            continue
        both = sorted(own & {price["sku"] for price in other.body["prices"]})
        if both:
            named = ", ".join(both[:3]) + (f" and {len(both) - 3} more" if len(both) > 3 else "")
            message = (
                f"{other.entry} prices {named} for the same customers at specificity {document.body['specificity']}"
            )
            fix = "give one of the two lists a higher specificity, or narrow its selector"
            yield AMBIGUOUS_PRICE.finding(document.entry, message, path=("specificity",), fix=fix)


def floors_too_high(document: Document, around: Around) -> Iterator[Finding]:
    """Floors above the price itself, in any tier."""
    for place, price in enumerate(document.body["prices"]):
        rows = price.get("tiers", {}).get("rows", ())
        units = [price["unit"]] if "unit" in price else [row["unit"] for row in rows if "unit" in row]
        lowest = min(units, key=micro, default=None)
        if lowest is not None and "floor" in price and micro(price["floor"]) > micro(lowest):
            message = f"the floor of {price['sku']} is {price['floor']}, but it costs {lowest}"
            ref = document.entry / "prices" / price["sku"]
            yield FLOOR_ABOVE_PRICE.finding(ref, message, path=("prices", place, "floor"), fix="lower the floor")


def unknown_classes(document: Document, around: Around) -> Iterator[Finding]:
    """Articles whose class has no rate in a zone of their list, and zones without any rates."""
    for totals in around.totals:
        zones = totals.body["tax"]["zones"]
        for number, zone in enumerate(document.body["selector"]["zones"]):
            if zone not in zones:
                message = f"{totals.entry} has no rates for {zone}{did_you_mean(zone, zones)}"
                path = ("selector", "zones", number)
                yield UNKNOWN_TAX_CLASS.finding(document.entry, message, path=path, fix=f"add {zone} to tax.zones")
                continue
            for place, price in enumerate(document.body["prices"]):
                if price["tax"] not in zones[zone]:
                    known = did_you_mean(price["tax"], zones[zone])
                    message = f"'{price['tax']}' of {price['sku']} has no rate in {zone}{known}"
                    ref = document.entry / "prices" / price["sku"]
                    yield UNKNOWN_TAX_CLASS.finding(ref, message, path=("prices", place, "tax"))


CHECKS = (articles_twice, prices_elsewhere, floors_too_high, unknown_classes)


def _meet(one: Document, other: Document) -> bool:
    """Whether some basket could be priced by either; lists for exactly the same selector are `windows`' matter."""
    a, b = one.body["selector"], other.body["selector"]
    return bool(
        one.body["specificity"] == other.body["specificity"]
        and a["currency"] == b["currency"]
        and set(a["zones"]) & set(b["zones"])
        and _shares(a.get("channels", []), b.get("channels", []))
        and _shares(a.get("groups", []), b.get("groups", []))
        and overlapping(one.window, other.window)
    )


def _shares(one: list[str], other: list[str]) -> bool:
    """Whether two lists of names have one in common; an empty list is everything."""
    return not one or not other or bool(set(one) & set(other))
