"""Quotes: what a basket costs, whether a quote or a displayed total is right, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, NamedTuple

from flask import Response, request
from marshmallow import fields, pre_load
from marshmallow.validate import Length

from truth.api import envelopes
from truth.api.answer import as_bytes, stamp
from truth.api.fields import MESSAGES, Instant, Line, OneOf, Whole
from truth.api.json_body import refuse_body
from truth.api.query import Strict
from truth.api.reading import MomentQuery, Reading, read
from truth.api.resource import Resource, read_body
from truth.api.submission import read_documents
from truth.api.wiring import wiring
from truth.kinds.price.verify import Verdict
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.ref import Ref
from truth.registry.catalogue import Catalogue
from truth.registry.quote import Asked, price_basket, quote_basket
from truth.registry.registry import When
from truth.registry.simulate import MOST_DOCUMENTS, laid_over
from truth.registry.verify import Catalogues, Steadily, compared, instant_of, named_by, verify, verify_lines

MOST_TOTALS = 1_000
NDJSON = "application/x-ndjson"
_STREAMS = (NDJSON, "application/jsonl")
_BASKET = {
    "currency": "EUR",
    "zone": "DE",
    "channel": "web",
    "lines": [{"id": "1", "sku": "TEE-01", "quantity": 3}],
}
_MOMENTS = ("at", "known_at", "release")

blueprint = Resource("quotes", __name__, description="Totals, explained and verified.")


class Switch(StrEnum):
    """Whether something is wanted."""

    YES = "yes"
    NO = "no"


def _raw(help: str, **options: Any) -> fields.Raw:
    return fields.Raw(metadata={"description": help, "schema": {}}, **options)


class BasketBody(Strict):
    """A basket. What is in it is judged as a whole: a finding for everything that is unknown or malformed."""

    currency = _raw("The currency, ISO 4217.", allow_none=True)
    zone = _raw("The tax zone.", allow_none=True)
    channel = _raw("The channel.", allow_none=True)
    group = _raw("The customer's group, or null.", allow_none=True)
    at = _raw("The instant it is priced for; null or absent: now.", allow_none=True)
    codes = _raw("The codes the customer entered.", allow_none=True)
    lines = _raw("Lines of {id, sku, quantity}.", allow_none=True)
    facts = _raw("Facts the totals declare, by name.", allow_none=True)
    uses = _raw("How often a code was used, {total, customer} by code.", allow_none=True)


class QuoteQuery(MomentQuery):
    """How a quote is wanted."""

    locale = Line("The locale of labels and reasons; default: the company's first.", 64)
    trace = OneOf("Whether every step is told; default: no.", Switch)


class TotalBody(Strict):
    """A basket and the total a channel displayed for it."""

    basket = _raw("The basket.", required=True)
    total = Line("The total that was displayed, a decimal string.", 40, required=True)


class VerifyBody(Strict):
    """A quote; or a basket with the total displayed for it; or many of these."""

    quote = _raw("A quote as it was answered.")
    basket = _raw("A basket.")
    total = Line("The total that was displayed for the basket, a decimal string.", 40)
    totals = fields.List(
        fields.Nested(TotalBody),
        validate=Length(1, MOST_TOTALS, error=f"takes 1 to {MOST_TOTALS:,} totals"),
        metadata={"description": "Many baskets, each with its total."},
        error_messages={**MESSAGES, "invalid": "must be a list"},
    )

    @pre_load
    def _enveloped(self, body: Json, **_: Any) -> Json:
        """A quote sent as it was answered, in no envelope, means itself."""
        is_quote = isinstance(body, Mapping) and {"digests", "lines", "basket"} <= body.keys()
        return {"quote": body} if is_quote else body


class Variant(Strict):
    """What should be different."""

    at = Instant("Another instant.")
    release = Whole("Another release.")
    snapshot = Line("Another Snapshot, by its digest: one of the latest releases, or one served recently.", 80)
    documents = fields.Dict(
        keys=Line("An entry, such as price:retail-de.", 200),
        values=_raw("A whole document; null: without it.", allow_none=True),
        validate=Length(1, MOST_DOCUMENTS, error=f"takes 1 to {MOST_DOCUMENTS} documents"),
        metadata={"description": "A proposal: these documents in place of those that stand."},
        error_messages={**MESSAGES, "invalid": "must be an object of documents by entry"},
    )
    without = fields.List(Line("An adjustment's key.", 80), metadata={"description": "Adjustments to leave out."})


class SimulateBody(Strict):
    """A basket, and what should be different the second time."""

    basket = _raw("The basket.", required=True)
    then = fields.Nested(Variant, required=True, metadata={"description": "What is different."})


@blueprint.ask("/v1/quotes", BasketBody, envelopes.Quote, query=QuoteQuery, example=_BASKET)
def quote(query: Mapping[str, Any], body: Mapping[str, Any]) -> Response:
    """What a basket costs

    Lines, discounts with their rule and version, what did not apply and why, tax, charges and totals, in the words of
    a locale; with three digests by which the same total can be proven later. Nothing is guessed: anything unknown is a
    finding, and there is never a partial total.
    """
    basket, reading = _at(body, query)
    asked = Asked(query.get("locale"), query.get("trace") is Switch.YES)
    return _answer(quote_basket(reading.catalogue, basket, reading.now, asked), reading)


@blueprint.ask_or_stream(
    "/v1/quotes/verify",
    VerifyBody,
    envelopes.Verdict,
    query=MomentQuery,
    streams=_STREAMS,
    example={"basket": _BASKET, "total": "59.97"},
)
def verify_quotes(query: Mapping[str, Any]) -> Response:
    """Whether a quote, or a total that was displayed, is what the registry says

    Where it is not: what differs, and what the difference is as much as. A quote is judged by the release it names
    where that is what it was made of. A channel's totals of a day come as NDJSON, one `{"id", "basket", "total"}` a
    line; the answer is NDJSON too, a line for each that differs.
    """
    if request.mimetype in _STREAMS:
        return _verify_stream(query)
    body = read_body(VerifyBody())
    if "totals" in body:
        return _verify_many(query, body["totals"])
    told = body["quote"] if "quote" in body else body.get("basket")
    basket = told.get("basket") if "quote" in body and isinstance(told, Mapping) else told
    given, reading = _at(basket, _by_its_release(told, query) if "quote" in body else query)
    verdict = verify(lambda _: reading.catalogue, told if "quote" in body else given, reading.now, body.get("total"))
    return _answer(verdict_json(verdict), reading)


@blueprint.ask(
    "/v1/quotes/simulate",
    SimulateBody,
    envelopes.Simulation,
    query=QuoteQuery,
    example={"basket": _BASKET, "then": {"without": ["summer-linen-10"]}},
)
def simulate(query: Mapping[str, Any], body: Mapping[str, Any]) -> Response:
    """The same basket twice: as it is, and with something different"""
    basket, reading = _at(body["basket"], query)
    variant = body["then"]
    if not variant:
        refuse_body("say what should be different: at, release, snapshot, documents or without")
    changed = {**basket, "at": variant["at"].isoformat()} if "at" in variant and isinstance(basket, Mapping) else basket
    now = Scene(reading.catalogue, basket, frozenset())
    then = Scene(_other(variant, reading), changed, frozenset(variant.get("without", ())))
    asked = Asked(query.get("locale"), query.get("trace") is Switch.YES)
    told = [quote_basket(one.catalogue, one.basket, reading.now, replace(asked, off=one.off)) for one in (now, then)]
    pair = [price_basket(one.catalogue, one.basket, reading.now, one.off) for one in (now, then)]
    differences = [{"where": one.where, "now": one.told, "then": one.says} for one in compared(*pair)]
    return _answer({"now": told[0], "then": told[1], "differences": differences}, reading)


class Scene(NamedTuple):
    """By what a basket is priced, and without which adjustments."""

    catalogue: Catalogue
    basket: Json
    off: frozenset[str]


def _other(variant: Mapping[str, Any], reading: Reading) -> Catalogue:
    """The other source: another moment, another Snapshot, a proposal laid over; or several of them."""
    if "snapshot" in variant:
        catalogue = Catalogue(wiring().digests.find(variant["snapshot"]))
    else:
        moments = {name: variant[name] for name in ("at", "release") if name in variant}
        catalogue = read(moments).catalogue if moments else reading.catalogue
    if "documents" not in variant:
        return catalogue
    given = variant["documents"]
    changes: dict[Ref, Document | None] = dict(
        read_documents({name: one for name, one in given.items() if one is not None})
    )
    changes |= {Ref.parse(name).entry: None for name, body in given.items() if body is None}
    return laid_over(catalogue, changes, wiring().shapes, reading.now)


def verdict_json(verdict: Verdict) -> dict[str, Json]:
    """A verdict as it is sent, and as `truth verify --format json` prints it."""
    differences = [{"where": one.where, "told": one.told, "says": one.says} for one in verdict.differences]
    return {"same": verdict.same, "says": verdict.says, "differences": differences}


def _verify_many(query: Mapping[str, Any], totals: list[Mapping[str, Any]]) -> Response:
    reading = read(query)
    catalogues = _catalogues(query, reading)
    verdicts = [verify(catalogues, one["basket"], reading.now, one["total"]) for one in totals]
    differ = [{"index": place, **verdict_json(one)} for place, one in enumerate(verdicts) if not one.same]
    says = f"{len(verdicts) - len(differ)} of {len(verdicts)} totals are what the registry says"
    return _answer({"same": not differ, "says": says, "differences": [], "differ": differ}, reading)


def _verify_stream(query: Mapping[str, Any]) -> Response:
    """The lines of a day that are not what the registry says, each with its number; no line: all are."""
    reading = read(query)
    verdicts = verify_lines(_catalogues(query, reading), request.get_data().splitlines(), reading.now)
    differ = ({"line": line, "id": id, **verdict_json(verdict)} for line, id, verdict in verdicts if not verdict.same)
    headers = {**stamp(reading.snapshot), "Cache-Control": "no-store"}
    return Response(map(as_bytes, differ), headers=headers, content_type=NDJSON)


def _catalogues(query: Mapping[str, Any], reading: Reading) -> Catalogues:
    """What is in force at the moment the query names; else at each basket's own."""
    if any(name in query for name in _MOMENTS):
        return lambda _: reading.catalogue
    registry = wiring().registry
    return Steadily(lambda at: reading.catalogue if at is None else registry.catalogue(When(at)))


def _by_its_release(quote: Json, query: Mapping[str, Any]) -> Mapping[str, Any]:
    """The query, at the release the quote names where that is what it was made of and the query names no moment."""
    if any(name in query for name in _MOMENTS):
        return query
    found = named_by(quote, lambda number: read({"release": number}).catalogue)
    return query if found is None or not isinstance(quote, Mapping) else {**query, "release": quote["release"]}


def _at(basket: Json, query: Mapping[str, Any]) -> tuple[Json, Reading]:
    """The basket with its instant, and the registry at the moment meant: the query's, else the basket's, else now."""
    moments = {name: query[name] for name in _MOMENTS if name in query}
    instant = instant_of(basket)
    if not moments and instant is not None:
        moments = {"at": instant}
    reading = read(moments)
    if "at" in query and isinstance(basket, Mapping) and basket.get("at") is None:
        basket = {**basket, "at": query["at"].isoformat()}
    return basket, reading


def _answer(told: Mapping[str, Json], reading: Reading) -> Response:
    headers = {**stamp(reading.snapshot), "Cache-Control": "no-store"}
    return Response(as_bytes(told), headers=headers, content_type="application/json")
