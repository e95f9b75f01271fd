"""Pictures are what the tools draw, run and read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tools.conftest import Tools
from tests.tools.vocabularies import ALL, FULFILMENT, HEADER, labels
from truth.kinds.status.diagram.draw import Notation, draw
from truth.kinds.status.graph import graph_of

NO_FONT = "Warning: no value for width of non-ASCII character"
UNSEEN = dict.fromkeys(map(ord, "\u0000\u200b\u2028\u202e\ufeff\t\n"))


def drawn(notation: Notation, folder: Path) -> list[Path]:
    """Every vocabulary as a picture, a file each."""
    paths = []
    for document in ALL:
        path = folder / f"{document.entry.key}.{notation}"
        path.write_text(draw(document, notation, HEADER, "en"), encoding="utf-8")
        paths.append(path)
    return paths


def test_mermaid_renders_every_label_as_the_words_it_is(tools: Tools, tmp_path: Path) -> None:
    shown = json.loads(tools.node("render_mermaid.mjs", *drawn(Notation.MERMAID, tmp_path)))
    for document, picture in zip(ALL, shown, strict=True):
        assert picture["type"] == "stateDiagram"
        assert picture["scripts"] == 0
        words = squeezed(picture["words"])
        missing = [one["en"] for one in labels(document).values() if squeezed(one["en"]) not in words]
        assert not missing, (document.entry.key, missing)


def squeezed(text: str) -> str:
    """Without what takes no place on a page, and without spaces, which a picture breaks lines at."""
    return "".join(text.translate(UNSEEN).split())


def test_graphviz_renders_every_vocabulary_without_a_complaint(tools: Tools, tmp_path: Path) -> None:
    shown = json.loads(tools.node("render_dot.mjs", *drawn(Notation.DOT, tmp_path)))
    for document, picture in zip(ALL, shown, strict=True):
        complaints = [error for error in picture["errors"] if not error.startswith(NO_FONT)]
        assert (picture["status"], complaints) == ("success", []), document.entry.key
        assert picture["svg"].count('class="node"') == len(document.body["statuses"]) + 1


def test_scion_runs_the_machine_along_the_transitions_of_the_vocabulary(tools: Tools, tmp_path: Path) -> None:
    path = tmp_path / "fulfilment.scxml"
    path.write_text(draw(FULFILMENT, Notation.SCXML, HEADER, "en"), encoding="utf-8")
    graph = graph_of(FULFILMENT)
    ways: list[Any] = [graph.path("placed", end) for end in sorted(graph.statuses)]
    runs = [[step.event for step in way] for way in ways]
    visited = json.loads(tools.node("run_scxml.mjs", path, json.dumps(runs)))
    assert visited == [["placed", *(step.target for step in way)] for way in ways]


def test_scion_stays_where_an_event_leads_nowhere(tools: Tools, tmp_path: Path) -> None:
    path = tmp_path / "fulfilment.scxml"
    path.write_text(draw(FULFILMENT, Notation.SCXML, HEADER, "en"), encoding="utf-8")
    assert json.loads(tools.node("run_scxml.mjs", path, json.dumps([["deliver"]]))) == [["placed", "placed"]]


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.entry.key)
def test_scion_takes_every_machine(document: Any, tools: Tools, tmp_path: Path) -> None:
    path = tmp_path / "machine.scxml"
    path.write_text(draw(document, Notation.SCXML, HEADER, "en"), encoding="utf-8")
    [begun] = json.loads(tools.node("run_scxml.mjs", path, "[[]]"))
    assert begun == (document.body["initial"] if len(document.body["initial"]) == 1 else ["_begin"])
