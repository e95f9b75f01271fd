"""Pictures of a vocabulary: everything in it is in them, and nothing in it is markup."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pytest
import yaml

from truth.kinds.status.code.given import Header
from truth.kinds.status.diagram.draw import Notation, draw
from truth.kinds.status.importing.xml_tree import Element, read_xml
from truth.model.document import Document
from truth.model.errors import Invalid, TooLarge
from truth.model.ref import Ref

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "cases" / "status" / "code"
SAMPLE = ROOT / "content" / "status" / "fulfilment.yaml"


def vocabulary(path: Path, **parts: Any) -> Document:
    """The vocabulary in a file, with parts of it replaced."""
    return Document(Ref("status", path.stem), {**yaml.safe_load(path.read_text(encoding="utf-8")), **parts})


@pytest.mark.parametrize("notation", Notation)
@pytest.mark.parametrize("path", [SAMPLE, *sorted(CASES.glob("*.yaml"))], ids=lambda path: path.stem)
def test_the_same_vocabulary_gives_the_same_picture_whatever_the_order_of_its_keys(notation: Any, path: Path) -> None:
    document = vocabulary(path)
    shuffled = Document(document.entry, json.loads(document.canonical))
    assert draw(document, notation, Header(4), "en") == draw(shuffled, notation, Header(4), "en")


@pytest.mark.parametrize("notation", Notation)
def test_a_picture_names_the_release_and_the_digest(notation: Notation) -> None:
    document = vocabulary(SAMPLE)
    assert f"status:fulfilment, release 4, {document.digest}" in draw(document, notation, Header(4), "en")


@pytest.mark.parametrize("notation", Notation)
def test_a_picture_is_in_the_language_asked_for(notation: Notation) -> None:
    document = vocabulary(SAMPLE)
    assert "Versandt" in draw(document, notation, Header(), "de")
    assert "Versandt" not in draw(document, notation, Header(), "en")


@pytest.mark.parametrize("notation", Notation)
def test_an_unfinished_vocabulary_is_drawn_by_its_codes(notation: Notation) -> None:
    body = {"type": "vocabulary", "statuses": {"a": {}, "b": {}}, "transitions": [{"from": ["a"], "to": "b"}]}
    drawn = draw(Document(Ref("status", "draft"), body), notation, Header())
    assert all(re.search(rf"\b(s_)?{code}\b", drawn) for code in ("a", "b"))


@pytest.mark.parametrize("notation", Notation)
def test_a_move_to_nowhere_is_not_drawn(notation: Notation) -> None:
    moves = [{"event": "go", "from": ["issued"], "to": "nowhere", "actors": ["x"]}]
    assert "nowhere" not in draw(vocabulary(CASES / "closed.yaml", transitions=moves), notation, Header())


def test_mermaid_marks_staff_statuses_phases_and_both_ends() -> None:
    drawn = draw(vocabulary(SAMPLE), Notation.MERMAID, Header(), "en")
    assert "class s_picking,s_packed open_staff" in drawn
    assert "classDef open_staff fill:#eef3f8,stroke:#5b7a99,color:#222222,stroke-dasharray:5 4" in drawn
    assert "[*] --> s_placed" in drawn
    assert "s_delivered --> [*]" in drawn


def test_events_along_one_way_share_an_arrow() -> None:
    moves = [{"event": event, "from": ["new"], "to": "done", "actors": ["x"]} for event in ("close", "solve")]
    document = vocabulary(CASES / "open.yaml", transitions=moves)
    assert "s_new --> s_done : close, solve" in draw(document, Notation.MERMAID, Header())
    assert '"new" -> "done" [label="close\\nsolve"]' in draw(document, Notation.DOT, Header())


def test_dot_draws_staff_statuses_dashed_and_ends_twice() -> None:
    drawn = draw(vocabulary(SAMPLE), Notation.DOT, Header(), "en")
    assert re.search(r'"packed" \[label="Packed".*style="rounded,filled,dashed"', drawn)
    assert re.search(r'"delivered" \[label="Delivered".*peripheries=2', drawn)


def test_scxml_is_well_formed_and_an_end_is_final_unless_something_leads_out_of_it() -> None:
    statuses = {"a": {"terminal": True}, "b": {"terminal": True}}
    body = {"type": "vocabulary", "initial": ["a"], "statuses": statuses, "transitions": [{"from": ["a"], "to": "b"}]}
    root = read_xml(draw(Document(Ref("status", "x"), body), Notation.SCXML, Header()))
    assert [(child.name, child.attributes["id"]) for child in root.children] == [("state", "a"), ("final", "b")]


def test_scxml_begins_in_a_state_of_its_own_where_there_are_several_beginnings() -> None:
    root = read_xml(draw(vocabulary(CASES / "hostile.yaml"), Notation.SCXML, Header(), "en"))
    assert root.attributes["initial"] == "_begin"
    assert [one.attributes["target"] for one in root.children[0].children] == ["default", "class"]


def test_scxml_says_every_label_as_it_is() -> None:
    root = read_xml(draw(vocabulary(CASES / "hostile.yaml"), Notation.SCXML, Header(), "en"))
    label = next(one for one in states(root) if one.attributes["id"] == "in_transit").attributes
    assert label["urn:x-truth:status label"] == "]]> --> <b>"


def states(root: Element) -> list[Element]:
    """The states of a machine."""
    return [child for child in root.children if child.name in ("state", "final")]


def test_xml_with_a_document_type_is_refused_before_an_entity_is_read() -> None:
    with pytest.raises(Invalid, match="document type"):
        read_xml('<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><a>&b;</a>')


def test_xml_that_is_deep_or_long_is_refused_while_it_is_read() -> None:
    with pytest.raises(TooLarge, match="inside each other"):
        read_xml("<a>" * 200_000)
    with pytest.raises(TooLarge, match="more than 100,000 elements"):
        read_xml(f"<a>{'<b/>' * 200_000}</a>")


def test_torn_xml_names_its_line() -> None:
    assert expat.ErrorString(3) == "no element found"
    with pytest.raises(Invalid, match="line 2 is not XML: no element found"):
        read_xml("<a>\n<b/>")
