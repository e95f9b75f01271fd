"""A policy's answer: the same yes or no, the same date and the same words on every channel."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from truth.factory import read_content
from truth.model.document import Document
from truth.model.errors import Invalid, NotFound
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.decide import Decider, decider, table_json
from truth.registry.decision_lines import answers
from truth.registry.status_block import View
from truth.text.setting import Format

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "cases" / "policy"
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
RETURNS, PROFILE = Ref("policy", "returns"), Ref("company", "profile")
OPENED = {"condition": "opened", "delivered_on": "2026-11-23", "tags": []}
PLAIN = View()


@cache
def sample() -> Catalogue:
    return Catalogue(snapshot_of(read_content(ROOT / "content").documents.values()))


def returns(at: datetime = AT, on: str | None = None) -> Decider:
    return decider(sample(), "returns", "return", at, on)


def changed(**body: Any) -> Decider:
    """The sample's returns policy with its decision laid over."""
    documents = dict(sample().snapshot.documents)
    before = documents[RETURNS].body
    decision = {**before["decisions"]["return"], **body}
    documents[RETURNS] = Document(RETURNS, {**before, "decisions": {"return": decision}})
    return decider(Catalogue(snapshot_of(documents.values())), "returns", "return", AT)


@pytest.mark.parametrize(
    ("asked", "answer", "rule", "until"),
    [
        (OPENED, "accept", "in_time", "2026-12-23"),
        ({**OPENED, "condition": "damaged_on_arrival"}, "accept", "damaged", None),
        ({**OPENED, "condition": "damaged_on_arrival", "tags": ["final-sale"]}, "accept", "damaged", None),
        ({**OPENED, "tags": ["linen", "final-sale"]}, "refuse", "final_sale", None),
        ({**OPENED, "tags": ["sealed-for-hygiene"]}, "refuse", "hygiene", None),
        ({**OPENED, "condition": "unopened", "tags": ["sealed-for-hygiene"]}, "accept", "in_time", "2026-12-23"),
        ({**OPENED, "delivered_on": "2026-10-26"}, "accept", "in_time", "2026-11-25"),
        ({**OPENED, "delivered_on": "2026-10-25"}, "ask", "late", None),
    ],
)
def test_the_first_rule_that_holds_answers(asked: Any, answer: str, rule: str, until: str | None) -> None:
    said = returns().answer(asked, PLAIN)
    assert (said["answer"], said["rule"]["id"], said["until"]) == (answer, rule, until)
    assert said["means"] == said["answer"]
    assert all(said[part]["text"] for part in ("next", "timeline", "help", "recovery"))


@pytest.mark.parametrize(
    ("locale", "label", "heading", "sentence", "display"),
    [
        ("en", "Yes, returnable until December 23, 2026.", "Return window", "Day of delivery at most 30 days", "Dec"),
        ("de", "Ja, Rückgabe möglich bis 23. Dezember 2026.", "Rückgabefrist", "Tag der Zustellung höchstens", "23. D"),
        ("fr", "Oui, retour possible jusqu’au 23 décembre 2026.", "Délai de retour", "Jour de la livraison", "23 dé"),
    ],
)
def test_the_answer_is_said_in_the_reader_s_words(
    locale: str, label: str, heading: str, sentence: str, display: str
) -> None:
    said = returns().answer(OPENED, View(locale))
    assert (said["label"], said["clause"]["heading"], said["locale"]) == (label, heading, locale)
    assert said["rule"]["sentence"].startswith(sentence)
    assert said["display"]["until"].startswith(display)
    assert (said["rule"]["index"], said["rule"]["ref"]) == (3, "policy:returns/decisions/return/rules/in_time")


@pytest.mark.parametrize("channel", ["web", "email", "sms", "chat", "agent", "invoice", None])
def test_every_channel_gets_the_same_answer_in_its_own_format(channel: str | None) -> None:
    said, plain = returns().answer(OPENED, View("de", channel)), returns().answer(OPENED, View("de"))
    same = ("answer", "label", "until", "owner", "rule", "input", "display")
    assert {name: said[name] for name in same} == {name: plain[name] for name in same}
    assert ("<strong>" in said["clause"]["text"]) == (channel in ("web", "email"))
    assert ("segments" in said["clause"]) == (channel == "sms")


def test_an_exception_says_who_decides() -> None:
    said = returns().answer({**OPENED, "delivered_on": "2026-01-01"}, View("fr"))
    assert said["owner"] == {"team": "operations", "title": "Opérations"}
    assert returns().answer(OPENED, PLAIN)["owner"] is None


