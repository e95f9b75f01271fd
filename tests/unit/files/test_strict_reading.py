"""YAML and JSON are read so that they mean one thing. Refused texts live in ``tests/cases/files/refused_*.yaml``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from truth.files.limits import LONGEST_KEY
from truth.files.located import Located
from truth.files.strict_json import read_json
from truth.files.strict_yaml import read_yaml
from truth.model.errors import Invalid
from truth.model.finding import Finding, Mark
from truth.registry.soundness import DEEPEST

CASES = Path(__file__).resolve().parents[2] / "cases" / "files"
Reader = Callable[[str, str], Located]
READERS = pytest.mark.parametrize("read", [read_yaml, read_json])


def cases(name: str) -> list[Any]:
    found = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [pytest.param(case["text"], case["at"], case["says"], id=case["why"].replace(" ", "-")) for case in found]


def refusal(read: Reader, text: str) -> Invalid:
    with pytest.raises(Invalid) as refused:
        read(text, "x.yaml")
    return refused.value


def assert_refused_at(read: Reader, text: str, at: str, says: str) -> None:
    error = refusal(read, text)
    finding = error.findings[0]
    assert finding.mark is not None
    assert f"{finding.mark.line}:{finding.mark.column}" == at
    assert says in f"{finding.message}; {finding.fix}"
    assert finding.fix
    assert f"x.yaml:{at.split(':')[0]}" in error.message
    assert finding.rule == "document/syntax"


@pytest.mark.parametrize(("text", "at", "says"), cases("refused_yaml.yaml"))
def test_a_yaml_text_that_readers_take_differently_is_an_error_with_its_place(text: str, at: str, says: str) -> None:
    assert_refused_at(read_yaml, text, at, says)


@pytest.mark.parametrize(("text", "at", "says"), cases("refused_json.yaml"))
def test_a_text_that_is_not_json_is_an_error_with_its_place(text: str, at: str, says: str) -> None:
    assert_refused_at(read_json, text, at, says)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: null\nb: ~\nc:\n", {"a": None, "b": None, "c": None}),
        ("a: true\nb: False\n", {"a": True, "b": False}),
        ("a: 0\nb: -12\n", {"a": 0, "b": -12}),
        ("a: \"19.99\"\nb: 'no'\n", {"a": "19.99", "b": "no"}),
        ("a: 30 days\nb: 2026-10\nc: 1.2.3\nd: nope\n", {"a": "30 days", "b": "2026-10", "c": "1.2.3", "d": "nope"}),
        ("a: policy:returns/values/window\n", {"a": "policy:returns/values/window"}),
        ("---\na: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("a: 9007199254740991\n", {"a": 9007199254740991}),
        ("", None),
    ],
)
def test_yaml_is_read_as_its_core_schema_without_floats_and_dates(text: str, data: object) -> None:
    assert read_yaml(text, "x.yaml").data == data


def test_everything_wrong_with_a_file_is_said_at_once() -> None:
    error = refusal(read_yaml, "a: 1.5\nb: no\nb: 2026-01-01\nc: [1, &x 2]\n")
    assert [(finding.rule, finding.mark.line) for finding in error.findings if finding.mark] == [
        ("document/syntax", 1),
        ("document/syntax", 2),
        ("document/duplicate-key", 3),
        ("document/syntax", 3),
        ("document/syntax", 4),
    ]


@pytest.mark.parametrize(
    ("read", "text"), [(read_yaml, "a: {b: 1, c: 2, b: 3}"), (read_json, '{"a": {"b": 1, "c": 2, "b": 3}}')]
)
def test_a_key_written_twice_is_an_error_at_its_second_place(read: Reader, text: str) -> None:
    finding = refusal(read, text).findings[0]
    assert finding.rule == "document/duplicate-key"
    assert finding.mark is not None
    assert finding.mark.column == text.rindex("b") + (1 if read is read_yaml else 0)


@pytest.mark.parametrize(
    ("opening", "says"),
    [("[", "more than 32"), ("{a: ", "more than 32"), ("- ", "more than 32"), ("? ", "a key is one word")],
)
def test_hostile_nesting_is_refused_without_a_crash(opening: str, says: str) -> None:
    assert says in refusal(read_yaml, opening * 100_000).message


def test_hostile_nesting_in_json_is_refused_without_a_crash() -> None:
    assert f"more than {DEEPEST}" in refusal(read_json, "[" * 100_000).message


@READERS
def test_nesting_up_to_the_limit_is_read(read: Reader) -> None:
    assert read("[" * DEEPEST + "]" * DEEPEST, "x").data
    refusal(read, "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{f'*{chr(97 + n)},' * 9}]\n" for n in range(20))
    assert "alias" in " ".join(finding.message for finding in refusal(read_yaml, bomb).findings)


def test_a_file_with_very_many_mistakes_is_given_up_after_a_hundred() -> None:
    assert len(refusal(read_yaml, "- 1.5\n" * 5000).findings) == 100


def test_a_very_long_number_is_refused_quickly() -> None:
    assert "quote it" in refusal(read_yaml, "a: " + "9" * 900_000).message


def test_a_key_has_a_longest() -> None:
    assert read_yaml("k" * LONGEST_KEY + ": 1", "x").data
    assert str(LONGEST_KEY) in refusal(read_yaml, "k" * (LONGEST_KEY + 1) + ": 1").message


YAML = """\
# a comment
title: {en: Returns, de: Rückgabe}
values:
  window:
    value: P30D
list:
  - a
  - {b: c}
text: |
  one
  two
"""


@pytest.mark.parametrize(
    ("pointer", "mark"),
    [
        ("", Mark("f", 2, 1, 12, 1)),
        ("/title/de", Mark("f", 2, 26, 2, 34)),
        ("/values", Mark("f", 4, 3, 5, 16)),
        ("/values/window/value", Mark("f", 5, 12, 5, 16)),
        ("/list/0", Mark("f", 7, 5, 7, 6)),
        ("/list/1", Mark("f", 8, 5, 8, 11)),
        ("/list/1/b", Mark("f", 8, 9, 8, 10)),
    ],
)
def test_every_node_of_a_yaml_file_knows_its_place(pointer: str, mark: Mark) -> None:
    assert read_yaml(YAML, "f").marks[pointer] == mark


def test_the_entry_of_a_mapping_knows_the_place_of_its_key() -> None:
    located = read_yaml(YAML, "f")
    assert located.key_marks["/title/de"] == Mark("f", 2, 22, 2, 24)
    assert "/list/0" not in located.key_marks


def test_every_node_of_a_json_file_knows_its_place() -> None:
    located = read_json('{\n  "ä": [1, {"b/c": "x"}]\n}\n', "f")
    assert located.marks["/ä/0"] == Mark("f", 2, 9, 2, 10)
    assert located.marks["/ä/1/b~1c"] == Mark("f", 2, 20, 2, 23)
    assert located.marks[""] == Mark("f", 1, 1, 3, 2)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_findings(text: str) -> None:
    for read in (read_yaml, read_json):
        assert refusals(read, text) != ()


def refusals(read: Reader, text: str) -> tuple[Finding, ...] | None:
    """The findings on a text that is refused; None for one that is read."""
    try:
        read(text, "f")
    except Invalid as error:
        return error.findings
    return None
