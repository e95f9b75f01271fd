"""A small content folder to read, format and export."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from truth.files.shapes import Schemas
from truth.kinds import KINDS
from truth.kinds.kind import Kind

ROOT = Path(__file__).resolve().parents[3]
HELP = {
    "$schema": "x.json",
    "title": {"en": "Help"},
    "owner": "legal",
    "clauses": ["help"],
    "wording": {"en": {"clauses": {"help": {"heading": "Help", "text": "Ask."}}}},
}
FILES = {
    "company/profile.yaml": (
        "title: {en: Natural-Co, de: Natural-Co}\nowner: legal\ntime_zone: Europe/Berlin\ncurrency: EUR\n"
        "locales: [en, de]\nchannels:\n  web: {format: html}\nowners:\n  legal: {title: {en: Legal, de: Recht}}\n"
    ),
    "policy/returns/policy.yaml": (
        "# our promise\n\ntitle: {en: Returns, de: Rückgabe}\nowner: legal\nvalues:\n"
        "  window: {type: duration, value: P30D}  # agreed\nclauses: [window]\n"
    ),
    "policy/returns/en.md": "## Return window {#window}\n\nYou have {window}.\n",
    "policy/returns/de.md": "## Rückgabefrist {#window}\n\nSie haben {window} Zeit.\n",
    "policy/help.json": json.dumps(HELP, indent=2) + "\n",
}


@pytest.fixture
def kinds() -> Mapping[str, Kind]:
    return KINDS


@pytest.fixture(scope="session")
def shapes() -> Schemas:
    return Schemas(ROOT / "schemas")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder that is canonical and whole."""
    for name, text in FILES.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "content"
