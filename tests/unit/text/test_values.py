"""Typed values: how they are shown, and which of a channel's are taken."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from truth.model.errors import Invalid
from truth.text.argument import EXAMPLES, Argument, TypedValue, example_of, read_argument
from truth.text.counted import Counted, counted
from truth.text.formatting import Formatted, display
from truth.text.shape import compile_shape, matches

CASES = Path(__file__).parents[2] / "cases" / "text"
DISPLAYS = yaml.safe_load((CASES / "displays.yaml").read_text(encoding="utf-8"))
SUPPLIED = yaml.safe_load((CASES / "supplied.yaml").read_text(encoding="utf-8"))
ENUM = ("unopened", "opened")


def shown(type: str, value: Any, locale: str = "en", currency: str = "EUR") -> Formatted:
    return display(TypedValue(type, value), locale, currency=currency, time_zone="Europe/Berlin")


def argument(type: str, **settings: Any) -> Argument:
    return replace(Argument("given", type, of=ENUM if type == "enum" else None), **settings)


@pytest.mark.parametrize("locale", ["en", "de", "fr"])
@pytest.mark.parametrize("case", DISPLAYS, ids=lambda case: f"{case['type']} {case['value']}")
def test_a_value_is_shown_as_its_language_writes_it(case: dict[str, Any], locale: str) -> None:
    expected = case[locale].replace("~", "\u00a0").replace("^", "\u202f")
    assert shown(case["type"], case["value"], locale).text == expected


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["EUR", "JPY", "KWD", "UYI", "CLF"]))
def test_money_keeps_exactly_its_own_digits_whatever_the_currency(amount: Decimal, currency: str) -> None:
    text = shown("money", {currency: f"{amount:.2f}"}, currency=currency).text
    assert re.sub(r"[^0-9.]", "", text) == f"{amount:.2f}"


def test_money_in_a_currency_it_lacks_is_an_error_that_names_those_it_has() -> None:
    with pytest.raises(Invalid, match="no amount in USD; there is: CHF, EUR"):
        shown("money", {"EUR": "4.95", "CHF": "5.00"}, currency="USD")


def test_a_duration_of_one_unit_is_counted_in_that_unit_and_one_of_several_cannot_be() -> None:
    assert shown("duration", "P2W").number == 2
    assert shown("duration", "P1Y6M").number is None


def test_business_days_without_words_in_a_language_are_an_error() -> None:
    with pytest.raises(Invalid, match="no words for business days in 'ja'"):
        shown("business_days", 5, "ja")


def test_one_and_true_are_different_values() -> None:
    assert shown("integer", 1).text == "1"
    assert shown("boolean", True).text == "yes"
    with pytest.raises(Invalid):
        shown("integer", True)


def test_an_instant_is_shown_in_the_time_zone_of_the_company() -> None:
    late = TypedValue("datetime", "2026-08-31T12:30:00Z")
    assert display(late, "en", currency="NZD", time_zone="Pacific/Auckland").text.startswith("September 1, 2026")


@pytest.mark.parametrize(
    ("type", "value"), [("date", "2026-02-30"), ("percent", "19 %"), ("duration", "30"), ("nope", 1)]
)
def test_a_value_that_does_not_fit_its_type_is_an_error(type: str, value: Any) -> None:
    with pytest.raises(Invalid):
        shown(type, value)


@pytest.mark.parametrize("case", SUPPLIED["taken"], ids=lambda case: f"{case['type']} {case['given']}")
def test_a_supplied_value_is_taken_as_its_type(case: dict[str, Any]) -> None:
    assert read_argument(argument(case["type"]), case["given"]).value == case.get("value", case["given"])


@pytest.mark.parametrize("case", SUPPLIED["refused"], ids=lambda case: f"{case['type']} {case['given']!r}"[:60])
def test_a_supplied_value_that_does_not_fit_is_refused_with_an_example(case: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        read_argument(argument(case["type"]), case["given"])
    assert case["says"] in refused.value.message
    assert refused.value.message.startswith("'given' is ")
    assert "for example" in refused.value.message


@pytest.mark.parametrize("type", sorted(EXAMPLES))
def test_the_example_of_every_type_is_taken_and_can_be_shown(type: str) -> None:
    value = read_argument(argument(type), example_of(argument(type)).value)
    assert display(value, "de", currency="EUR", time_zone="Europe/Berlin").text


def test_a_text_must_have_the_shape_its_argument_asks_for() -> None:
    order = argument("string", pattern="^NC-[0-9]{5,}$", example="NC-10482")
    assert read_argument(order, "NC-10482").value == "NC-10482"
    with pytest.raises(Invalid, match=r'"NC-1": expected the form .* for example "NC-10482"'):
        read_argument(order, "NC-1")


def test_a_number_must_lie_between_its_bounds() -> None:
    rooms = argument("integer", minimum=1, maximum=9)
    assert read_argument(rooms, "9").value == 9
    for wrong in (0, 10):
        with pytest.raises(Invalid, match="expected at"):
            read_argument(rooms, wrong)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)*b", "(?=a)b", r"(a)\1", "a*b*c*d*e", "(a|a)" * 9, "a?" * 9, "["])
def test_a_regular_expression_that_could_run_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(Invalid):
        compile_shape(pattern)


@pytest.mark.parametrize("pattern", ["^NC-[0-9]{5,}$", "^(EU|US)-[A-Z]{2}[0-9]{4}$", r"^\d{3}(-\d{3}){2}$", "[]a]x?"])
def test_a_regular_expression_for_a_number_of_some_kind_is_fine(pattern: str) -> None:
    compile_shape(pattern)


@given(st.text(max_size=40), st.text(max_size=150))
def test_any_pattern_and_any_text_give_an_answer_or_invalid(pattern: str, text: str) -> None:
    try:
        assert matches(pattern, text) in (True, False)
    except Invalid:
        return


@pytest.mark.parametrize(
    ("type", "value", "number", "unit"),
    [
        ("duration", "P30D", 30, "day"),
        ("duration", "PT2H", 2, "hour"),
        ("duration", "P1Y6M", None, None),
        ("business_days", 5, 5, "business_day"),
        ("integer", 3, 3, None),
        ("percent", "7.5", "7.5", "percent"),
        ("money", {"EUR": "4.95", "GBP": "3.95"}, "3.95", "GBP"),
        ("date", "2026-12-03", None, None),
        ("enum", "opened", None, None),
        ("boolean", True, None, None),
    ],
    ids=lambda one: str(one),
)
def test_a_value_says_what_it_counts(type: str, value: Any, number: object, unit: str | None) -> None:
    assert counted(TypedValue(type, value), "GBP") == Counted(number, unit)  # type: ignore[arg-type]


def test_a_boolean_is_shown_as_its_code_where_there_are_no_words_for_it() -> None:
    assert shown("boolean", True, "ja").text == "true"
    assert shown("boolean", False, "de") == Formatted("nein", None, "false")
