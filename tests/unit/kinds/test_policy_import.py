"""Markdown policies become clauses: their words are kept, in their order, and nothing is invented.

A case is a Markdown file with what is expected of it beside it. To write that anew, and review it:
`UPDATE_CASES=1 pytest tests/unit/kinds/test_policy_import.py`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from truth.factory import open_shapes
from truth.kinds.policy.importing.candidates import candidates
from truth.kinds.policy.importing.confirming import Confirmed, bind
from truth.kinds.policy.importing.foreign import words_in
from truth.kinds.policy.importing.front_matter import read_front_matter
from truth.kinds.policy.importing.naming import Ids, slug
from truth.kinds.policy.importing.policy import policy, published
from truth.kinds.policy.importing.sheet import LONGEST, MOST_BRACKETS, Sheet, read_sheet
from truth.kinds.policy.kind import Policy
from truth.model.document import Document
from truth.model.errors import Invalid, TooLarge, UsageError
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.text.lines import lines_of
from truth.text.render import render
from truth.text.setting import Format

CASES = Path(__file__).parents[2] / "cases" / "policy" / "import"
SHAPES = open_shapes()


def told(sheet: Sheet, locale: str) -> dict[str, Any]:
    """Everything an import says, for people to review."""
    return {
        "title": sheet.title,
        "description": sheet.description,
        "language": sheet.language,
        "clauses": [
            {"id": one.id, "heading": one.heading, "line": one.line, "text": one.text} for one in sheet.sections
        ],
        "notes": [f"{one.rule.id}:{one.line} {one.message}" for one in sheet.notes],
        "candidates": [
            f"{one.clause}: {one.typed} = {one.type} {one.value}" for one in candidates(sheet.sections, locale)
        ],
    }


@pytest.mark.parametrize("file", sorted(CASES.glob("*.md")), ids=lambda file: file.stem)
def test_a_file_becomes_what_is_written_beside_it(file):
    sheet = read_sheet(file.read_text("utf-8"), "Terms of use")
    expected, found = file.with_suffix(".expected.yaml"), told(sheet, sheet.language or "en")
    if os.environ.get("UPDATE_CASES"):
        expected.write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=110), "utf-8")
    assert found == yaml.safe_load(expected.read_text("utf-8"))


@pytest.mark.parametrize("file", sorted(CASES.glob("*.md")), ids=lambda file: file.stem)
def test_every_file_makes_a_document_of_the_right_shape_that_files_hold_and_give_back(file):
    sheet = read_sheet(file.read_text("utf-8"), "Terms of use")
    body = policy(sheet, file.name, "terms", "en", owner="legal").body
    assert list(SHAPES.problems("policy", body)) == []
    main, parts = Policy().write(body)
    read = Policy().read(main, parts)
    assert not read.problems
    assert read.body == body


LINES = st.lists(
    st.sampled_from(
        [
            *["# One", "## Two", "### Three", "* item", "1. first", "> quote", "word *strong* {x}", "a_b_c 30 days"],
            *["---", "[l](https://a.example)", "<b>html</b>", "`code {y}`", "| a | b |", "|---|---|", "it''s 'quoted'"],
            *["", "    code"],
        ]
    ),
    min_size=1,
    max_size=14,
)


@given(LINES)
def test_whatever_is_read_validates_renders_and_survives_its_file(lines):
    try:
        sheet = read_sheet("\n".join(lines), "Terms")
    except Invalid:
        return  # no words
    body = policy(sheet, "a.md", "terms", "en", owner="legal").body
    assert list(SHAPES.problems("policy", body)) == []
    assert list(Policy().check(Document(Ref("policy", "terms"), body), snapshot_of([]))) == []
    main, parts = Policy().write(body)
    assert Policy().read(main, parts).body == body
    for section in sheet.sections:
        render(section.text, "en", Format.HTML, {}, markdown=True)


@given(LINES)
def test_the_words_that_are_shown_are_the_words_that_were_there(lines):
    source = "\n".join(line for line in lines if not line.startswith(("#", "<", "|", "---")))
    if not source.strip():
        return
    shown = lines_of(MarkdownIt("commonmark", {"html": False}).render(source))
    sheet = read_sheet(f"# Title\n\n{source}", "Terms")
    html = "".join(render(one.text, "en", Format.HTML, {}, markdown=True).text for one in sheet.sections)
    assert lines_of(html) == shown


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no words"),
        ("---\ntitle: x\n---\n", "no words"),
        ("# Only a heading\n", "no words"),
        ("a\n\ufdd0b", "line 2 holds a code point"),
        ("a\n\n\x00", "line 3 holds a code point"),
    ],
    ids=["nothing", "only front matter", "only a heading", "a noncharacter", "a NUL"],
)
def test_what_makes_no_clause_is_refused_with_its_reason(text, message):
    with pytest.raises(Invalid, match=message):
        read_sheet(text, "Terms")


@pytest.mark.parametrize(
    "text", ["a" * (LONGEST + 1), "[" * (MOST_BRACKETS + 1)], ids=["too long", "too many brackets"]
)
def test_more_than_a_policy_is_refused_before_it_is_parsed(text):
    with pytest.raises(TooLarge):
        read_sheet(text, "Terms")


@pytest.mark.parametrize(
    "text",
    [
        *["> " * 20_000 + "x", "- " * 5_000 + "x", "*" * 50_000 + "x", "`" * 50_000 + "x", "<" * 50_000, "{{" * 20_000],
        *["](" * 3_000, "\n".join("#" * (one % 6 + 1) + " x" for one in range(2_000)) + "\n\ny"],
    ],
    ids=["quotes", "lists", "stars", "backticks", "angles", "braces", "links", "headings"],
)
def test_hostile_text_is_read_or_refused(text):
    try:
        assert read_sheet(text, "Terms").sections
    except Invalid as error:
        assert error.message  # noqa: PT017 (either is right; nothing else is)


@pytest.mark.parametrize(
    ("heading", "id"),
    [
        ("Return window", "return_window"),
        ("1. Scope", "scope"),
        ("§ 3. Haftung", "haftung"),
        ("Art. 4: Durée", "duree"),
        ("30 days", "clause_30_days"),
        ("Größe & Maß", "groesse_mass"),
        ("We’d never", "wed_never"),
        ("範囲", ""),
        ("— … —", ""),
        ("a" * 90, "a" * 48),
        ("one two three four five six seven eight nine ten", "one_two_three_four_five_six_seven_eight_nine_ten"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_an_id_is_made_of_the_words_of_a_heading(heading, id):
    assert slug(heading) == id


@given(st.lists(st.text(max_size=60), max_size=30))
def test_every_clause_gets_an_id_of_its_own(headings):
    ids = Ids()
    given_out = [ids.give(heading, place) for place, heading in enumerate(headings, 1)]
    assert len(set(given_out)) == len(given_out)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,79}", id) for id in given_out)


def test_front_matter_is_read_as_far_as_a_policy_can_use_it():
    front = read_front_matter('---\ntitle: "A: b"  \n# a comment\ntags:\n  - x\ndate: 2024-01-01 # then\n---\nText')
    assert front.fields == {"title": "A: b", "tags": "", "date": "2024-01-01"}
    assert (front.lines["date"], front.height) == (6, 7)
    assert read_front_matter("--- no\n").height == 0
    assert read_front_matter("---\ntitle: never closed\n").height == 0


def test_html_gives_the_words_a_reader_sees():
    html = "<p>One &amp; two</p><style>p {}</style><img alt='a box'><ul><li>three</ul>"
    assert words_in(html) == ["One & two", "a box", "three"]


TEXT = """# Terms

