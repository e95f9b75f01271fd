"""Translation: what another system's code means here, by the mappings of a Snapshot. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from truth.kinds.status.mapping import Translation, translate
from truth.model.document import Document
from truth.model.errors import NotFound
from truth.model.nearest import did_you_mean
from truth.model.snapshot import Snapshot


def translations(snapshot: Snapshot, system: str, code: str) -> Mapping[str, Translation]:
    """What a code of a system means, by the vocabulary it is translated into.

    A code nobody listed is no error: its translation says `known: False` and keeps it raw. A system without a mapping
    is: `NotFound` names the nearest.
    """
    return {one.body["to"]: translate(one, code) for one in mappings_of(snapshot, system)}


def mappings_of(snapshot: Snapshot, system: str) -> list[Document]:
    """The mappings of a system's codes, one for each vocabulary; `NotFound` names the nearest system."""
    mappings = [one for one in snapshot.of_kind("status") if one.body["type"] == "mapping"]
    found = [one for one in mappings if one.body["system"] == system]
    if not found:
        known = {one.body["system"] for one in mappings}
        raise NotFound(f"there is no mapping of a system '{system[:80]}'{did_you_mean(system, known)}")
    return found
