"""Comments that let a finding be."""

from __future__ import annotations

import pytest

from tests.unit.drift.pieces import comments, file, finding
from truth.drift.ignores import ignores_in, without_ignored
from truth.drift.source_file import SourceFile

RULES = ["drift/promise-contradicts", "drift/avoided-word"]
IGNORE = "# truth:ignore drift/promise-contradicts -- the old policy, quoted"


def judged(source: SourceFile, *said: str) -> tuple[list[str], int]:
    found = [finding(source, one) for one in said]
    left, ignored = without_ignored(source, found, ignores_in(source, comments(source), RULES))
    return [one.finding.rule for one in left], ignored


@pytest.mark.parametrize("text", [f"{IGNORE}\n14 days", f"14 days {IGNORE}"], ids=["line before", "same line"])
def test_a_finding_on_its_line_or_the_next_is_let_be(text: str) -> None:
    assert judged(file(text), "14 days") == ([], 1)


def test_it_reaches_no_further() -> None:
    assert judged(file(f"{IGNORE}\n\n14 days"), "14 days") == (["drift/promise-contradicts", "check/unused-ignore"], 0)


def test_it_names_several_rules_and_each_must_be_of_use() -> None:
    text = "# truth:ignore drift/promise-contradicts, drift/avoided-word -- quoted\n14 days"
    assert judged(file(text), "14 days") == (["check/unused-ignore"], 1)


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("truth:ignore drift/promise-contradicts", "it gives no reason"),
        ("truth:ignore drift/promise-contradicts -- ", "it gives no reason"),
        ("truth:ignore drift/promise-contradicts -- -->", "it gives no reason"),
        ("truth:ignore -- because", "it names no rule"),
        ("truth:ignore drift/promise-contradict -- why", "did you mean 'drift/promise-contradicts'?"),
    ],
)
def test_one_that_cannot_count_lets_nothing_be(comment: str, message: str) -> None:
    source = file(f"# {comment}\n14 days")
    left, ignored = without_ignored(source, [finding(source, "14 days")], ignores_in(source, comments(source), RULES))
    assert ignored == 0
    assert [one.finding.rule for one in left] == ["drift/promise-contradicts", "check/unused-ignore"]
    assert message in left[1].finding.message


def test_an_ignore_of_a_rule_that_does_not_judge_here_is_not_accused() -> None:
    source = file(f"{IGNORE}\n")
    skipped = frozenset({"drift/promise-contradicts"})
    assert without_ignored(source, [], ignores_in(source, comments(source), RULES), skipped) == ([], 0)


def test_above_an_entry_of_a_catalogue_it_speaks_for_the_whole_entry() -> None:
    source = file(f'{IGNORE}\n#: mail.py:3\nmsgid "a"\nmsgstr "14 days"\n\nmsgstr "in 14 days"\n', "de.po")
    left, ignored = without_ignored(
        source,
        [finding(source, "14 days"), finding(source, "in 14 days")],
        ignores_in(source, comments(source), RULES),
    )
    assert ([one.said for one in left], ignored) == (["in 14 days"], 1)
