"""Five shop systems as facts: each is imported and drawn, and the rules say of it what is written down here.

A source says little of what a vocabulary needs. What it does not say is filled in the same way for all of them, below,
so that the rules about codes, words and moves have something to look at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from truth.kinds.status.code.generate import Language, generate
from truth.kinds.status.code.given import Header
from truth.kinds.status.diagram.draw import Notation, draw
from truth.kinds.status.importing.formats import guess, read_machine
from truth.kinds.status.importing.vocabulary import Imported, vocabulary
from truth.kinds.status.rules import check
from truth.model.document import Document
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of

CASES = Path(__file__).parents[2] / "cases" / "status" / "real"
EXPECTED: Mapping[str, Mapping[str, Any]] = yaml.safe_load((CASES / "expected.yaml").read_text(encoding="utf-8"))
NOT_SAID = {"phase": "open", "audience": "customer", "meaning": "The source does not say."}
SILENT = ("status/customer-text-missing", "status/open-without-expectation")  # true of every status of all of them
DIMENSIONS = [(system, dimension) for system, found in EXPECTED.items() for dimension in found]


def imported(system: str, dimension: str) -> Imported:
    """One dimension of a system, as it comes."""
    facts = json.loads((CASES / f"{system}.json").read_text(encoding="utf-8"))
    source = guess(facts)
    assert source is not None
    return vocabulary(read_machine(facts, source, dimension), "real", "en")


def completed(body: Mapping[str, Any]) -> Document:
    """The vocabulary with everything filled in that its source does not say."""
    statuses = {code: {**NOT_SAID, "label": {"en": code}, **status} for code, status in body["statuses"].items()}
    whole = {
        "title": {"en": "Real"},
        "owner": "operations",
        "mode": "strict" if body["transitions"] else "open",
        "initial": list(statuses),
        **body,
        "statuses": statuses,
        "transitions": [{"actors": ["system"], **one} for one in body["transitions"]],
    }
    return Document(Ref("status", "real"), whole)


@pytest.mark.parametrize(("system", "dimension"), DIMENSIONS)
def test_a_real_vocabulary_is_imported_whole(system: str, dimension: str) -> None:
    body, expected = imported(system, dimension).body, EXPECTED[system][dimension]
    assert list(body["statuses"]) == expected["statuses"]
    assert len(body["transitions"]) == expected["transitions"]
    assert body.get("initial") == expected.get("initial")


@pytest.mark.parametrize(("system", "dimension"), DIMENSIONS)
def test_the_rules_say_of_a_real_vocabulary_what_is_written_down(system: str, dimension: str) -> None:
    document = completed(imported(system, dimension).body)
    found: dict[str, list[str]] = {}
    for finding in check(document, snapshot_of([document], datetime(2026, 11, 22, tzinfo=UTC))):
        if finding.rule not in SILENT:
            found.setdefault(finding.rule, []).append(finding.subject.removeprefix("status:real").strip("/"))
    assert found == EXPECTED[system][dimension]["rules"]


@pytest.mark.parametrize(("system", "dimension"), DIMENSIONS)
def test_a_real_vocabulary_is_drawn_unfinished_and_written_as_code_when_finished(system: str, dimension: str) -> None:
    body = imported(system, dimension).body
    unfinished, finished = Document(Ref("status", "real"), body), completed(body)
    assert all(draw(unfinished, notation, Header()) for notation in Notation)
    assert all(generate(finished, language, Header()) for language in Language)


def test_everything_in_the_facts_is_expected_here() -> None:
    facts = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in CASES.glob("*.json")}
    dimensions = {(name, status["dimension"]) for name, found in facts.items() for status in found["statuses"]}
    assert dimensions == set(DIMENSIONS)
