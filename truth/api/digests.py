"""Digests: which moment a Snapshot's digest belongs to, so that it can be asked for by digest."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from truth.model.errors import NotFound, Refused
from truth.model.snapshot import Snapshot
from truth.registry.ports import Store
from truth.registry.registry import Registry, When

_SERVED = 1_000  # digests of Snapshots this process has answered from
RELEASES = 200  # the latest releases, each of which can be found by its Snapshot's digest


class Digests:
    """Finds Snapshots by digest: those served recently, and those of the latest releases."""

    def __init__(self, registry: Registry, store: Store) -> None:
        self._registry = registry
        self._store = store
        self._served: OrderedDict[str, When] = OrderedDict()
        self._of_release: OrderedDict[int, str] = OrderedDict()
        self._lock = Lock()

    def remember(self, snapshot: Snapshot) -> None:
        """Note the moment of a Snapshot that is being served."""
        digest = snapshot.digest
        if digest in self._served:
            return
        with self._lock:
            self._served[digest] = When(at=snapshot.at)
            while len(self._served) > _SERVED:
                self._served.popitem(last=False)

    def find(self, digest: str) -> Snapshot:
        """The Snapshot of that digest; `NotFound` when neither a recent answer nor a recent release had it."""
        self.remember(self._registry.snapshot())
        snapshot = self._at(self._served.get(digest), digest) or self._at(self._among_releases(digest), digest)
        if snapshot is None:
            raise NotFound(
                f"no Snapshot with the digest '{digest[:80]}' is known here; "
                f"the latest {RELEASES} releases are found by digest, older ones answer to ?release= and ?at="
            )
        return snapshot

    def _at(self, when: When | None, digest: str) -> Snapshot | None:
        """The Snapshot of a moment, if it still has that digest: what is scheduled may have been planned anew."""
        snapshot = self._registry.snapshot(when) if when else None
        return snapshot if snapshot and snapshot.digest == digest else None

    def _among_releases(self, digest: str) -> When | None:
        for release in self._store.releases(limit=RELEASES):
            if self._digest(release.number) == digest:
                return When(release=release.number)
        return None

    def _digest(self, number: int) -> str | None:
        """The digest at the instant a release took effect; worked out once, since the past does not change."""
        if number not in self._of_release:
            try:
                snapshot = self._registry.snapshot(When(release=number))
            except Refused:  # withdrawn or stale: it never takes effect
                return None
            if snapshot.pointer.scheduled:
                return snapshot.digest
            with self._lock:
                self._of_release[number] = snapshot.digest
                while len(self._of_release) > RELEASES:
                    self._of_release.popitem(last=False)
        return self._of_release.get(number)
