"""Rendering a text with arguments, beside Jinja2 rendering the same sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from jinja2 import Environment

from bench.content import PROFILE
from bench.measuring import Spread, per, ratios, repeated, seconds, turn_by_turn
from bench.report import Section, Table, Verdict, ratio, time
from bench.scale import Scale
from truth.kinds.company.profile import PROFILE as PROFILE_REF
from truth.model.document import Document
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.resolve import Question, resolve_text
from truth.text.argument import TypedValue
from truth.text.formatting import Formatted, display
from truth.text.render import render
from truth.text.setting import Format

_ROUNDS = 3  # for each round of the scale
_DAY, _NUMBER, _NAME = "2026-12-03", "NC-10482", "Ada & Co <Linen>"

_NOTES = (
    "The first rows fill a sentence with values that are formatted already: ours by `truth.text.render`, Jinja2's from "
    "a compiled template, in HTML with autoescaping on; both give the same characters, which is checked. The last row "
    "is the whole way of a reader's question: ref, locale fallback, typed arguments checked and formatted for the "
    "locale; beside it Jinja2 with Babel formatting the same date and nothing checked."
)


@dataclass(frozen=True)
class Case:
    """One sentence: ours, and the same as a Jinja2 template."""

    name: str
    pattern: str
    template: str
    format: Format
    markdown: bool = False


_CASES = (
    Case(
        "plain text, three arguments",
        "{name}, your order {order_number} arrives on {day}.",
        "{{ name }}, your order {{ order_number }} arrives on {{ day }}.",
        Format.TEXT,
    ),
    Case(
        "HTML, three arguments",
        "{name}, your order {order_number} arrives on {day}.",
        "{{ name }}, your order {{ order_number }} arrives on {{ day }}.",
        Format.HTML,
    ),
    Case(
        "a clause in HTML, three arguments",
        "{name}, your order **{order_number}** arrives on {day}.",
        "<p>{{ name }}, your order <strong>{{ order_number }}</strong> arrives on {{ day }}.</p>\n",
        Format.HTML,
        markdown=True,
    ),
    Case(
        "plain text, a plural",
        "{count, plural, one {One parcel} other {# parcels}} for order {order_number}.",
        "{% if count == 1 %}One parcel{% else %}{{ count }} parcels{% endif %} for order {{ order_number }}.",
        Format.TEXT,
    ),
    Case(
        "HTML, a choice",
        "{day, select, none {We tell you the day soon.} other {Expected on {day}.}}",
        "{% if day is none %}We tell you the day soon.{% else %}Expected on {{ day }}.{% endif %}",
        Format.HTML,
    ),
)


def measure(scale: Scale) -> Section:
    """Every sentence beside its template, and a whole question."""
    pairs = {case.name: _rendering(case) for case in _CASES}
    pairs["a whole question, with a date to format"] = _question()
    measured = {name: _measured(ours, theirs, scale) for name, (ours, theirs) in pairs.items()}
    rows = [(name, time(one), time(other), ratio(quicker)) for name, (one, other, quicker) in measured.items()]
    table = Table(("sentence", "ours", "Jinja2", "Jinja2 ÷ ours"), rows)
    asked = [(case.name, measured[case.name][2]) for case in _CASES]
    verdicts = [
        Verdict(f"render: {name}", "≥ 1 × Jinja2", ratio(quicker), quicker.median >= 1) for name, quicker in asked
    ]
    return Section("Text with arguments", _NOTES, [table], verdicts)


def _measured(ours: Callable[[], str], theirs: Callable[[], str], scale: Scale) -> tuple[Spread, Spread, Spread]:
    """Seconds of one rendering each, and how often ours fits into theirs."""
    assert ours() == theirs(), (ours(), theirs())
    times = max(1, int(scale.burst / 4 / seconds(repeated(ours, 100)) * 100))
    works = {"ours": repeated(ours, times), "theirs": repeated(theirs, times)}
    taken = turn_by_turn(works, scale.rounds * _ROUNDS)
    one, other = (per(Spread.of(taken[name]), times) for name in works)
    return one, other, ratios(taken["theirs"], taken["ours"])


def _rendering(case: Case) -> tuple[Callable[[], str], Callable[[], str]]:
    values = _values()
    given = {name: value.number if name == "count" else value.text for name, value in values.items()}
    environment = Environment(autoescape=case.format is Format.HTML, keep_trailing_newline=True)  # noqa: S701
    template = environment.from_string(case.template)
    return (
        lambda: render(case.pattern, "en", case.format, values, markdown=case.markdown).text,
        lambda: template.render(**given),
    )


def _values() -> Mapping[str, Formatted]:
    typed = {
        "name": TypedValue("string", _NAME),
        "order_number": TypedValue("string", _NUMBER),
        "day": TypedValue("date", _DAY),
        "count": TypedValue("integer", 3),
    }
    return {name: display(one, "en", currency="EUR", time_zone="Europe/Berlin") for name, one in typed.items()}


def _question() -> tuple[Callable[[], str], Callable[[], str]]:
    catalogue = Catalogue(snapshot_of([Document(PROFILE_REF, PROFILE), _vocabulary()]))
    question = Question(Ref.parse("status:order/shipped/when"), "de-AT", "sms", supplied={"eta": _DAY})
    template = Environment().from_string(  # noqa: S701 - an SMS holds no markup
        "Voraussichtlich am {{ day(eta) }}."
    )
    template.globals["day"] = lambda text: format_date(date.fromisoformat(text), "long", "de")
    return lambda: resolve_text(catalogue, question).text, lambda: template.render(eta=_DAY)


def _vocabulary() -> Document:
    body: dict[str, Any] = {
        "type": "vocabulary",
        "title": {"en": "Order", "de": "Bestellung"},
        "owner": "care",
        "mode": "strict",
        "initial": ["shipped"],
        "arguments": {"eta": {"type": "date", "example": _DAY}},
        "statuses": {
            "shipped": {
                "phase": "open",
                "audience": "customer",
                "meaning": "The carrier has it.",
                "label": {"en": "Shipped", "de": "Versandt"},
                "when": {"en": "Expected on {eta}.", "de": "Voraussichtlich am {eta}."},
            }
        },
        "transitions": [],
    }
    return Document(Ref("status", "order"), body)
