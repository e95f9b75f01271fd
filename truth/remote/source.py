"""A registry's URL as a source: its Snapshots, at any moment it knows of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from truth.model.errors import Invalid, Unavailable
from truth.model.instant import format_instant
from truth.model.snapshot import Snapshot
from truth.registry.snapshot_file import read_snapshot
from truth.remote.connection import Connection


class RemoteSource:
    """Reads from another registry. What was read last is asked for again only by its ETag."""

    def __init__(self, connection: Connection) -> None:
        self.name = connection.url
        self._connection = connection
        self._last: tuple[Mapping[str, str], str, Snapshot] | None = None

    def at(self, instant: datetime | None = None, known_at: datetime | None = None) -> Snapshot:
        """The Snapshot at an instant (None: now), as it was known at `known_at`."""
        moments = {"at": instant, "known_at": known_at}
        return self._read({name: format_instant(moment) for name, moment in moments.items() if moment})

    def at_release(self, number: int) -> Snapshot:
        """The Snapshot at the instant release `number` took effect."""
        return self._read({"release": str(number)})

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _read(self, query: Mapping[str, str]) -> Snapshot:
        known = self._last if self._last and self._last[0] == query else None
        asked = {"If-None-Match": known[1]} if known else {}
        answer = self._connection.get("/v1/snapshot", query, asked)
        if answer.status == 304 and known:
            return known[2]
        try:
            snapshot = read_snapshot(answer.body, f"what {self.name} answers")
        except Invalid as error:
            raise Unavailable(error.message) from error
        self._last = (dict(query), answer.headers.get("ETag", ""), snapshot)
        return snapshot