def test_the_day_is_the_company_s_calendar_day() -> None:
    late = {**OPENED, "delivered_on": "2026-10-26"}  # 25 November is the last day
    before, after = datetime(2026, 11, 25, 22, 59, tzinfo=UTC), datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
    assert returns(before).answer(late, PLAIN)["answer"] == "accept"
    said = returns(after).answer(late, PLAIN)
    assert (said["answer"], said["asked_on"], said["at"]) == ("ask", "2026-11-26", "2026-11-25T23:00:00Z")


def test_a_question_may_name_its_day_its_words_and_its_arguments() -> None:
    asked = {"input": OPENED, "on": "2026-12-24", "locale": "de", "as": "html", "with": {"case_number": "C-004211"}}
    said = returns().answer(asked, PLAIN)
    assert (said["answer"], said["asked_on"], said["format"], said["locale"]) == ("ask", "2026-12-24", "html", "de")
    assert "C-004211" in said["help"]["text"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"input": OPENED, "lcale": "de"}, "did you mean 'locale'?"),
        ({"input": OPENED, "locale": 3}, "malformed"),
        ({"input": OPENED, "locale": "d" * 65}, "malformed"),
        ({"input": OPENED, "on": "2026-02-30"}, "no day of the calendar"),
        ({"input": OPENED, "as": "htm"}, "did you mean 'html'?"),
        ({"input": OPENED, "channel": "emial"}, "did you mean 'email'?"),
        ({"input": OPENED, "with": {"ordernumber": "1"}}, "did you mean 'order_number'?"),
        ({"input": OPENED, "with": {"until": "2026-12-24"}}, "the decision says it"),
        ({"input": []}, "there is no input 'input'"),
    ],
)
def test_what_a_question_says_beside_its_inputs_is_read_strictly(asked: Any, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        returns().answer(asked, PLAIN)
    assert says in "".join([refused.value.message, *(one.message for one in refused.value.findings)])


def test_everything_wrong_with_a_question_is_told_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        returns().answer({"conditon": "opened", "delivered_on": 3, "tags": []}, PLAIN)
    told = [(one.rule, one.pointer, one.subject) for one in refused.value.findings]
    subject = "policy:returns/decisions/return"
    assert told == [
        ("decision/unknown-input", "/conditon", subject),
        ("decision/missing-input", "/condition", subject),
        ("decision/wrong-input", "/delivered_on", subject),
    ]
    assert refused.value.message.startswith("3 things are wrong with the question; the first: there is no input")


def test_a_decision_or_policy_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="did you mean 'return'"):
        decider(sample(), "returns", "retrun", AT)
    with pytest.raises(NotFound, match="did you mean 'policy:returns'"):
        decider(sample(), "retruns", "return", AT)


def test_a_declared_answer_says_its_own_words_and_what_it_means() -> None:
    label = {"en": "We swap it.", "de": "Wir tauschen.", "fr": "Nous échangeons."}
    swap = {"answer": "exchange", "clause": "window", "next": "how"}
    said = changed(answers={"exchange": {"label": label, "means": "accept"}}, rules=[swap]).answer(OPENED, View("de"))
    assert (said["answer"], said["means"], said["label"]) == ("exchange", "accept", "Wir tauschen.")
    assert said["next"]["ref"] == "policy:returns/clauses/how"
    assert said["timeline"] is None


@pytest.mark.parametrize(
    ("cause", "delivered_on", "answer", "means", "until"),
    [
        ("gave_way", "2024-11-25", "accept", "accept", "2026-11-25"),
        ("gave_way", "2024-11-24", "offer", "ask", None),
        ("wrong_from_start", "2024-02-29", "offer", "ask", None),
        ("accident", "2026-11-24", "refuse", "refuse", None),
    ],
)
def test_the_warranty_answers_in_whole_years(
    cause: str, delivered_on: str, answer: str, means: str, until: str | None
) -> None:
    asked = {"cause": cause, "delivered_on": delivered_on}
    said = decider(sample(), "warranty", "claim", AT).answer(asked, PLAIN)
    assert (said["answer"], said["means"], said["until"]) == (answer, means, until)
    assert (said["owner"] is not None) == (means == "ask")


@pytest.mark.parametrize(("locale", "yes"), [("en", "Yes"), ("de", "Ja"), ("fr", "Oui"), ("de-AT", "Ja")])
def test_an_answer_without_words_of_its_own_is_a_plain_one(locale: str, yes: str) -> None:
    said = changed(answers={}, rules=[{"answer": "accept", "clause": "window"}]).answer(OPENED, View(locale))
    assert said["label"] == yes


def test_a_language_without_words_for_rules_is_still_answered() -> None:
    profile = sample().profile.body
    documents = {**sample().snapshot.documents, PROFILE: Document(PROFILE, {**profile, "locales": ["en", "es"]})}
    asked = decider(Catalogue(snapshot_of(documents.values())), "returns", "return", AT)
    said = asked.answer(OPENED, View("es"))
    assert (said["answer"], said["rule"]["sentence"]) == ("accept", "Day of delivery at most 30 days ago")


