"""A small shop to ask: the starter content, and ways to change it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import truth
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.model.document import Document
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot, snapshot_of
from truth.registry.catalogue import Catalogue

STARTER = Path(truth.__file__).parent / "files" / "starter"
Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="session")
def bodies() -> Mapping[str, Any]:
    """The starter's documents, by entry."""
    return {str(entry): document.body for entry, document in read_folder(STARTER, KINDS).documents.items()}


@pytest.fixture
def shop(bodies: Mapping[str, Any]) -> Callable[..., Snapshot]:
    """The starter's Snapshot, with entries changed in place by functions, or left out with None."""

    def build(changes: Mapping[str, Change | None] | None = None) -> Snapshot:
        copies = json.loads(json.dumps(bodies))
        for entry, change in (changes or {}).items():
            if change is None:
                del copies[entry]
            else:
                change(copies[entry])
        return snapshot_of(Document(Ref.parse(entry), body) for entry, body in copies.items())

    return build


@pytest.fixture
def catalogue(shop: Callable[..., Snapshot]) -> Catalogue:
    """What the starter says."""
    return Catalogue(shop())
