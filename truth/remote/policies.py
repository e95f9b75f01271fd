"""A registry's URL as where policies are read for people: their history, differences and pages, as it answers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import orjson

from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import BeforeFirstRelease, Invalid, NotFound, Unavailable
from truth.model.imported import Found, Imported
from truth.model.instant import format_instant, parse_instant
from truth.model.ref import Ref
from truth.model.release import Authority
from truth.remote.connection import Connection

_AT_ONCE = 100  # versions in one request


class RemotePolicies:
    """Asks another registry; parameters are those of its routes."""

    def __init__(self, connection: Connection) -> None:
        self.name = connection.url
        self._connection = connection

    def history(self, policy: Ref, query: Mapping[str, str]) -> dict[str, Json]:
        """A page of a policy's versions: `items`, `next` and `imported`."""
        told = self._json(policy, "history", query)
        if not {"items", "next", "imported"} <= set(told):
            raise Unavailable(f"{self.name} answers something else than a policy's history; is it a registry?")
        return told

    def diff(self, policy: Ref, query: Mapping[str, str]) -> dict[str, Json]:
        """What differs between two versions."""
        return self._json(policy, "diff", query)

    def text(self, policy: Ref, what: str, query: Mapping[str, str]) -> str:
        """A difference as text or a page, or the policy's page (`what` names the route)."""
        return self._ask(policy, what, query).decode("utf-8", "replace")

    def time_zone(self) -> str:
        """The company's time zone, as its profile in force there has it; UTC before there is one."""
        try:
            told = self._read("/v1/entries/company/profile", {})
            return ZoneInfo(told["document"]["time_zone"]).key
        except (NotFound, BeforeFirstRelease):
            return "UTC"
        except (KeyError, TypeError, AttributeError, ValueError, OSError) as error:  # no profile, or no such time zone
            raise Unavailable(f"{self.name} answers something else than a company's profile") from error

    def published(self, entry: Ref, instant: datetime, locale: str | None) -> Imported:
        """An entry as it was published elsewhere by an instant, in the best of its locales."""
        asked = {"as_published": format_instant(instant), **({"locale": locale} if locale else {})}
        told = self._read(f"/v1/entries/{quote(entry.kind)}/{quote(entry.key)}", asked)
        try:
            return _imported(entry.entry, told)
        except (KeyError, TypeError, Invalid) as error:
            raise Unavailable(f"{self.name} answers something else than an imported version") from error

    def add(self, policy: Ref, versions: Sequence[Found]) -> list[Imported]:
        """Record versions that were published elsewhere, and give those that were not known there.

        They are sent some at a time: when the line breaks, the same import sent again records the rest.
        """
        added: list[Imported] = []
        for start in range(0, len(versions), _AT_ONCE):
            some = versions[start : start + _AT_ONCE]
            body = orjson.dumps({"versions": [_handed(one) for one in some]})
            told = self._understood(self._connection.post(_path(policy, "imported"), body).body, "an import")
            try:
                added += _recorded(told["imported"], some)
            except (KeyError, TypeError, Invalid) as error:
                raise Unavailable(f"{self.name} answers something else than what was imported") from error
        return added

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _json(self, policy: Ref, what: str, query: Mapping[str, str]) -> dict[str, Json]:
        return self._read(_path(policy, what), query)

    def _ask(self, policy: Ref, what: str, query: Mapping[str, str]) -> bytes:
        return self._connection.get(_path(policy, what), query).body

    def _read(self, path: str, query: Mapping[str, str]) -> dict[str, Json]:
        return self._understood(self._connection.get(path, query).body, path)

    def _understood(self, body: bytes, what: str) -> dict[str, Json]:
        try:
            answer: Any = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise Unavailable(f"{self.name} answers something that is no JSON; is it a registry?") from error
        if not isinstance(answer, dict):
            raise Unavailable(f"{self.name} answers something else than {what}; is it a registry?")
        return answer


def _path(policy: Ref, what: str) -> str:
    return f"/v1/policies/{quote(policy.key)}/{what}"


def _imported(entry: Ref, told: Mapping[str, Json]) -> Imported:
    said = told["published"]
    published_at, imported_at = parse_instant(said["published_at"]), parse_instant(said["imported_at"])
    document = Document(entry, told["document"])
    found = Found(document, said["locale"], published_at, said["source"], said["author"], said["reason"])
    return Imported(0, found, imported_at, Authority(said["imported_by"]))


def _handed(one: Found) -> dict[str, Json]:
    return {
        "published_at": format_instant(one.published_at),
        "locale": one.locale,
        "source": one.source,
        "author": one.author,
        "reason": one.reason,
        "document": one.document.body,
    }


def _place(one: Found) -> tuple[str, str, str]:
    return one.locale, format_instant(one.published_at), one.document.digest


def _recorded(told: Sequence[Mapping[str, Json]], some: Sequence[Found]) -> list[Imported]:
    """Those of some versions that were not known there, with when and by whom they were recorded."""
    known = {(one["locale"], one["published_at"], one["digest"]): one for one in told}
    return [
        Imported(0, one, parse_instant(known[place]["imported_at"]), Authority(known[place]["imported_by"]))
        for one, place in ((one, _place(one)) for one in some)
        if place in known
    ]
