"""Envelopes: the shapes of answers, for the documentation. Document bodies are JSON Schema only, referred to."""

from truth.api.envelopes.entry import (
    Entry,
    EntryPage,
    SchemaList,
    Snapshot,
    SnapshotDocuments,
    VersionDocument,
    VersionPage,
)
from truth.api.envelopes.history import Diff, Release, ReleasePage
from truth.api.envelopes.moment import Health, Pointer, Readiness
from truth.api.envelopes.problem import Problem
from truth.api.envelopes.text import Text, Texts, Value
from truth.api.envelopes.write import Applied, Key, KeyPage, NewKey, Plan

__all__ = [
    "Applied",
    "Diff",
    "Entry",
    "EntryPage",
    "Health",
    "Key",
    "KeyPage",
    "NewKey",
    "Plan",
    "Pointer",
    "Problem",
    "Readiness",
    "Release",
    "ReleasePage",
    "SchemaList",
    "Snapshot",
    "SnapshotDocuments",
    "Text",
    "Texts",
    "Value",
    "VersionDocument",
    "VersionPage",
]
