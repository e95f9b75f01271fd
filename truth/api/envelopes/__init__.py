"""Envelopes: the shapes of answers, for the documentation. Document bodies are JSON Schema only, referred to."""

from truth.api.envelopes.decision import Decision, DecisionTable
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
from truth.api.envelopes.policy import Imports, PolicyDiff, PolicyHistory
from truth.api.envelopes.problem import Problem
from truth.api.envelopes.quote import Quote, Simulation, Verdict
from truth.api.envelopes.status import MoveVerdict, StatusBlock, Translations, Vocabulary
from truth.api.envelopes.text import Text, Texts, Value
from truth.api.envelopes.write import Applied, Key, KeyPage, NewKey, Plan

__all__ = [
    "Applied",
    "Decision",
    "DecisionTable",
    "Diff",
    "Entry",
    "EntryPage",
    "Health",
    "Imports",
    "Key",
    "KeyPage",
    "MoveVerdict",
    "NewKey",
    "Plan",
    "Pointer",
    "PolicyDiff",
    "PolicyHistory",
    "Problem",
    "Quote",
    "Readiness",
    "Release",
    "ReleasePage",
    "SchemaList",
    "Simulation",
    "Snapshot",
    "SnapshotDocuments",
    "StatusBlock",
    "Text",
    "Texts",
    "Translations",
    "Value",
    "Verdict",
    "VersionDocument",
    "VersionPage",
    "Vocabulary",
]
