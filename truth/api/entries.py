"""Entries: the documents in force, listed and one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import orjson
from flask import Response

from truth.api import envelopes
from truth.api.answer import answer
from truth.api.fields import Line
from truth.api.paging import PageQuery, page, text_after
from truth.api.reading import PublishedQuery, read, read_entry
from truth.api.resource import Resource
from truth.api.rules import PARAMETER
from truth.kinds import KINDS
from truth.kinds.company.profile import teams
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid, NotFound
from truth.model.instant import format_instant
from truth.model.nearest import did_you_mean
from truth.model.ref import KEY, Ref
from truth.model.snapshot import Standing
from truth.registry.catalogue import Catalogue
from truth.registry.imported import imported_json

blueprint = Resource("entries", __name__, description="The documents in force.")


class EntriesQuery(PageQuery):
    """Which entries."""

    kind = Line("Only entries of this kind.")
    owner = Line("Only entries of this team.")
    tag = Line("Only entries with this tag.")
    q = Line("Only entries with these letters in their key, title, description or tags.")


@blueprint.read("/v1/entries", envelopes.EntryPage, query=EntriesQuery, example="/v1/entries?kind=policy")
def entries(query: Mapping[str, Any]) -> Response:
    """The entries in force"""
    reading = read(query)
    _refuse_unknown(reading.catalogue, query)
    after = text_after(query) or ""
    chosen = (one for one in _in_force(reading.catalogue) if str(one.entry) > after and _wanted(one, query))
    found = list(islice(chosen, query["limit"] + 1))
    standings = reading.snapshot.standings
    listed = page(found, query["limit"], lambda one: _summary(standings[one.entry]), lambda one: str(one.entry))
    return answer(listed, reading)


class EntryQuery(PublishedQuery):
    """Which moment of one entry."""

    locale = Line("With `as_published`: the locale of the imported history; default: the company's first.", 64)


@blueprint.read("/v1/entries/<kind>/<key>", envelopes.Entry, query=EntryQuery, example="/v1/entries/policy/returns")
def entry(query: Mapping[str, Any], kind: str, key: str) -> Response:
    """One entry with its document"""
    if "locale" in query and "as_published" not in query:
        message = "a document has every locale; locale is for as_published, whose history has one for each"
        raise Invalid(message, [PARAMETER.finding("query", message, path=("locale",))])
    reading = read_entry(query, Ref(kind, key))
    document = reading.catalogue.document(Ref(kind, key))
    shown = entry_json(reading.snapshot.standings[document.entry])
    if reading.imported:
        shown |= {"effective_at": None, "recorded_at": None, "published": imported_json(reading.imported)}
    return answer(shown, reading)


def entry_ref(kind: str, key: str) -> Ref:
    """The entry two parts of a path name; `NotFound` for what cannot be one."""
    if kind not in KINDS:
        raise NotFound(f"there is no kind '{kind[:64]}'{did_you_mean(kind, KINDS)}")
    if not KEY.fullmatch(key):
        raise NotFound(f"there is no entry '{key[:64]}': keys are lower-case letters, digits and single hyphens")
    return Ref(kind, key)


def facts_json(standing: Standing) -> dict[str, Json]:
    """Which version of an entry stands, and since when."""
    document = _document(standing)
    return {
        "ref": str(document.entry),
        "version": standing.version,
        "digest": document.digest,
        "release": standing.release,
        "effective_at": standing.effective_at and format_instant(standing.effective_at),
        "recorded_at": standing.recorded_at and format_instant(standing.recorded_at),
    }


def entry_json(standing: Standing) -> dict[str, Json]:
    """An entry with its document; the document's bytes are the canonical ones, which its digest is made of."""
    return {**facts_json(standing), "document": orjson.Fragment(_document(standing).canonical)}


def _summary(standing: Standing) -> dict[str, Json]:
    body = _document(standing).body
    optional = {name: body[name] for name in ("description", "review_by") if name in body}
    about = {"title": body["title"], "owner": body["owner"], "tags": body.get("tags", [])}
    return {**facts_json(standing), **about, **optional}


def _document(standing: Standing) -> Document:
    if standing.document is None:
        raise NotFound("this entry is retired")
    return standing.document


def _in_force(catalogue: Catalogue) -> Iterator[Document]:
    return iter(catalogue.snapshot.documents.values())


def _refuse_unknown(catalogue: Catalogue, query: Mapping[str, Any]) -> None:
    known = {"kind": KINDS, "owner": teams(catalogue.profile)}
    for name, names in known.items():
        wanted = query.get(name)
        if wanted is not None and wanted not in names:
            message = f"there is no {name} '{wanted}'{did_you_mean(wanted, names)}"
            raise Invalid(message, [PARAMETER.finding("query", message, path=(name,))])


def _wanted(document: Document, query: Mapping[str, Any]) -> bool:
    body = document.body
    return (
        query.get("kind", document.entry.kind) == document.entry.kind
        and query.get("owner", body["owner"]) == body["owner"]
        and ("tag" not in query or query["tag"] in body.get("tags", []))
        and query.get("q", "").casefold() in _words(document)
    )


def _words(document: Document) -> str:
    """Everything `q` looks in, as one line."""
    body = document.body
    words = [str(document.entry), str(body.get("description", "")), *body.get("tags", []), *_flat(body["title"])]
    return "\n".join(words).casefold()


def _flat(text: Mapping[str, Json]) -> Iterator[str]:
    for words in text.values():
        yield from [words] if isinstance(words, str) else words.values()
