"""A registry's URL as what a folder, or a plan, is published to."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import orjson

from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Unavailable
from truth.model.finding import Finding
from truth.model.instant import parse_instant
from truth.model.ref import Ref
from truth.model.release import Base, Overtaken
from truth.model.snapshot import Standing
from truth.registry.compare import Change, EntryChange, NodeChange, TextChange
from truth.registry.plan import Plan
from truth.remote.connection import Answer, Connection
from truth.remote.problems import read_findings

_TRIES = 3

Read = TypeVar("Read")


@dataclass(frozen=True)
class Handed:
    """What is handed in: documents by entry, or the changes of a plan (None retires), with the rest of the request."""

    documents: Mapping[Ref, Document | None]
    request: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What the other registry says it has done; all None where nothing was to change."""

    release: int | None
    position: str | None
    recorded_at: datetime | None
    effective_at: datetime | None
    changes: tuple[EntryChange, ...]
    texts: int
    findings: tuple[Finding, ...]
    stale: tuple[Overtaken, ...]


class RemoteTarget:
    """Plans and publishes in another registry."""

    def __init__(self, connection: Connection) -> None:
        self.name = connection.url
        self._connection = connection

    def plan(self, handed: Handed) -> Plan:
        """What publishing would change there; of what stands there, only the digests are known here."""
        answer = self._connection.post("/v1/plan", orjson.dumps(handed.request))
        return _understood(answer, self.name, lambda told: _plan(told, handed.documents))

    def apply(self, handed: Handed) -> Told:
        """Publish.

        When the line breaks, the request is sent again under the same Idempotency-Key, so that nothing is done twice.
        """
        answer = self._insist(orjson.dumps(handed.request), {"Idempotency-Key": str(uuid.uuid4())})
        return _understood(answer, self.name, lambda told: _told(told, handed.documents))

    def _insist(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        for _ in range(_TRIES - 1):
            with suppress(Unavailable):
                return self._connection.post("/v1/apply", body, headers)
        return self._connection.post("/v1/apply", body, headers)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _understood(answer: Answer, name: str, read: Callable[[Any], Read]) -> Read:
    """An answer read, or `Unavailable`: whoever says something else is no registry, or none of this version."""
    try:
        return read(orjson.loads(answer.body))
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise Unavailable(f"{name} gave an answer that this version of truth does not understand") from error


def _plan(told: Any, documents: Mapping[Ref, Document | None]) -> Plan:
    return Plan(
        Base(**told["base"]),
        _instant(told["effective_at"]),
        _changes(told["changes"], documents),
        tuple(_text(one) for one in told["texts"]),
        tuple(read_findings(told["findings"])),
        tuple(_overtaken(one) for one in told["stale"]),
    )


def _told(told: Any, documents: Mapping[Ref, Document | None]) -> Told:
    return Told(
        told["release"],
        told["position"],
        _instant(told["recorded_at"]),
        _instant(told["effective_at"]),
        _changes(told["changes"], documents),
        told["texts"],
        tuple(read_findings(told["findings"])),
        tuple(_overtaken(one) for one in told["stale"]),
    )


def _instant(text: str | None) -> datetime | None:
    return parse_instant(text) if text else None


def _changes(told: Any, documents: Mapping[Ref, Document | None]) -> tuple[EntryChange, ...]:
    return tuple(_change(Ref.parse(one["ref"]), one, documents) for one in told)


def _change(entry: Ref, told: Any, documents: Mapping[Ref, Document | None]) -> EntryChange:
    nodes = tuple(NodeChange(one["pointer"], one["before"], one["after"]) for one in told.get("places", ()))
    after = documents.get(entry)
    return EntryChange(
        entry,
        Change(told["change"]),
        Standing(_known_by(entry, told["before"])) if told["before"] else None,
        Standing(after) if after else None,
        nodes,
    )


def _known_by(entry: Ref, digest: str) -> Document:
    """A document that stands elsewhere: its digest is all that is known of it here."""
    document = Document(entry, {})
    vars(document)["digest"] = digest
    return document


def _overtaken(told: Any) -> Overtaken:
    entries = tuple(Ref.parse(entry) for entry in told["entries"])
    return Overtaken(told["release"], parse_instant(told["effective_at"]), told["who"], told["note"], entries)


def _text(told: Any) -> TextChange:
    return TextChange(Ref.parse(told["ref"]), told["locale"], told["channel"], told["before"], told["after"])
