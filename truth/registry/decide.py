"""Decide: a policy's answer to a question, in the words of a locale and channel.

Which rule answers is worked out in `truth.kinds.policy.decisions`; here the answer gets its clause, its next step, its
date and the team that decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from truth.kinds.policy.decisions.asked import SHAPE, facts_of
from truth.kinds.policy.decisions.decision import UNTIL, Row
from truth.kinds.policy.decisions.rules import calendar_of
from truth.kinds.policy.decisions.table import Table, table_of
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid, NotFound
from truth.model.instant import format_instant
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref
from truth.registry.catalogue import Catalogue
from truth.registry.decision_answer import Reader, Spoken
from truth.registry.resolve import format_named
from truth.registry.status_block import View
from truth.registry.wording import NOTHING, Supplied
from truth.text.calendar import read_date
from truth.text.setting import Format

_MOST_SPOKEN = 4_096  # of one Catalogue; locales and currencies come from readers, so there is no end of them
_LONGEST = 64  # characters of a locale, a channel, a day
_ASKED_WITH = ("input", "on", "with", "locale", "channel", "as", "currency")


@dataclass(frozen=True)
class Decider:
    """One decision of a Snapshot, asked as often as one likes.

    `on` is the calendar day it is asked on; None: that of the instant `at`, in the company's time zone.
    """

    catalogue: Catalogue
    document: Document
    name: str
    at: datetime
    on: str | None = None

    @property
    def ref(self) -> Ref:
        """The decision's address."""
        return self.document.entry / "decisions" / self.name

    @cached_property
    def today(self) -> date:
        """The day it is asked on; `Invalid` for one the calendar does not have."""
        if self.on is not None:
            return read_date(self.on)
        return self.at.astimezone(ZoneInfo(self.catalogue.setting.time_zone)).date()

    def table(self, currency: str) -> Table:
        """The rules, compiled once for each content and currency."""
        return table_of(self.document, self.name, calendar_of(self.catalogue.profile.body), currency)

    def answer(self, given: Json, view: View) -> dict[str, Json]:
        """The answer to a question: the inputs alone, or `{input, on, with, locale, channel, as, currency}`.

        Raises `Invalid`, with a finding for each, where anything in the question is unknown, missing or malformed.
        """
        inputs, on, view = self._asked(given, view)
        today = self.today if on is None else read_date(on)
        currency = view.currency or self.catalogue.setting.currency_of(view.channel)
        table = self.table(currency)
        facts = facts_of(self.ref, table.decision, inputs, currency, today)
        row = table.row(facts, today)
        if row is None:
            raise Invalid(f"no rule of {self.ref} answers this; its owner, {self.document.body['owner']}, can say")
        until, says = table.until(row, facts), self.spoken(row, view, currency)
        if view.supplied:
            says.refuse_unknown(view.supplied)
        return {
            "policy": str(self.document.entry),
            "decision": self.name,
            **says.answer(self._given(inputs, until, view.supplied), until),
            "rule": says.fired(),
            "input": dict(inputs),
            "at": format_instant(self.at),
            "asked_on": today.isoformat(),
        }

    def spoken(self, row: Row, view: View, currency: str) -> Spoken:
        """A rule in a reader's words, worked out once for each way to read."""
        kept = self.catalogue.spoken
        key = (self.document.entry, self.name, row.place, view.locale, view.channel, view.format, currency)
        says = kept.get(key)
        if says is None:
            if len(kept) >= _MOST_SPOKEN:
                kept.clear()
            reader = Reader(self.catalogue, self.document, replace(view, supplied={}), currency)
            says = kept[key] = Spoken(reader, row, self.ref)
        return says

    def _given(self, inputs: Mapping[str, Json], until: date | None, supplied: Supplied) -> Supplied:
        """What texts may take: what the channel brings; and of the question what they declare by name, and the day."""
        told = {**inputs, UNTIL: until.isoformat()} if until else inputs
        both = [name for name in supplied if name in told]
        if both:
            raise Invalid(f"'{both[0]}' cannot be supplied: the decision says it")
        return {**told, **supplied}

    def _asked(self, given: Json, view: View) -> tuple[Json, str | None, View]:
        """The inputs, the day, and how the answer is wanted, where the question says so."""
        declared = self.document.body["decisions"][self.name]["input"]
        if not (isinstance(given, Mapping) and isinstance(given.get("input"), Mapping) and "input" not in declared):
            return given, None, view
        wrong = [name for name, value in given.items() if not _is_shaped(name, value)]
        if wrong:
            name = str(wrong[0])
            message = f"'{name[:64]}' is nothing to ask with, or malformed{did_you_mean(name, _ASKED_WITH)}"
            raise Invalid(message, [SHAPE.finding(self.ref, message, path=(wrong[0],))])
        wanted = {name: given[name] for name in ("locale", "channel", "currency") if given.get(name) is not None}
        if given.get("as") is not None:
            wanted["format"] = format_named(given["as"])
        view = replace(view, supplied={**view.supplied, **given.get("with", {})}, **wanted)
        return given["input"], given.get("on"), view


def decider(catalogue: Catalogue, policy: str, name: str, at: datetime, on: str | None = None) -> Decider:
    """The decision `name` of a policy, by its key. `NotFound`, naming the nearest, where there is none."""
    document = catalogue.document(Ref("policy", policy))
    known = document.body.get("decisions", {})
    if name not in known:
        raise NotFound(f"{document.entry} has no decision '{name[:64]}'{did_you_mean(name, known)}")
    return Decider(catalogue, document, name, at, on)


def asked_at(catalogue: Catalogue, now: datetime, *, explicit: bool) -> datetime:
    """The instant a question is asked for: that of the Snapshot where the reader named a moment, else now."""
    return catalogue.snapshot.at if explicit and catalogue.snapshot.at else now


def table_json(decider: Decider, locale: str | None, channel: str | None = None) -> dict[str, Json]:
    """The whole decision in the words of a locale: what it asks, and each rule as a sentence."""
    view, currency = View(locale, channel, Format.TEXT), decider.catalogue.setting.currency_of(channel)
    table = decider.table(currency)
    says = [decider.spoken(row, view, currency) for row in table.decision.rows]
    reader = says[0].reader
    body = decider.document.body["decisions"][decider.name]
    return {
        "ref": str(decider.ref),
        "policy": str(decider.document.entry),
        "decision": decider.name,
        "title": reader.line(decider.ref / "title") if "title" in body else None,
        "locale": reader.saying(decider.document.entry / "title").said(NOTHING).locale,
        "input": [
            {"name": one.name, "type": one.type, "of": list(one.of), "label": reader.speaker.label(one)}
            for one in table.decision.inputs.values()
        ],
        "rules": [one.rule() for one in says],
    }


def _is_shaped(name: str, value: Json) -> bool:
    """Whether a part of a question that says how it is asked is known, and of its type."""
    if name in ("input", "with"):
        return isinstance(value, Mapping)
    return name in _ASKED_WITH and (value is None or (isinstance(value, str) and len(value) <= _LONGEST))
