"""What is found wrong with decisions, and where: the cases of ``tests/cases/policy/decisions.yaml``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

import truth
from truth.factory import open_shapes
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.kinds.policy.decisions.asked import INPUT_RULES, facts_of
from truth.kinds.policy.decisions.decision import decision_of
from truth.kinds.policy.decisions.near_words import near_word
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Rule
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.validate import validate

STARTER = read_folder(Path(truth.__file__).parent / "files" / "starter", KINDS).documents
DATA = yaml.load(
    (Path(__file__).parents[3] / "cases" / "policy" / "decisions.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
RETURNS, PROFILE, NOW = Ref("policy", "returns"), Ref("company", "profile"), datetime(2026, 11, 22, tzinfo=UTC)
CALM = dict.fromkeys(("next", "timeline", "help", "recovery"), "help")


def documents(case: Any) -> list[Document]:
    rules = [dict(rule) for rule in case["rules"]]
    rules = [{**(CALM if rule.pop("calm", True) else {}), **rule} for rule in rules]
    returns, profile = STARTER[RETURNS].body, STARTER[PROFILE].body
    decision = {"input": DATA["inputs"], "rules": rules, **({"answers": case["answers"]} if "answers" in case else {})}
    body = {**returns, "values": {**returns["values"], **case.get("values", {})}, "decisions": {"return": decision}}
    body["arguments"] = {**returns["arguments"], **case.get("arguments", {})}
    if "retired_clauses" in case:
        body["retired_clauses"] = case["retired_clauses"]
    laid = {RETURNS: Document(RETURNS, body), PROFILE: Document(PROFILE, {**profile, **case.get("profile", {})})}
    return list({**STARTER, **laid}.values())


@pytest.mark.parametrize("name", DATA["cases"])
def test_everything_wrong_with_a_decision_is_found_at_its_place_and_nothing_else(name: str) -> None:
    case = DATA["cases"][name]
    found = validate(snapshot_of(documents(case), NOW), open_shapes(), NOW)
    wanted = [tuple(one) for one in case["finds"]]
    assert [(one.rule, one.pointer) for one in found] == [(rule, place) for rule, place, _ in wanted], found
    for finding, (_, _, says) in zip(found, wanted, strict=True):
        assert says in finding.message


def _asked(example: Any) -> list[str]:
    final_sale = {"when": {"input": "tags", "op": "contains", "value": "final-sale"}, "answer": "refuse", "clause": "x"}
    asks = {
        "condition": {"type": "enum", "of": ["opened", "unopened"]},
        "delivered_on": {"type": "date", "latest": "today"},
        "tags": {"type": "set"},
    }
    decision = decision_of(
        Document(RETURNS, {"decisions": {"return": {"input": asks, "rules": [final_sale]}}}), "return"
    )
    try:
        facts_of(RETURNS / "decisions" / "return", decision, example, "EUR", date(2026, 11, 25))
    except Invalid as error:
        return [finding.rule for finding in error.findings]
    return []


@pytest.mark.parametrize("rule", [one for one in INPUT_RULES if isinstance(one.fails, dict)], ids=lambda rule: rule.id)
def test_a_question_that_is_wrong_in_one_way_is_found_so(rule: Rule) -> None:
    assert _asked(rule.passes) == []
    assert rule.id in _asked(rule.fails)


@pytest.mark.parametrize("given", [None, [], "x", 3, True])
def test_a_question_is_an_object(given: Any) -> None:
    assert _asked(given) == ["decision/shape"]


def test_one_wrong_thing_is_one_finding_each() -> None:
    given = {"conditon": "opened", "delivered_on": "2026-02-30", "tags": ["a", 3]}
    assert _asked(given) == [
        "decision/unknown-input",
        "decision/missing-input",
        "decision/wrong-input",
        "decision/wrong-input",
    ]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("final-sale", None),
        ("Final_Sale", "final-sale"),
        ("final sale", "final-sale"),
        ("finalsale", "final-sale"),
        ("final-sales", "final-sale"),
        ("fnal-sale", "final-sale"),
        ("final-salt", "final-sale"),
        ("first-sale", None),
        ("sealed", None),
        ("sales", None),
        ("sold", None),
        ("SALE", "sale"),
        ("", None),
    ],
)
def test_a_word_one_slip_away_from_one_of_the_rules_is_near_it(word: str, near: str | None) -> None:
    assert near_word(word, frozenset(("final-sale", "sale"))) == near


def test_every_word_that_is_nearly_one_of_the_rules_is_told() -> None:
    asked = {"condition": "opened", "delivered_on": "2026-11-26", "tags": ["final_sale", "gift", "Final-Sale"]}
    assert _asked(asked) == ["decision/after-today", "decision/near-word", "decision/near-word"]


def test_of_very_many_unknown_inputs_a_few_are_told() -> None:
    given = {f"x{place}": 1 for place in range(50_000)}
    assert _asked(given).count("decision/unknown-input") == 20
