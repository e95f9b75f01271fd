"""Policies for people: a policy's versions, what differs between two of them, and the policy as a page to print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import Response
from marshmallow import fields

from truth.api import envelopes
from truth.api.answer import answer, finished, freshness, scoped, stamp
from truth.api.entries import entry_ref
from truth.api.fields import Line, OneOf
from truth.api.guarding import page_policy
from truth.api.history import as_of, reading_of
from truth.api.paging import PageQuery, cursor_at, page, text_after
from truth.api.query import SUPPLIED
from truth.api.reading import PublishedQuery, Reading, moment, profile_in_force, read_entry
from truth.api.resource import Resource
from truth.api.rules import PARAMETER
from truth.api.wiring import wiring
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.instant import format_instant, parse_instant
from truth.model.ref import Ref
from truth.registry.imported import languages_of, refuse_two_moments
from truth.registry.policy_history import PUBLISHED, Turn, published_json, spans_json, touches, turn_json, turns_if_any
from truth.registry.policy_page import STYLE_HASH, Printed, policy_page
from truth.registry.policy_sides import Sides, Wanted, compared_json, for_published
from truth.registry.redline import redline_page, redline_text
from truth.text.choice import fallbacks

HTML, TEXT = "text/html", "text/plain"
_LOOKED_THROUGH = 1_000  # versions, for one page
_ARGUMENT = {"type": "object", "propertyNames": {"pattern": r"^with\.[a-z][a-z0-9_]*$"}}

blueprint = Resource("policies", __name__, description="Policies for people: history, differences, a page to print.")


class Shape(StrEnum):
    """How a difference is answered."""

    JSON = "json"
    HTML = "html"
    TEXT = "text"


class HistoryQuery(PageQuery, PublishedQuery):
    """Which versions."""

    locale = Line("Only what changed in this locale; default: in any.", 64)
    clause = Line("Only versions that changed this clause.", 80)


class DiffQuery(PublishedQuery):
    """Which two versions, and how to show them."""

    from_ = Line(
        "The version to start from: a number, an instant or a day, or `published:2020-04-01`. Default: the one before.",
        80,
        data_key="from",
    )
    to = Line("The version to compare it with, written alike; default: the latest.", 80)
    locale = Line("Only this locale; default: all.", 64)
    clause = Line("Only this clause.", 80)
    channel = Line("As this channel words it.", 64)
    as_ = OneOf("Taken apart, marked up as a page, or as text; default: json.", Shape, data_key="as")


class PrintQuery(PublishedQuery):
    """Which page."""

    locale = Line("The locale wanted; default: the company's first.", 64)
    currency = Line("The currency amounts are shown in; default: the company's.", 16)
    supplied = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        data_key=SUPPLIED,
        metadata={"description": "The arguments the policy asks for, as `with.<name>=value`.", "schema": _ARGUMENT},
    )


@blueprint.read(
    "/v1/policies/<policy>/history",
    envelopes.PolicyHistory,
    query=HistoryQuery,
    example="/v1/policies/returns/history?locale=de",
)
def history(query: Mapping[str, Any], policy: str) -> Response:
    """A policy's versions

    Each with its author, date and reason, and what it changed; the latest effect first. With `as_published`, the
    versions published elsewhere by then, in one locale.
    """
    entry = entry_ref("policy", policy)
    if "as_published" in query:
        refuse_two_moments(moment(query))
        return answer(_published_history(query, entry), _in_force(query))
    reading, spans = reading_of(query), wiring().store.imported.spans(entry)
    return answer({**_history(query, entry, bool(spans)), "imported": spans_json(spans)}, reading)


@blueprint.read(
    "/v1/policies/<policy>/diff", envelopes.PolicyDiff, query=DiffQuery, example="/v1/policies/returns/diff?to=1"
)
def diff(query: Mapping[str, Any], policy: str) -> Response:
    """What differs between two versions, word by word

    Clause by clause and locale by locale; clauses that are new, gone, moved or renamed are named. The first version is
    compared with nothing. `as_published` compares what was published elsewhere by then with the version before it.
    """
    entry, reading = entry_ref("policy", policy), _in_force(query)
    compared = _sides(query, reading).compare(_wanted(query, entry))
    shape = query.get("as_", Shape.JSON)
    if shape is Shape.HTML:
        return _sent(redline_page(compared.diffs, compared.named), reading, HTML)
    if shape is Shape.TEXT:
        return _sent(redline_text(compared.diffs, compared.named), reading, TEXT)
    return answer(compared_json(compared), reading)


@blueprint.read(
    "/v1/policies/<policy>/page",
    {"type": "string"},
    query=PrintQuery,
    example="/v1/policies/returns/page?locale=de",
    media_type=HTML,
)
def printable(query: Mapping[str, Any], policy: str) -> Response:
    """A policy as a page to read and to print

    One self-contained HTML file without scripts: title, version, effective date, contents, clauses and digest.
    """
    entry = entry_ref("policy", policy)
    reading = read_entry(query, entry)
    how = (query.get("locale"), query.get("currency"), query.get("supplied", {}))
    html = policy_page(reading.catalogue, entry, Printed(reading.now, *how, reading.imported))
    return _sent(html, reading, HTML)


def _history(query: Mapping[str, Any], entry: Ref, elsewhere: bool) -> dict[str, Json]:
    """A page of what is asked for; it may be short where little of what was looked through fits."""
    locales, clause, limit = _locales(query), query.get("clause"), query["limit"]
    items: list[Json] = []
    last: Turn | None = None
    found = turns_if_any(wiring().store, entry, as_of(query), elsewhere, _mark(text_after(query)))
    for number, turn in enumerate(found):
        if last and (len(items) == limit or number == _LOOKED_THROUGH):
            return {"items": items, "next": cursor_at(_cursor(*last.mark))}
        last, told = turn, turn_json(turn, locales, clause)
        if touches(told) or not ("locale" in query or clause):
            items.append(told)
    return {"items": items, "next": None}


def _locales(query: Mapping[str, Any]) -> list[str]:
    profile = profile_in_force()
    known = tuple(profile.body["locales"]) if profile else ()
    return list(fallbacks(query["locale"], known)[:1]) if "locale" in query and known else list(known)


def _published_history(query: Mapping[str, Any], entry: Ref) -> dict[str, Json]:
    archive, limit = wiring().store.imported, query["limit"]
    locale = languages_of(archive, entry, profile_in_force(), query.get("locale"))[0]
    found = archive.listed(entry, locale, query["as_published"], _mark(text_after(query)), limit + 1)
    earlier = dict(zip([one.number for one in found], found[1:], strict=False))
    listed = page(
        found,
        limit,
        lambda one: published_json(one, earlier.get(one.number), query.get("clause")),
        lambda one: _cursor(one.found.published_at, one.number),
    )
    return {**listed, "imported": spans_json(wiring().store.imported.spans(entry))}


def _wanted(query: Mapping[str, Any], entry: Ref) -> Wanted:
    ends = (query.get("from_"), query.get("to"))
    wanted = Wanted(entry, *ends, query.get("locale"), query.get("clause"), query.get("channel"))
    named = [end for end in ends if end and end.startswith(PUBLISHED)]
    if "as_published" in query or named:
        refuse_two_moments(moment(query))
    return for_published(wanted, query["as_published"]) if "as_published" in query else wanted


def _in_force(query: Mapping[str, Any]) -> Reading | None:
    """What surrounds a version; imported history is read within what is in force now."""
    return reading_of({name: value for name, value in query.items() if name != "as_published"})


def _sides(query: Mapping[str, Any], reading: Reading | None) -> Sides:
    wired = wiring()
    return Sides(wired.store, reading.snapshot if reading else None, as_of(query), wired.clock())


def _sent(text: str, reading: Reading | None, media_type: str) -> Response:
    headers = stamp(reading.snapshot) if reading else {}
    if media_type == HTML:
        headers = {**headers, "Content-Security-Policy": page_policy(STYLE_HASH)}
    cache = freshness(reading) if reading else scoped("max-age=0")
    return finished(text.encode(), headers, cache, f"{media_type}; charset=utf-8")


def _cursor(at: datetime, number: int) -> str:
    return f"{format_instant(at)} {number}"


def _mark(text: str | None) -> tuple[datetime, int] | None:
    if text is None:
        return None
    at, _, number = text.partition(" ")
    try:
        return parse_instant(at), int(number)
    except (Invalid, ValueError) as error:
        message = "this cursor was not made here; start without one, and go on with 'next' of each answer"
        raise Invalid(message, [PARAMETER.finding("query", message, path=("cursor",))]) from error
