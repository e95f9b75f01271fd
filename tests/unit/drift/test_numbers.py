"""Numbers beside an anchor: what contradicts a promise, and what only looks as if it did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import truth
from truth.drift.config import Config
from truth.drift.judge import Judge
from truth.drift.source_file import SourceFile
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.model.document import Document
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "numbers" / "sentences.yaml").read_text(encoding="utf-8"))
STARTER = read_folder(Path(truth.__file__).parent / "files" / "starter", KINDS).documents


def catalogue(window: Any) -> Catalogue:
    """The starter, with another return window."""
    documents = []
    for document in STARTER.values():
        body = dict(document.body)
        if document.entry.key == "returns":
            body["values"] = {"window": {**body["values"]["window"], **window}}
        documents.append(Document(document.entry, body))
    return Catalogue(snapshot_of(documents))


def said(sentence: str, locale: str, window: Any) -> list[str]:
    """The numbers of a sentence that contradict the window, as they are written."""
    file = SourceFile("page.html", f"<p>{sentence}</p>".encode())
    found = Judge(catalogue(window), Config(locale=locale)).judge(file).found
    return [one.said for one in found if one.finding.rule == "drift/promise-contradicts"]


@pytest.mark.parametrize("case", CASES["thirty_days"], ids=lambda case: case["sentence"])
def test_a_sentence_against_a_window_of_thirty_days(case: dict[str, Any]) -> None:
    assert said(case["sentence"], case.get("locale", "en"), {"value": "P30D"}) == case["contradicts"]


@pytest.mark.parametrize("case", CASES["one_month"], ids=lambda case: case["sentence"])
def test_a_sentence_against_a_window_of_one_month(case: dict[str, Any]) -> None:
    assert said(case["sentence"], case.get("locale", "en"), {"value": "P1M"}) == case["contradicts"]


@pytest.mark.parametrize("case", CASES["five_business_days"], ids=lambda case: case["sentence"])
def test_a_sentence_against_a_window_of_five_business_days(case: dict[str, Any]) -> None:
    window = {"type": "business_days", "value": 5}
    assert said(case["sentence"], case.get("locale", "en"), window) == case["contradicts"]


def test_the_message_says_which_value_is_contradicted_and_what_it_is() -> None:
    file = SourceFile("page.html", b"<p>Easy 14-day returns.</p>")
    (found,) = Judge(catalogue({}), Config(locale="en")).judge(file).found
    assert "policy:returns/values/window" in found.finding.message
    assert "30 days" in found.finding.message


def test_words_near_which_a_number_is_about_something_else_silence_it() -> None:
    window = {"not_near": {"en": ["link"]}}
    assert said("The return link works for 14 days.", "en", window) == []
