"""The starter's registry, and files of a code base that is checked against it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import truth
from truth.drift.config import Config, config_of
from truth.drift.found import Found
from truth.drift.judge import Judge
from truth.drift.source_file import SourceFile
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.model.snapshot import Snapshot, snapshot_of
from truth.registry.catalogue import Catalogue

STARTER: Snapshot = snapshot_of(
    read_folder(Path(truth.__file__).parent / "files" / "starter", KINDS).documents.values()
)
CATALOGUE = Catalogue(STARTER)
STATUSES: Mapping[str, Any] = {
    "locale": "en",
    "statuses": [
        {
            "vocabulary": "order",
            "fields": ["order.status"],
            "enums": ["OrderStatus"],
            "json": ["$.orders[*].status"],
            "columns": ["order_status"],
            "i18n": ["order.status."],
        }
    ],
}


def judge(told: Mapping[str, Any] = STATUSES) -> Judge:
    """What judges files as a configuration says."""
    return Judge(CATALOGUE, config(told))


def config(told: Mapping[str, Any] = STATUSES) -> Config:
    """A configuration."""
    return config_of(told)


def found(path: str, text: str, told: Mapping[str, Any] = STATUSES) -> list[Found]:
    """What is found in one file."""
    return list(judge(told).judge(SourceFile(path, text.encode())).found)


def rules(path: str, text: str, told: Mapping[str, Any] = STATUSES) -> list[str]:
    """The rules that one file breaks."""
    return [one.finding.rule for one in found(path, text, told)]