## Returns

You have 30 days, see [30 days](https://a.example/30%20days) and `30 days`. A 30-day trial.

## Trial

30 days, or $4.95, or thirty days.
"""


def bound(*confirmed: str) -> Any:
    sheet = read_sheet(TEXT, "Terms")
    return bind(sheet.sections, candidates(sheet.sections, "en"), [Confirmed.parse(one) for one in confirmed], "en")


def test_a_confirmed_number_is_bound_wherever_it_then_reads_the_same():
    found = bound("window=30 days")
    assert found.values == {"window": {"type": "duration", "value": "P30D"}}
    assert found.sections[0].text == (
        "You have {window}, see [{window}](https://a.example/30%20days) and `30 days`. A 30-day trial."
    )
    assert found.sections[1].text == "{window}, or $4.95, or thirty days."


def test_a_number_can_be_confirmed_in_one_clause_alone():
    found = bound("trial=30 days@trial")
    assert found.sections[0].text.startswith("You have 30 days")
    assert found.sections[1].text.startswith("{trial}")


def test_a_number_that_would_read_otherwise_becomes_a_value_and_stays_typed():
    found = bound("window=30-day", "fee='$4.95'")
    assert found.values["window"] == {"type": "duration", "value": "P30D"}
    assert "30-day trial" in found.sections[0].text
    assert found.sections[1].text.startswith("30 days, or {fee}")
    assert [note.message for note in found.notes] == [
        "'30-day' would read '30 days' as {window}, so the words stay as they are"
    ]


@pytest.mark.parametrize(
    ("confirmed", "message"),
    [
        (["window"], "is not NAME=WORDS"),
        (["Window=30 days"], "is not NAME=WORDS"),
        (["window="], "is not NAME=WORDS"),
        (["window=31 days"], "no number written '31 days'.*did you mean '30 days'"),
        (["window=$4.95@returns"], "in 'returns'"),
        (["window=30 days", "window=$4.95"], "two different values"),
    ],
    ids=["no words", "no name", "empty", "not there", "not in that clause", "one name twice"],
)
def test_a_confirmation_that_fits_nothing_is_wrong_usage(confirmed, message):
    with pytest.raises(UsageError, match=message):
        bound(*confirmed)


def test_what_was_confirmed_is_not_listed_again():
    imported = policy(read_sheet(TEXT, "x"), "a.md", "terms", "en", confirmed=[Confirmed("window", "30 days")])
    assert [one.typed for one in imported.candidates] == ["30-day", "$4.95", "thirty days"]
    assert [finding.rule for finding in imported.findings] == ["import/missing"]


def test_history_holds_what_a_page_said_and_nothing_more():
    assert set(published(read_sheet(TEXT, "x"), "en")) == {"title", "clauses", "wording"}
