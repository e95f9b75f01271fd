"""One canonical layout. Cases are pairs of policies in ``tests/cases/files/fmt``: before and after."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.files.comments import Comments, comments_of
from truth.files.companion import tidied
from truth.files.layout import write_json, write_yaml
from truth.files.located import Located
from truth.files.order import discovery
from truth.files.shapes import Schemas
from truth.files.strict_json import read_json
from truth.files.strict_yaml import read_yaml
from truth.model.errors import Invalid

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "tests" / "cases" / "files" / "fmt"
POLICY: Mapping[str, Any] = Schemas(ROOT / "schemas").schema("policy")
STATUS: Mapping[str, Any] = Schemas(ROOT / "schemas").schema("status")
LOCALES = ("en", "de", "fr")

TRICKY = [
    "no",
    "Yes",
    "19.99",
    "1e3",
    "2026-06-01",
    "null",
    "~",
    "<<",
    "=",
    "a\nb\n",
    "\n\n",
    "a\n\nb",
    "a\n\n\n",
    " a\nb",
]
TRICKY += ["a\n b", "a ", "\u00a0a", "a\u2028b", "- a", "a: b", "a #b", "{a}", "[a", "'a", '"a', "\\", "+49 30"]
printable = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
syntax = st.text(st.sampled_from(list("ab -:#,{}[]\"'|>&*!%@`~01.eE_x\n\r\t\\?=<yn\u2028\u00a0é")), max_size=12)
words = printable | syntax | st.sampled_from(TRICKY)
scalars = st.none() | st.booleans() | st.integers(-(2**53 - 1), 2**53 - 1) | words
bodies = st.recursive(
    scalars, lambda node: st.lists(node, max_size=4) | st.dictionaries(words, node, max_size=4), max_leaves=15
)


def formatted(located: Located, schema: Mapping[str, Any]) -> str:
    return write_yaml(located.data, schema, locales=LOCALES, comments=comments_of(located))


def every(comments: Comments) -> list[str]:
    lines = [line for group in (comments.lead, comments.tail) for lines in group.values() for line in lines if line]
    return sorted([*lines, *comments.side.values()])


@pytest.mark.parametrize("before", sorted(CASES.glob("*.before.yaml")), ids=lambda path: path.name.split(".")[0])
def test_a_file_gets_its_canonical_layout_and_keeps_its_comments(before: Path) -> None:
    after = before.with_name(before.name.replace(".before.", ".after.")).read_text(encoding="utf-8")
    located = read_yaml(before.read_text(encoding="utf-8"), "f")
    assert formatted(located, POLICY) == after
    assert formatted(read_yaml(after, "f"), POLICY) == after


@pytest.mark.parametrize("before", sorted(CASES.glob("*.before.md")), ids=lambda path: path.name.split(".")[0])
def test_a_markdown_file_gets_a_tidy_frame_around_untouched_words(before: Path) -> None:
    after = before.with_name(before.name.replace(".before.", ".after.")).read_text(encoding="utf-8")
    assert tidied(before.read_text(encoding="utf-8")) == after
    assert tidied(after) == after


@given(bodies)
def test_what_is_written_is_read_back(body: Any) -> None:
    assert read_yaml(write_yaml(body, {}, locales=()), "f").data == body
    assert read_json(write_json(body, {}, locales=()), "f").data == body


@given(bodies, st.randoms(use_true_random=False))
def test_the_order_of_keys_given_does_not_matter(body: Any, chance: random.Random) -> None:
    assert write_yaml(shuffled(body, chance), {}, locales=()) == write_yaml(body, {}, locales=())


def shuffled(node: Any, chance: random.Random) -> Any:
    if isinstance(node, list):
        return [shuffled(item, chance) for item in node]
    if not isinstance(node, dict):
        return node
    keys = list(node)
    chance.shuffle(keys)
    return {key: shuffled(node[key], chance) for key in keys}


@given(bodies, st.randoms(use_true_random=False))
def test_formatting_keeps_every_comment_and_is_stable(body: Any, chance: random.Random) -> None:
    try:
        located = read_yaml(commented(write_yaml(body, {}, locales=()), chance), "f")
    except Invalid:
        return  # a comment was put where it broke the text
    once = read_yaml(formatted(located, {}), "f")
    assert once.data == located.data
    assert every(comments_of(once)) == every(comments_of(located))
    assert formatted(once, {}) == once.text


def commented(text: str, chance: random.Random) -> str:
    """The text with comments at the ends of lines, on lines of their own at any depth, and blank lines."""
    lines = []
    for number, line in enumerate(text.split("\n")[:-1]):
        before = [f"{' ' * chance.randrange(7)}# above {number}", "", None, None, None, None][chance.randrange(6)]
        lines += [] if before is None else [before]
        lines.append(line + chance.choice(["", "", "", f"  # beside {number}"]))
    return "\n".join([*lines, f"{' ' * chance.randrange(5)}# at the end"]) + "\n"


@given(st.text(st.sampled_from(list("ab #{}\n\r `-_*")), max_size=80))
def test_tidying_markdown_is_stable(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)


def test_keys_come_as_the_schema_lists_them_and_unknown_ones_last() -> None:
    title = {"fr": "R", "nl": "R", "en": "R", "cs": "R"}
    body = {"zzz": 1, "aaa": 2, "clauses": ["x"], "owner": "legal", "title": title}
    written = write_yaml(body, POLICY, locales=LOCALES)
    assert written == "title: {en: R, fr: R, cs: R, nl: R}\nowner: legal\nclauses: [x]\naaa: 2\nzzz: 1\n"


def test_statuses_come_as_they_are_met_from_the_first_one() -> None:
    moves = [("placed", "packed"), ("placed", "cancelled"), ("packed", "shipped"), ("lost", "shipped")]
    vocabulary = {
        "type": "vocabulary",
        "statuses": {code: {"phase": "open"} for code in ("cancelled", "lost", "packed", "placed", "shipped", "apart")},
        "initial": ["placed"],
        "transitions": [{"event": "go", "from": [source], "to": target} for source, target in moves],
    }
    assert discovery(vocabulary) == ["placed", "packed", "cancelled", "shipped"]
    written = read_yaml(write_yaml(vocabulary, STATUS, locales=LOCALES), "f").data
    assert list(written["statuses"]) == ["placed", "packed", "cancelled", "shipped", "apart", "lost"]
    assert list(written) == ["type", "initial", "statuses", "transitions"]


@pytest.mark.parametrize("body", [{"a": 1.5}, {"a": 2**53}, {"a": "\x00"}, {"a": "\ud800"}, {"k" * 129: 1}, {"a": b""}])
def test_what_cannot_be_read_back_is_not_written(body: Any) -> None:
    with pytest.raises(Invalid):
        write_yaml(body, {}, locales=())


def test_a_file_keeps_its_own_header_line() -> None:
    located = read_yaml("# yaml-language-server: $schema=x.json\na: 1\n", "f")
    other = "# yaml-language-server: $schema=y.json"
    assert write_yaml({"a": 1}, {}, locales=(), header=other, comments=comments_of(located)) == located.text
