"""Quote: a basket's total, in the words of a locale. The numbers come from `truth.kinds.price`; here they get labels,
reasons and formats, and the release they belong to."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from zoneinfo import ZoneInfo

from truth.conditions.sentences import Speaker, sentence
from truth.kinds.price.book import PriceBook, book_of
from truth.kinds.price.invoice import percent
from truth.kinds.price.lanes import Left
from truth.kinds.price.market import Offer
from truth.kinds.price.money import written
from truth.kinds.price.quote import Quote, price
from truth.kinds.price.reasons import OF_THE_BASKET, words
from truth.kinds.price.trace import trace
from truth.kinds.price.written import digests, result
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.instant import format_instant
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot
from truth.registry.binding import argument
from truth.registry.catalogue import Catalogue
from truth.text.argument import TypedValue
from truth.text.choice import choose, fallbacks
from truth.text.formatting import Formatted, display
from truth.text.render import names_in, render
from truth.text.setting import Format

_KEPT = 16
_HELP = "help_url"


@dataclass(frozen=True)
class Asked:
    """How a quote is wanted: its locale (None: the company's first), with its trace, and without some adjustments."""

    locale: str | None = None
    traced: bool = False
    off: frozenset[str] = frozenset()


def quote_basket(catalogue: Catalogue, basket: Json, now: datetime, asked: Asked = Asked()) -> dict[str, Json]:
    """The quote of a basket as JSON, complete: amounts, labels, reasons, displays, digests.

    Raises `Invalid`, with a finding for each, where anything in the basket is unknown, and for a locale the company
    does not have. `now` is the instant of a basket that names none.
    """
    locale = fallbacks(asked.locale or catalogue.setting.locales[0], catalogue.setting.locales)[0]
    quote = price_basket(catalogue, basket, now, asked.off)
    return shown(quote, catalogue, locale, traced=asked.traced)


def price_basket(catalogue: Catalogue, basket: Json, now: datetime, off: frozenset[str] = frozenset()) -> Quote:
    """The quote without words."""
    book = prices_of(catalogue)
    known = {document.entry.key for document, _ in book.standings if document.body["type"] == "adjustment"}
    for unknown in sorted(off - known):
        raise Invalid(f"there is no adjustment '{unknown[:80]}'{did_you_mean(unknown, known)}")
    return price(book, basket, now, off)


def prices_of(catalogue: Catalogue) -> PriceBook:
    """The prices of a Snapshot, compiled once for it."""
    return _kept(catalogue).book


def shown(quote: Quote, catalogue: Catalogue, locale: str, *, traced: bool) -> dict[str, Json]:
    """A quote in the words of one of the company's locales."""
    worked_out = result(quote)
    says = _Says(quote, catalogue, locale, _kept(catalogue))
    head = _head(catalogue.snapshot, quote)
    return {
        **head,
        **worked_out,
        "locale": locale,
        "lines": [says.line(line) for line in worked_out["lines"]],
        "charges": [says.charge(charge) for charge in worked_out["charges"]],
        "applied": [says.labelled(one) for one in worked_out["applied"]],
        "not_applied": [
            {**told, "reason": says.reason(left)}
            for told, left in zip(worked_out["not_applied"], quote.left, strict=True)
        ],
        "display": says.display(),
        "help": says.help(),
        "next_steps": says.next_steps(),
        **({"trace": [step._asdict() for step in trace(quote)]} if traced else {}),
        "digests": digests(quote, worked_out),
    }


class _Kept:
    """What is compiled and rendered once for a Snapshot. `texts` are texts that take nothing from a basket."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.book = book_of(catalogue.snapshot.standings.values(), catalogue.profile.body)
        self.texts: dict[tuple[Ref, str, str, str], str] = {}


@dataclass
class _Memory:
    """The last few Snapshots that were asked."""

    known: OrderedDict[int, _Kept] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def of(self, catalogue: Catalogue) -> _Kept:
        with self.lock:
            kept = self.known.get(id(catalogue))
            if kept is None or kept.catalogue is not catalogue:
                kept = self.known[id(catalogue)] = _Kept(catalogue)
            self.known.move_to_end(id(catalogue))
            while len(self.known) > _KEPT:
                self.known.popitem(last=False)
            return kept


_MEMORY = _Memory()


def _kept(catalogue: Catalogue) -> _Kept:
    return _MEMORY.of(catalogue)


def _head(snapshot: Snapshot, quote: Quote) -> dict[str, Json]:
    pointer = snapshot.pointer
    return {
        "position": str(pointer.position) if pointer.position else None,
        "release": pointer.release,
        "snapshot": snapshot.digest,
        "basket": quote.basket.given,
    }


class _Says:
    """The words and formats of one quote in one locale."""

    def __init__(self, quote: Quote, catalogue: Catalogue, locale: str, kept: _Kept) -> None:
        self.quote, self.catalogue, self.locale, self.kept = quote, catalogue, locale, kept
        self.market = quote.market
        self.zone = catalogue.setting.time_zone
        self._money: dict[int, str] = {}

    def line(self, line: Mapping[str, Json]) -> Json:
        label = self.text(Ref.parse(line["list"]) / "prices" / line["sku"] / "label")
        amounts = {name: self.amount(line[name]) for name in ("base", "net", "tax", "gross")}
        if line["unit"] is not None:
            amounts["unit"] = self.amount(line["unit"])
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
        label = self.text(Ref.parse(one["rule"]) / "label")
        return {**one, "label": label, "display": self.amount(f"-{one['amount']}")}

    def reason(self, left: Left) -> str:
        """Why an adjustment does not apply: its own words where a customer can change it, else ours."""
        document = left.offer.adjustment.document
        if left.why in OF_THE_BASKET and "why_not" in document.body:
            return self._render(document.entry / "why_not", self._reached(left))
        return words(self._why(left), self.locale).format(**self._named(left))

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
            named = {"charge": self.text(self.market.prices.totals.entry / "charges" / charge.name / "label")}
            steps.append(self._step("free_with_more", missing=self.minor(charge.missing), **named))
            discount = self.quote.totals.discount
            if not charge.charge.before_discounts and discount >= charge.missing and quoted.amount > discount:
                told = {"threshold": self.minor(charge.charge.free_from or 0), "amount": self.minor(quoted.amount)}
                steps.append(self._step("outweighed", **named, **told))
        return steps

    def text(self, ref: Ref) -> str:
        """A text that takes nothing from the basket; rendered once for a Snapshot."""
        key = (ref, self.locale, self.market.channel, self.market.currency)
        found = self.kept.texts.get(key)
        if found is None:
            if len(self.kept.texts) > 200_000:
                self.kept.texts.clear()
            found = self.kept.texts[key] = self._render(ref, {})
        return found

    def amount(self, decimal: str) -> str:
        """A decimal string as the locale writes it, with exactly its digits."""
        return self.value("money", {self.market.currency: decimal})

    def minor(self, amount: int) -> str:
        """Minor units as the locale writes them."""
        return self.amount(written(amount, self.market.digits))

    def value(self, type: str, raw: Json) -> str:
        return self._display(TypedValue(type, raw)).text

    def _display(self, value: TypedValue) -> Formatted:
        return display(value, self.locale, currency=self.market.currency, time_zone=self.zone)

    def _step(self, code: str, **named: str) -> Json:
        return {"code": code, "text": words(code, self.locale).format(**named)}

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
            speaker = Speaker(self.locale, self.market.currency, self.zone)
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
