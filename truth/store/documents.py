"""Documents by version: a body is parsed once while anyone holds it, or while it was read lately."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock
from weakref import WeakValueDictionary

import orjson

from truth.model.canonical import digest_of_bytes
from truth.model.document import Document
from truth.model.errors import Unavailable
from truth.model.ref import Ref
from truth.registry.collecting import without_collecting
from truth.store.batches import batches
from truth.store.tables import Tables

_KEPT = 32 * 1024 * 1024  # bytes of canonical JSON kept for those nobody holds
_AT_ONCE = 1_000  # ids in one query; SQLite takes 32,766 values


class Documents:
    """Every Document in memory, by the id of its version; Snapshots of neighbouring instants share theirs."""

    def __init__(self, tables: Tables, kept: int = _KEPT) -> None:
        self._tables = tables
        self._room = kept
        self._held: WeakValueDictionary[int, Document] = WeakValueDictionary()
        self._lately: OrderedDict[int, tuple[Document, int]] = OrderedDict()
        self._lock = Lock()

    @without_collecting()
    def of(self, versions: Mapping[int, Ref]) -> Mapping[int, Document]:
        """The Documents of these versions, given with their entries; within a connection.

        Raises `Unavailable` for a body that is not what its digest says: the file was damaged, or edited.
        """
        found = {version: document for version in versions if (document := self._held.get(version))}
        missing = [version for version in versions if version not in found]
        for some in batches(missing, _AT_ONCE):
            found |= self._read(versions, some)
        return found

    def _read(self, versions: Mapping[int, Ref], some: Iterable[int]) -> Mapping[int, Document]:
        version = self._tables.version
        query = version.select(version.id, version.digest, version.body).where(version.id.in_(some))
        read = {}
        for number, digest, body in self._tables.fetch(query):
            read[number] = read_document(versions[number], digest, body)
            self._keep(number, read[number], len(body))
        return read

    def _keep(self, version: int, document: Document, size: int) -> None:
        with self._lock:
            self._held[version] = document
            if version not in self._lately:
                self._lately[version] = (document, size)
                self._room -= size
            while self._room < 0:
                _, (_, freed) = self._lately.popitem(last=False)
                self._room += freed


def read_document(entry: Ref, digest: str, body: str) -> Document:
    """The Document of a stored body, after a look at whether it still is what its digest says."""
    data = body.encode()
    if digest_of_bytes(data) != digest:
        raise Unavailable(
            f"the database is damaged: a version of {entry} is not what its digest says; restore a backup"
        )
    document = Document(entry, orjson.loads(data))
    vars(document)["digest"] = digest  # known already: the cached property need not write the body out again
    return document