def test_business_days_are_those_of_the_company_s_region() -> None:
    body = sample().document(RETURNS).body
    hold = {"type": "business_days", "value": 2}
    within = {"input": "delivered_on", "op": "within", "ref": "values/hold"}
    rules = [
        {
            "when": within,
            "answer": "accept",
            "clause": "window",
            "until": {"input": "delivered_on", "plus": "values/hold"},
        },
        {"answer": "refuse", "clause": "help"},
    ]
    decision = {"input": {"delivered_on": {"type": "date"}}, "rules": rules}
    laid = {**body, "values": {**body["values"], "hold": hold}, "decisions": {"x": decision}}
    documents = {**sample().snapshot.documents, RETURNS: Document(RETURNS, laid)}
    asked = decider(Catalogue(snapshot_of(documents.values())), "returns", "x", AT)
    christmas = {"delivered_on": "2026-12-23"}
    on_time, late = ({"input": christmas, "on": day} for day in ("2026-12-28", "2026-12-29"))
    said = asked.answer(on_time, View("de"))
    assert (said["answer"], said["until"]) == ("accept", "2026-12-28")
    assert said["rule"]["sentence"] == "Delivered on höchstens 2 Arbeitstage her"
    assert asked.answer(late, PLAIN)["answer"] == "refuse"


def test_money_is_read_in_the_currency_of_the_question() -> None:
    rules = [
        {
            "when": {"input": "paid", "op": "gte", "value": {"EUR": "50.00", "GBP": "45.00"}},
            "answer": "accept",
            "clause": "window",
        },
        {"answer": "refuse", "clause": "help"},
    ]
    asked = changed(input={"paid": {"type": "money"}}, answers={}, rules=rules)
    paid = {"paid": {"EUR": "47.00", "GBP": "47.00"}}
    assert asked.answer(paid, PLAIN)["answer"] == "refuse"
    assert asked.answer(paid, View(currency="GBP"))["answer"] == "accept"
    with pytest.raises(Invalid, match="no amount in CHF"):
        asked.answer(paid, View(currency="CHF"))


@pytest.mark.parametrize("locale", ["en", "de", "fr"])
@pytest.mark.parametrize(("policy", "name"), [("returns", "return"), ("warranty", "claim")])
def test_a_decision_of_the_sample_is_printed_as_sentences(policy: str, name: str, locale: str) -> None:
    table = table_json(decider(sample(), policy, name, AT), locale)
    lines = [table["title"], "", *(f"{one['index'] + 1}. {one['sentence']}" for one in table["rules"])]
    assert "\n".join(lines) + "\n" == (CASES / f"{policy}-as-sentences.{locale}.txt").read_text(encoding="utf-8")


def test_the_table_says_what_is_asked_and_what_each_rule_answers() -> None:
    table = table_json(returns(), "de")
    assert [(one["name"], one["type"], one["label"]) for one in table["input"]] == [
        ("condition", "enum", "Zustand des Artikels"),
        ("delivered_on", "date", "Tag der Zustellung"),
        ("tags", "set", "Merkmale des Artikels"),
    ]
    in_time = table["rules"][3]
    assert in_time["until"] == {"input": "delivered_on", "plus": "values/window"}
    assert in_time["when"] == "Tag der Zustellung höchstens 30 Tage her"
    assert table["rules"][4]["owner"]["title"] == "Betrieb"


def test_of_many_questions_each_line_is_answered_or_says_why_not() -> None:
    lines = [
        b'{"condition": "opened", "delivered_on": "2026-11-23", "tags": []}\n',
        b"\n",
        b'{"condition": "opened"\n',
        b'{"condition": "worn", "delivered_on": "2026-11-23", "tags": []}\n',
        b'{"input": {"condition": "opened", "delivered_on": "2026-11-23", "tags": []}, "channel": "emial"}\n',
        b'{"condition": "opened", "delivered_on": "2026-01-23", "tags": []}',
    ]
    said = list(answers(returns(), [b"".join(lines)], View("de"), "questions.ndjson"))
    assert [(one["line"], one.get("answer")) for one in said] == [
        (1, "accept"),
        (3, None),
        (4, None),
        (5, None),
        (6, "ask"),
    ]
    findings = [one["findings"] for one in said if "findings" in one]
    assert [[(each["rule"], each["file"], each["line"]) for each in one] for one in findings] == [
        [("decision/unreadable-line", "questions.ndjson", 3)],
        [("decision/wrong-input", "questions.ndjson", 4)],
        [("decision/shape", "questions.ndjson", 5)],
    ]


def test_a_format_may_be_asked_for() -> None:
    said = returns().answer(OPENED, View("en", format=Format.HTML))
    assert said["clause"]["text"].startswith("<p>")
