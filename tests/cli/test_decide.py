"""`truth decide`: an answer a person can read, and one a script can use."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from truth.cli.main import main

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]
OPENED = {"condition": "opened", "delivered_on": "2026-11-23", "tags": []}
ON = ("--on", "2026-11-25")


@pytest.fixture
def asked(sample: Path, shop: Path) -> Callable[..., str]:
    """A file with a question."""

    def write(**inputs: Any) -> str:
        (shop / "input.json").write_text(json.dumps({**OPENED, **inputs}), encoding="utf-8")
        return "input.json"

    return write


def test_a_yes_is_printed_with_its_clause_its_next_step_and_its_date(truth: Call, asked: Any) -> None:
    said = truth("decide", "returns", "return", asked(), "--locale", "de", *ON)
    assert said.code == 0
    lines = said.out.split("\n")
    assert lines[0] == "accept: Ja, Rückgabe möglich bis 23. Dezember 2026."
    assert {"Rückgabefrist", "So geht es weiter", "So lange dauert es", "Hilfe", "Wenn etwas schiefgeht"} <= set(lines)
    assert lines[-2] == "4 (in_time): Tag der Zustellung höchstens 30 Tage her, bis 23. Dezember 2026"


def test_the_exit_code_of_a_no_is_1(truth: Call, asked: Any) -> None:
    said = truth("decide", "policy:returns", "return", asked(tags=["final-sale"]), "--format", "json", *ON)
    assert (said.code, said.json["answer"], said.err) == (1, "refuse", "")
    assert said.json["digest"].startswith("sha256:")


def test_an_exception_is_no_no_and_says_who_decides(truth: Call, asked: Any) -> None:
    said = truth("decide", "returns", "return", asked(delivered_on="2026-01-01"), *ON)
    assert said.code == 0
    assert said.out.startswith("ask: A person looks at it.")
    assert "Operations decides" in said.out


def test_a_question_may_come_from_standard_input(sample: Path) -> None:
    said = CliRunner().invoke(main, ["decide", "returns", "return", "-", *ON], input=json.dumps(OPENED))
    assert (said.exit_code, said.stdout[:7]) == (0, "accept:")


def test_a_person_reads_plain_text_whatever_the_channel_and_markup_where_it_is_asked_for(
    truth: Call, asked: Any
) -> None:
    plain = truth("decide", "returns", "return", asked(), "--channel", "email", *ON)
    assert (plain.code, "<p>" in plain.out) == (0, False)
    assert "You can return your order within 30 days of" in plain.out
    assert "<p>" in truth("decide", "returns", "return", asked(), "--channel", "email", "--as", "html", *ON).out
    told = truth("decide", "returns", "return", asked(), "--channel", "email", "--format", "json", *ON).json
    assert (told["format"], told["clause"]["text"][:3]) == ("html", "<p>")


def test_a_delivery_that_has_not_happened_is_no_yes(truth: Call, asked: Any) -> None:
    said = truth("decide", "returns", "return", asked(delivered_on="2029-11-10"), "--on", "2026-11-22")
    assert (said.code, said.out) == (1, "")
    assert "delivered_on is 2029-11-10, after today (2026-11-22)" in said.err


def test_a_word_almost_written_as_a_rule_has_it_is_no_silent_yes(truth: Call, asked: Any) -> None:
    said = truth("decide", "returns", "return", asked(tags=["final_sale"]), *ON)
    assert (said.code, said.out) == (1, "")
    assert "did you mean 'final-sale'?" in said.err


@pytest.mark.parametrize("locale", ["en", "de", "fr"])
def test_explain_prints_the_rules_as_sentences(truth: Call, sample: Path, root: Path, locale: str) -> None:
    said = truth("decide", "returns", "return", "--explain", "--locale", locale)
    file = root / "tests" / "cases" / "policy" / f"returns-as-sentences.{locale}.txt"
    assert (said.code, said.out) == (0, file.read_text(encoding="utf-8"))


def test_many_questions_are_answered_line_by_line(truth: Call, sample: Path, shop: Path) -> None:
    lines = [json.dumps(OPENED), "{", json.dumps({**OPENED, "tags": ["final-sale"]})]
    (shop / "questions.ndjson").write_text("\n".join(lines), encoding="utf-8")
    said = truth("decide", "returns", "return", "questions.ndjson", *ON)
    told = [json.loads(line) for line in said.out.splitlines()]
    assert [(one["line"], one.get("answer")) for one in told] == [(1, "accept"), (2, None), (3, "refuse")]
    assert told[1]["findings"][0]["line"] == 2
    assert said.code == 1, "a line could not be answered"
    (shop / "questions.ndjson").write_text(lines[2], encoding="utf-8")
    assert truth("decide", "returns", "return", "questions.ndjson", *ON).code == 0, "a no among many is an answer"


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["returns", "return"], 2, "--explain"),
        (["returns", "return", "input.json", "--explain"], 2, "leave the question out"),
        (["returns", "retrun", "input.json"], 1, "did you mean 'return'"),
        (["retruns", "return", "input.json"], 1, "did you mean 'policy:returns'"),
        (["status:fulfilment", "return", "input.json"], 2, "is not a policy"),
        (["Returns!", "return", "input.json"], 2, "name it by its key"),
        (["returns", "return", "nothing.json"], 2, "there is no file"),
        (["returns", "return", "nothing.ndjson"], 2, "cannot be read"),
        (["returns", "return", "input.json", "--on", "2026-02-30"], 1, "no day of the calendar"),
        (["returns", "return", "input.json", "--channel", "emial", *ON], 1, "did you mean 'email'"),
        (["returns", "return", "wrong.json"], 1, "did you mean 'condition'"),
    ],
)
def test_what_is_wrong_is_said(truth: Call, asked: Any, shop: Path, args: list[str], code: int, says: str) -> None:
    asked()
    (shop / "wrong.json").write_text(json.dumps({"conditon": "opened", "tags": []}), encoding="utf-8")
    said = truth("decide", *args)
    assert said.code == code
    assert says in said.err


def test_what_is_wrong_with_a_decision_is_found_at_its_line(truth: Call, sample: Path, edit: Edit) -> None:
    file = sample / "policy" / "returns" / "policy.yaml"
    edit(file, "clause: exclusions", "clause: exlusions")
    place = next(
        number for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1) if "exlusions" in line
    )
    said = truth("validate")
    assert said.code == 1
    assert f"content/policy/returns/policy.yaml:{place}:" in said.out
    assert "did you mean 'exclusions'?" in said.out


def test_a_shorter_window_is_not_applied_before_customers_are_told(truth: Call, sample: Path, edit: Edit) -> None:
    assert truth("apply").code == 0
    edit(sample / "policy" / "returns" / "policy.yaml", "value: P30D", "value: P14D")
    planned = truth("plan", "--format", "json")
    rules = {finding["rule"] for finding in planned.json["findings"]}
    assert "release/notice-too-short" in rules
    said = truth("apply")
    assert said.code == 1
    assert "customers are told 14 days before" in said.out + said.err
    told = truth("breaking", "1", "content", "--format", "json").json["findings"]
    assert "policy/narrowed" in {finding["rule"] for finding in told}


def test_a_decision_nobody_validated_is_not_answered_by_halves(
    truth: Call, asked: Any, sample: Path, edit: Edit
) -> None:
    edit(
        sample / "policy" / "returns" / "policy.yaml",
        "input: delivered_on, op: within",
        "input: deliverd_on, op: within",
    )
    said = truth("decide", "returns", "return", asked(), *ON)
    assert said.code == 1
    assert "policy:returns/decisions/return/rules/3/when/input: there is no input 'deliverd_on'" in said.err


@pytest.mark.parametrize(
    "ref", ["policy:returns/decisions/return/rules/damaged/next", "policy:returns/decisions/return/answers/ask/label"]
)
def test_the_words_of_a_decision_have_addresses(truth: Call, sample: Path, ref: str) -> None:
    said = truth("get", ref, "--locale", "de")
    assert said.code == 0
    assert said.out.startswith(("Schicken Sie uns ein Foto", "Ein Mensch sieht es sich an."))


def test_the_rules_of_another_moment_answer_as_they_did(truth: Call, asked: Any, sample: Path, edit: Edit) -> None:
    first = json.loads(truth("apply", "--format", "json").out)["release"]
    edit(sample / "policy" / "returns" / "policy.yaml", "value: P30D", "value: P90D")
    assert truth("apply").code == 0
    late = asked(delivered_on="2026-10-01")
    question = ("decide", "returns", "return", late, "--format", "json", *ON)
    assert truth(*question, "--release", "2").json["answer"] == "accept"
    then = truth(*question, "--at", first["effective_at"]).json
    assert (then["answer"], then["release"], then["at"]) == ("ask", 1, first["effective_at"])
