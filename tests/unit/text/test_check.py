"""The text rules, case by case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from truth.model.finding import Severity, Stretch
from truth.model.ref import Ref
from truth.text.argument import UNDECIDED, Argument, TypedValue
from truth.text.check import (
    RULES,
    OwnedValue,
    Surroundings,
    TextNode,
    check_arguments,
    check_declaration,
    check_text,
    check_translation,
    source_digest,
    used_names,
)
from truth.text.setting import Avoided, Channel, Format, Preferred, Setting

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "text" / "checks.yaml").read_text(encoding="utf-8"))
SETTING = Setting(
    locales=("en", "de"),
    channels={
        "web": Channel("web", Format.HTML, label_max=40),
        "sms": Channel("sms", Format.SMS, label_max=20, segments_max=2),
        "uk": Channel("uk", Format.TEXT, currency="GBP"),
    },
    time_zone="Europe/Berlin",
    currency="EUR",
    avoid={"en": (Avoided("unfortunately", "say what happens next"), Avoided("on its way", "say shipped"))},
    sentence_max=12,
    prefer={
        "en": (
            Preferred("parcel", ("package",), "one thing has one name"),
            Preferred("surprise", ("mystery box",), "the word on the label"),
        )
    },
    apologies={
        "en": (Avoided("sorry for the inconvenience", "say what we do about it"),),
        "de": (Avoided("wir entschuldigen uns", "sagen Sie, was wir tun"),),
    },
    promises={"en": (Avoided("guaranteed", "say what we do, and by when"),)},
)
ARGUMENTS = {
    argument.name: argument
    for argument in [
        Argument("window", "duration", bound=TypedValue("duration", "P30D"), ref="policy:returns/values/window"),
        Argument("half", "duration", bound=TypedValue("duration", "P1Y6M"), ref="policy:returns/values/half"),
        Argument("fee", "money", bound=TypedValue("money", {"EUR": "4.95", "GBP": "3.95"})),
        Argument("euro_fee", "money", bound=TypedValue("money", {"EUR": "4.95"})),
        Argument("eta", "date", required=False, example="2026-12-03"),
        Argument("count", "integer", example=3),
        Argument("millions", "integer", example=3, maximum=5_000_000),
        Argument("order_number", "string", example="NC-10482"),
        Argument("condition", "enum", of=("opened", "unopened"), example="opened"),
        Argument("gift", "boolean", example=True),
        Argument("broken", UNDECIDED),
    ]
}
OWNED = {
    "window": OwnedValue(TypedValue("duration", "P30D"), {"en": ["return"]}, {"en": ["link"]}),
    "refund_time": OwnedValue(TypedValue("business_days", 5)),
    "return_fee": OwnedValue(TypedValue("money", {"EUR": "4.95"})),
    "rate": OwnedValue(TypedValue("percent", "19")),
    "parcels": OwnedValue(TypedValue("integer", 7), {"en": ["parcels"], "de": ["Pakete"]}),
    "help_url": OwnedValue(TypedValue("url", "https://natural.example/help")),
    "phone": OwnedValue(TypedValue("phone", "+49 30 5550 100")),
    "until": OwnedValue(TypedValue("date", "2026-12-03")),
}
REF = Ref("policy", "returns")


def found(case: dict[str, Any], rule: str | None = None) -> list[tuple[str, str, str]]:
    setting = SETTING
    if "locales" in case:
        setting = replace(SETTING, locales=tuple(case["locales"]))
    role = case.get("role", "sentence")
    node = TextNode(REF / "x", ("x",), case["text"], role, case.get("markdown", role == "clause"))
    findings = check_text(node, Surroundings(setting, ARGUMENTS, OWNED))
    return [(each.rule, each.pointer, each.message) for each in findings]


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: f"{case['rule']} {str(case['text'])[:50]}")
def test_what_is_wrong_is_found_where_it_is(case: dict[str, Any]) -> None:
    matching = [each for each in found(case) if each[0] == case["rule"]]
    assert [pointer for _, pointer, _ in matching] == case["at"]
    assert case["says"] in " ".join(message for _, _, message in matching)


@pytest.mark.parametrize("case", CASES["fine"], ids=lambda case: str(case["text"])[:60])
def test_what_is_fine_is_left_alone(case: dict[str, Any]) -> None:
    assert found(case) == []


def test_words_typed_several_times_are_each_found_at_their_own_place() -> None:
    text = "This link lives 30 days.\n\nYou have 30 days.\n\n**30\ndays**, we say. You have 30 days."
    node = TextNode(REF / "x", ("x",), {"en": text, "de": ""}, "clause", True)
    findings = check_text(node, Surroundings(SETTING, ARGUMENTS, OWNED))
    at = [each.within for each in findings if each.rule == "text/literal-repeats-a-value"]
    begins = [text.index("30 days", 30), text.index("30\ndays"), text.rindex("30 days")]
    assert at == [Stretch.of(text, begin, begin + len("30 days")) for begin in begins]


def test_every_rule_of_a_text_has_a_case_here() -> None:
    elsewhere = {"text/unused-argument", "text/stale-translation"}
    assert {case["rule"] for case in CASES["wrong"]} == {rule.id for rule in RULES} - elsewhere


def test_every_rule_says_why_in_one_sentence() -> None:
    assert [rule.id for rule in RULES if not rule.why.endswith(".") or len(rule.why) > 120] == []


def test_an_argument_no_text_uses_is_a_warning_at_its_declaration() -> None:
    [finding] = check_arguments(REF, {"eta": ("arguments", "eta"), "n": ("arguments", "n")}, frozenset({"n"}))
    assert (finding.rule, finding.severity, finding.pointer) == (
        "text/unused-argument",
        Severity.WARNING,
        "/arguments/eta",
    )


def test_an_example_its_own_declaration_refuses_is_an_error() -> None:
    order = Argument("order_number", "string", pattern="^NC-[0-9]{5,}$", example="10482")
    [finding] = check_declaration(REF, order, ("arguments", "order_number"))
    assert finding.pointer == "/arguments/order_number/example"
    assert "expected the form" in finding.message
    assert list(check_declaration(REF, ARGUMENTS["window"], ())) == []


def test_a_translation_of_an_older_source_is_stale_and_of_this_one_is_not() -> None:
    source = {"clauses": {"window": {"heading": "Return window", "text": "You have {window}."}}}
    fresh = {"en": source, "de": {"of": source_digest(source), "clauses": {}}}
    assert list(check_translation(REF, fresh, SETTING)) == []
    changed = {**fresh, "en": {"clauses": {"window": {"heading": "Return window", "text": "You had {window}."}}}}
    [finding] = check_translation(REF, changed, SETTING)
    assert (finding.rule, finding.pointer) == ("text/stale-translation", "/wording/de/of")
    assert source_digest(changed["en"]) in str(finding.fix)


def test_names_are_found_even_where_a_pattern_cannot_be_read() -> None:
    assert used_names({"en": "{a} {b, plural, one {", "de": {"default": "{c}", "sms": "{d}"}}, False) == set("abcd")


def test_a_node_may_narrow_the_arguments_around_it() -> None:
    node = TextNode(REF, ("x",), {"en": "{count}", "de": "{count}"}, "sentence", False, scope=frozenset({"eta"}))
    rules = [finding.rule for finding in check_text(node, Surroundings(SETTING, ARGUMENTS))]
    assert rules == ["text/unknown-argument"] * 2
