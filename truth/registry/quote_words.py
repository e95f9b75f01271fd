"""What a quote says in words: labels, reasons, amounts and days as one of the company's locales writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from truth.conditions.sentences import Speaker, sentence
from truth.kinds.price.charges import ChargeLine
from truth.kinds.price.invoice import percent
from truth.kinds.price.lanes import Left
from truth.kinds.price.market import Offer
from truth.kinds.price.money import written
from truth.kinds.price.outweighed import outweighed
from truth.kinds.price.quote import Quote, QuotedCharge
from truth.kinds.price.reasons import OF_THE_BASKET, spoken, words
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.instant import format_instant
from truth.model.ref import Ref
from truth.registry.binding import argument
from truth.registry.catalogue import Catalogue
from truth.text.argument import TypedValue
from truth.text.choice import choose
from truth.text.formatting import Formatted, display
from truth.text.money_format import money_format
from truth.text.render import names_in, render
from truth.text.setting import Format

_HELP = "help_url"
_OF_A_LINE = ("base", "net", "tax", "gross")


@dataclass
class Rendered:
    """What was rendered for a Snapshot and takes nothing from a basket.

    `texts` by ref; `labels`, by locale, channel and currency, those of articles and adjustments as a quote names them.
    """

    texts: dict[tuple[Ref, str, str, str], str] = field(default_factory=dict)
    labels: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)


class Says:
    """The words and formats of one quote in one locale."""

    def __init__(self, quote: Quote, catalogue: Catalogue, locale: str, rendered: Rendered) -> None:
        self.quote, self.catalogue, self.locale, self.rendered = quote, catalogue, locale, rendered
        self.market = quote.market
        self.zone = catalogue.setting.time_zone
        self._write = money_format(self.market.currency, locale)
        self._labels = rendered.labels.setdefault((locale, self.market.channel, self.market.currency), {})

    def line(self, line: Mapping[str, Json]) -> Json:
        label = self._named_once(line["list"], "prices", line["sku"])
        write = self._write
        amounts = {name: write(line[name]) for name in _OF_A_LINE}
        if line["unit"] is not None:
            amounts["unit"] = write(line["unit"])
        discounts = [self.labelled(one) for one in line["discounts"]]
        return {**line, "label": label, "discounts": discounts, "display": amounts}

    def charge(self, charge: Mapping[str, Json]) -> Json:
        discounts = [self.labelled(one) for one in charge["discounts"]]
        amounts = {name: self.amount(charge[name]) for name in ("base", "amount", "net", "tax", "gross")}
        return {**charge, "label": self.charge_label(charge), "discounts": discounts, "display": amounts}

    def charge_label(self, charge: Mapping[str, Json]) -> str:
        """What customers call a charge: its own label, or that of the surcharge it comes from."""
        if charge["rule"]:
            return self.text(Ref.parse(charge["rule"]) / "label")
        return self.text(self.market.prices.totals.entry / "charges" / charge["name"] / "label")

    def labelled(self, one: Mapping[str, Json]) -> Json:
        return {**one, "label": self._named_once(one["rule"]), "display": self._write(f"-{one['amount']}")}

    def _named_once(self, entry: str, *path: str) -> str:
        """The label of something in an entry; found by what a quote calls it, without a ref to read."""
        key = entry if not path else f"{entry} {path[-1]}"
        label = self._labels.get(key)
        if label is None:
            label = self._labels[key] = self.text(Ref.parse(entry).join((*path, "label")))
        return label

    def left_label(self, left: Left) -> str:
        """What customers call an adjustment that does not apply."""
        return self._named_once(str(left.offer.adjustment.document.entry))

    def reason(self, left: Left) -> str:
        """Why an adjustment does not apply: its own words where a customer can change it, else ours."""
        document = left.offer.adjustment.document
        if left.why in OF_THE_BASKET and (free := self._free_without(left.offer)):
            return self._own_or_ours("free_already", {"charge": self._called(free.charge)}, {})
        if left.why in OF_THE_BASKET and "why_not" in document.body:
            return self._render(document.entry / "why_not", self._reached(left))
        return self._own_or_ours(self._why(left), self._named(left), self._reached(left))

    def display(self) -> Json:
        """The totals as the locale writes them, and the day the quote ends."""
        totals = {name: self.minor(amount) for name, amount in self.quote.totals._asdict().items()}
        taxes = [
            {
                "class": group.tax_class,
                "rate": self.value("percent", percent(group.rate)),
                "net": self.minor(group.net),
                "tax": self.minor(group.tax),
            }
            for group in self.quote.groups
        ]
        return {**totals, "taxes": taxes, "expires_at": self.value("datetime", format_instant(self.quote.expires_at))}

    def help(self) -> Json:
        """Where a customer finds help, where the company says so."""
        values = self.catalogue.profile.body.get("values", {})
        return values.get(_HELP, {}).get("value")

    def next_steps(self) -> list[Json]:
        """What the customer may want to know or do next: what makes a charge free, and a discount that costs more."""
        steps: list[Json] = []
        for quoted in self.quote.charges:
            charge = quoted.charge
            if charge.charge is None or not charge.missing or not quoted.amount:
                continue
            steps.append(self._step("free_with_more", missing=self.minor(charge.missing), charge=self._called(charge)))
        return [*steps, *(self._outweighed(one) for one in outweighed(self.quote))]

    def text(self, ref: Ref) -> str:
        """A text that takes nothing from the basket; rendered once for a Snapshot."""
        key = (ref, self.locale, self.market.channel, self.market.currency)
        found = self.rendered.texts.get(key)
        if found is None:
            if len(self.rendered.texts) > 200_000:
                self.rendered.texts.clear()
            found = self.rendered.texts[key] = self._render(ref, {})
        return found

    def amount(self, decimal: str) -> str:
        """A decimal string as the locale writes it, with exactly its digits."""
        return self._write(decimal)

    def minor(self, amount: int) -> str:
        """Minor units as the locale writes them."""
        return self.amount(written(amount, self.market.digits))

    def value(self, type: str, raw: Json) -> str:
        return self._display(TypedValue(type, raw)).text

    def _display(self, value: TypedValue) -> Formatted:
        return display(value, self.locale, currency=self.market.currency, time_zone=self.zone)

    def _free_without(self, offer: Offer) -> QuotedCharge | None:
        """The first charge an offer would make free, where all of them are free as it is."""
        if offer.type != "free_shipping":
            return None
        charges = [quoted for quoted in self.quote.charges if quoted.charge.scope == offer.adjustment.lane]
        return charges[0] if charges and not any(quoted.amount for quoted in charges) else None

    def _outweighed(self, quoted: QuotedCharge) -> Json:
        """A charge the discounts bring about, and they save less than it costs."""
        charge = quoted.charge
        named = {"charge": self._called(charge), "amount": self.minor(quoted.amount)}
        if charge.charge is None or charge.charge.free_from is None:
            return self._step("outweighed_otherwise", **named)
        return self._step("outweighed", threshold=self.minor(charge.charge.free_from), **named)

    def _called(self, charge: ChargeLine) -> str:
        """A charge's own label, or that of the surcharge it comes from."""
        if charge.surcharge:
            return self._label(charge.surcharge)
        return self.text(self.market.prices.totals.entry / "charges" / charge.name / "label")

    def _step(self, code: str, **named: str) -> Json:
        return {"code": code, "text": self._own_or_ours(code, named, {})}

    def _own_or_ours(self, why: str, named: Mapping[str, str], numbers: Mapping[str, TypedValue]) -> str:
        """The company's words for a reason, where it wrote some; else ours, in a language there are any in."""
        totals = self.market.prices.totals
        if why in totals.body.get("reasons", {}):
            said = {name: TypedValue("string", text) for name, text in named.items()}
            return self._render(totals.entry / "reasons" / why, {**said, **numbers})
        return words(why, self._spoken).format(**named)

    @property
    def _spoken(self) -> str:
        return spoken(self.locale, self.catalogue.setting.locales)

    def _why(self, left: Left) -> str:
        if left.why != "outside_window":
            return left.why
        since = left.offer.adjustment.document.window.since
        return "not_yet" if since and since > self.quote.at else "over"

    def _named(self, left: Left) -> dict[str, str]:
        """What our own sentences may say."""
        window = left.offer.adjustment.document.window
        days = {"since": window.since, "until": window.until}
        named = {name: self._day(instant) for name, instant in days.items() if instant}
        named |= {name: self._shown(value) for name, value in self._reached(left).items()}
        named["currency"] = self.market.currency
        if left.why == "condition":
            speaker = Speaker(self._spoken, self.market.currency, self.zone)
            named["condition"] = sentence(left.offer.adjustment.when, speaker)
        if left.other:
            named["other"] = self._label(left.other)
        return named

    def _label(self, offer: Offer) -> str:
        return self.text(offer.adjustment.document.entry / "label")

    def _reached(self, left: Left) -> dict[str, TypedValue]:
        """`threshold` and `missing`, as money or as a count; the whole threshold where nothing is known to be there."""
        threshold = left.offer.threshold
        if threshold is None:
            return {}
        is_money = threshold[0] in ("goods", "matching")
        numbers = {"threshold": threshold[1], "missing": threshold[1] if left.missing is None else left.missing}
        return {name: self._typed(number, is_money) for name, number in numbers.items()}

    def _typed(self, number: int, is_money: bool) -> TypedValue:
        if not is_money:
            return TypedValue("integer", number)
        return TypedValue("money", {self.market.currency: written(number, self.market.digits)})

    def _shown(self, value: TypedValue) -> str:
        return self._display(value).text

    def _day(self, instant: datetime) -> str:
        return self.value("date", instant.astimezone(ZoneInfo(self.zone)).date().isoformat())

    def _render(self, ref: Ref, own: Mapping[str, TypedValue]) -> str:
        """A text in the basket's channel and currency, as plain text; `own` values come before those it declares."""
        document, at = self.catalogue.document(ref), self.catalogue.text(ref)
        chosen = choose(at.text, self.locale, self.market.channel, self.catalogue.setting)
        values: dict[str, Formatted] = {}
        for name in sorted(names_in(chosen.pattern, at.markdown)):
            known = None if name in own else argument(self.catalogue, document, at, name)
            value = own.get(name, known.bound if known else None)
            if value is None:
                raise Invalid(f"{ref} uses {{{name}}}, which a quote cannot fill; bind it to a value")
            values[name] = display(value, chosen.locale, currency=self.market.currency, time_zone=self.zone)
        return render(chosen.pattern, chosen.locale, Format.JSON, values, markdown=at.markdown).text
