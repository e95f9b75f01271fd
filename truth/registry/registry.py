"""Registry: one source of Snapshots, and the moment a reader means."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from truth.model.errors import Invalid
from truth.model.snapshot import Snapshot
from truth.registry.catalogue import Catalogue
from truth.registry.ports import Source

_KEPT = 16  # catalogues of recent Snapshots; each shares its documents with the others


@dataclass(frozen=True)
class When:
    """The moment a reader means: an instant, or the one at which a release took effect; neither: now.

    `known_at` reads what had been recorded by then.
    """

    at: datetime | None = None
    known_at: datetime | None = None
    release: int | None = None

    def __post_init__(self) -> None:
        if self.release is not None and (self.at or self.known_at):
            raise Invalid("ask for a release, or for an instant; not both")


class Registry:
    """Reads any source; a Catalogue is made once for each Snapshot."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._catalogues: OrderedDict[int, Catalogue] = OrderedDict()
        self._lock = Lock()

    def snapshot(self, when: When | None = None) -> Snapshot:
        """The Snapshot at a moment."""
        when = when or When()
        if when.release is not None:
            return self.source.at_release(when.release)
        return self.source.at(when.at, when.known_at)

    def catalogue(self, when: When | None = None) -> Catalogue:
        """What the Snapshot at a moment says, by ref."""
        snapshot = self.snapshot(when)
        with self._lock:
            known = self._catalogues.get(id(snapshot))
            if known is None or known.snapshot is not snapshot:
                known = self._catalogues[id(snapshot)] = Catalogue(snapshot)
            self._catalogues.move_to_end(id(snapshot))
            while len(self._catalogues) > _KEPT:
                self._catalogues.popitem(last=False)
            return known
