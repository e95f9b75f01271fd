"""`truth policy history`, `diff` and `print`: what a policy said, when, by whom and why, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def turned(truth, content: Path, edit) -> None:
    """The starter released, then returns made longer with a note."""
    assert truth("apply", "--who", "ada", "--note", "The first one.").code == 0
    edit(content / "policy/returns/policy.yaml", "P30D", "P45D")
    edit(content / "policy/returns/de.md", "letzte", "allerletzte")
    assert truth("apply", "--who", "bo", "--note", "Longer returns").code == 0


def test_a_history_names_author_date_reason_and_change(truth, turned):
    lines = truth("policy", "history", "returns").out.splitlines()
    assert lines[0].endswith("version 2  release 2  bo  Longer returns")
    changed = "window: 30 days (P30D) → 45 days (P45D)"
    assert [line.strip() for line in lines[1:4]] == [changed, "en: ~ window", "de: ~ window"]
    assert "version 1  release 1  ada  The first one." in "\n".join(lines)


def test_times_are_those_of_the_company(truth, turned, content, edit):
    edit(content / "policy/returns/policy.yaml", "P45D", "P60D")
    assert truth("apply", "--effective-at", "2999-12-24T00:00:00+01:00").code == 0
    first = truth("policy", "history", "returns").out.splitlines()[0]
    assert first.startswith("2999-12-24T00:00:00+01:00  version 3")
    (item, *_) = truth("policy", "history", "returns", "--format", "json").json["items"]
    assert item["effective_at"] == "2999-12-23T23:00:00Z"


def test_a_history_can_be_narrowed(truth, turned):
    told = truth("policy", "history", "policy:returns", "--clause", "help", "--locale", "de", "--format", "json").json
    assert [one["version"] for one in told["items"]] == [1]
    assert len(truth("policy", "history", "returns", "--limit", "1", "--format", "json").json["items"]) == 1


def test_a_difference_is_text_a_page_or_json(truth, turned):
    text = truth("policy", "diff", "returns", "--from", "1", "--to", "2", "--locale", "en").out
    assert text.startswith("policy:returns  1 → 2\n\n[en]\n")
    assert "within [-30-] {+45+} days of delivery." in text
    assert truth("policy", "diff", "returns", "--locale", "en").out == text
    assert "<del>30</del> <ins>45</ins>" in truth("policy", "diff", "returns", "--as", "html").out
    told = truth("policy", "diff", "returns", "--format", "json").json
    assert told == truth("policy", "diff", "returns", "--as", "json").json
    assert [one["summary"]["changed"] for one in told["locales"]] == [["window"], ["window"]]
    assert truth("policy", "diff", "returns", "--as", "html", "--format", "json").code == 2


def test_on_a_terminal_changes_are_coloured_instead(truth, turned, monkeypatch):
    from rich.console import Console

    monkeypatch.setattr(
        "truth.cli.policy_diff.console", lambda: Console(force_terminal=True, color_system="standard", soft_wrap=True)
    )
    shown = truth("policy", "diff", "returns", "--locale", "en").out
    assert "\x1b[9;31m30\x1b[0m \x1b[4;32m45\x1b[0m days" in shown
    assert "[-" not in shown


def test_a_page_is_one_file(truth, turned):
    page = truth("policy", "print", "returns", "--locale", "de", "--source", "sqlite:///truth.db").out
    assert page.startswith("<!doctype html>")
    assert "Fassung 2 · Gültig seit" in page
    assert "Entwurf" in truth("policy", "print", "returns", "--locale", "de").out  # the folder has released nothing


def test_what_it_said_on_a_day_is_one_command(truth, turned):
    import datetime

    today = datetime.datetime.now(datetime.UTC).date()
    said = truth("get", "policy:returns/clauses/window", "--at", str(today + datetime.timedelta(days=1)))
    assert "45 days" in said.out
    early = truth("get", "policy:returns/clauses/window", "--at", "2020-03-03")
    assert (early.code, "nothing had been released by 2020-03-0" in early.err) == (1, True)
    assert truth("get", "policy:returns/clauses/window", "--at", "2020-02-30").code == 2


@pytest.mark.parametrize("verb", ["history", "diff", "print"])
@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("Returns!", 2, "is not a policy"),
        ("status:order", 2, "is not a policy"),
        ("policy:returns/clauses", 2, "is not a policy"),
        ("return", 1, "policy:returns"),
    ],
    ids=["no key", "another kind", "a part", "unknown"],
)
def test_what_is_no_policy_is_said(truth, turned, verb, name, code, message):
    said = truth("policy", verb, name)
    assert (said.code, message in said.err) == (code, True)


def test_a_source_without_history_is_wrong_usage(truth, turned):
    for verb in ("history", "diff"):
        said = truth("policy", verb, "returns", "--source", "content")
        assert (said.code, "keeps no history" in said.err) == (2, True)
