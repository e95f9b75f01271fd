"""A policy's Markdown files: clauses taken apart, put together, and written back."""

from typing import Any

import pytest

from truth.kinds.kind import Part
from truth.kinds.policy.kind import Policy
from truth.kinds.policy.wording import take_apart

MAIN: dict[str, Any] = {"title": {"en": "Returns"}, "owner": "legal", "clauses": ["window", "how"]}
EN = "## Return window {#window}\n\nYou have {window}.\n\n### Gifts\n\nToo.\n\n## How {#how}\n\nWrite to us.\n"
SMS = "## How {#how}\n\nReply RETURN.\n"
DE = f"---\nof: sha256:{'0' * 64}\n---\n\n## Frist {{#window}}\n\nSie haben {{window}}.\n"


def test_a_clause_runs_from_its_heading_to_the_next() -> None:
    body = Policy().read(MAIN, [Part("en.md", EN)]).body
    assert body["wording"]["en"]["clauses"] == {
        "window": {"heading": "Return window", "text": "You have {window}.\n\n### Gifts\n\nToo."},
        "how": {"heading": "How", "text": "Write to us."},
    }


def test_a_channel_file_gives_a_clause_its_own_words_for_that_channel() -> None:
    body = Policy().read(MAIN, [Part("en.sms.md", SMS), Part("en.md", EN)]).body
    assert body["wording"]["en"]["clauses"]["how"]["text"] == {"default": "Write to us.", "sms": "Reply RETURN."}


def test_front_matter_says_which_source_a_translation_translates() -> None:
    assert Policy().read(MAIN, [Part("de.md", DE)]).body["wording"]["de"]["of"] == f"sha256:{'0' * 64}"


def test_writing_gives_back_the_very_files() -> None:
    parts = [Part("de.md", DE), Part("en.md", EN), Part("en.sms.md", SMS)]
    main, written = Policy().write(Policy().read(MAIN, parts).body)
    assert main == MAIN
    assert sorted(written, key=lambda part: part.name) == parts


def test_every_place_is_known_by_file_line_and_column() -> None:
    places = Policy().read(MAIN, [Part("en.md", EN), Part("en.sms.md", SMS), Part("de.md", DE)]).places
    assert places["/wording/en/clauses/window/text"] == ("en.md", 3, 1)
    assert places["/wording/en/clauses/how/heading"] == ("en.md", 9, 4)
    assert places["/wording/en/clauses/how/text/sms"] == ("en.sms.md", 3, 1)
    assert places["/wording/de/clauses/window/text"] == ("de.md", 7, 1)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Only words.\n", 1, "words before the first clause"),
        ("Hello.\n\n## A {#a}\n\nB\n", 1, "words before the first clause"),
        ("## Return window\n\nB\n", 1, "names no clause"),
        ("# Returns {#a}\n\nB\n", 1, "names no clause"),
        ("Returns {#a}\n---\n\nB\n", 1, "names no clause"),
        ("## A {#a}\n\nB\n\n## A {#a}\n\nC\n", 5, "written twice"),
        ("---\nauthor: me\n---\n## A {#a}\n\nB\n", 2, "front matter holds only"),
    ],
)
def test_what_is_no_clause_is_a_problem_with_its_line(text: str, line: int, message: str) -> None:
    problems = take_apart(text).problems
    assert any(found[0] == line and message in found[1] for found in problems), problems


def test_a_heading_inside_a_code_block_begins_no_clause() -> None:
    assert [clause.id for clause in take_apart("## A {#a}\n\n```\n## B {#b}\n```\n").clauses] == ["a"]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([Part("english.md", EN)], "is not named"),
        ([Part("en.sms.md", SMS)], "en.md has no clause 'how'"),
        ([Part("en.md", EN), Part("en.sms.md", "## Why {#how}\n\nX\n")], "the heading differs"),
    ],
)
def test_parts_that_do_not_fit_are_problems(parts: list[Part], message: str) -> None:
    assert any(message in problem.message for problem in Policy().read(MAIN, parts).problems)


def test_wording_stands_inline_or_in_files_never_in_both() -> None:
    problems = Policy().read({**MAIN, "wording": {}}, [Part("en.md", EN)]).problems
    assert "already inline" in problems[0].message
