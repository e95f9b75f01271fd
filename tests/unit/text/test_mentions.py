"""Quantities in a sentence, with the characters that say them, and what they come to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.text.argument import TypedValue
from truth.text.mention import amounts_in, percents_in, times_in
from truth.text.size import Size, size_of

CURRENCIES = ("EUR", "GBP")


@pytest.mark.parametrize(
    ("locale", "sentence", "said"),
    [
        ("en", "within 3–5 business days", [("3–5 business days", 3, 5)]),
        ("en", "between 3 and 5 days", [("3 and 5 days", 3, 5)]),
        ("en", "2 and 5 days", [("5 days", 5, 5)]),
        ("en", "a thirty-day window of 4 weeks", [("thirty-day", 30, 30), ("4 weeks", 28, 28)]),
        ("en", "14 calendar days", [("14 calendar days", 14, 14)]),
        ("en", "thirty (30) days, 30 (thirty) days", [("thirty (30) days", 30, 30), ("30 (thirty) days", 30, 30)]),
        ("en", "section 30 (b) days, thirty (40) days", []),
        (
            "en",
            "thirty\u2011day, twenty\u2011five days",
            [("thirty\u2011day", 30, 30), ("twenty\u2011five days", 25, 25)],
        ),
        ("de", "die 14-Tage-Frist, dreißigtägig", [("14-Tage", 14, 14), ("dreißigtägig", 30, 30)]),
        ("de", "3 bis 5 Werktage", [("3 bis 5 Werktage", 3, 5)]),
        ("fr", "sous 3 à 5 jours ouvrés", [("3 à 5 jours ouvrés", 3, 5)]),
        ("fr", "pendant quinze jours", [("quinze jours", 15, 15)]),
        ("en", "in days of yore", []),
    ],
)
def test_times_are_read_with_their_ranges(locale: str, sentence: str, said: list[tuple[str, int, int]]) -> None:
    found = [(sentence[one.start : one.end], one.size.low, one.size.high) for one in times_in(sentence, locale)]
    assert found == said


@pytest.mark.parametrize(
    ("locale", "sentence", "said"),
    [
        ("en", "costs €4.95, or £3.95", [("€4.95", "4.95", "EUR"), ("£3.95", "3.95", "GBP")]),
        ("en", "5 euros", [("5 euros", "5", "EUR")]),
        ("de", "kostet 4,95 €", [("4,95 €", "4.95", "EUR")]),
        ("fr", "dès 1 234,50 €", [("1 234,50 €", "1234.50", "EUR")]),
        ("en", "item 4040-60", []),
    ],
)
def test_amounts_are_read_with_their_currency(locale: str, sentence: str, said: list[tuple[str, str, str]]) -> None:
    found = [
        (sentence[one.start : one.end], str(one.size.low), one.currency)
        for one in amounts_in(sentence, locale, CURRENCIES)
    ]
    assert found == said


def test_percentages_are_read() -> None:
    assert [one.size.low for one in percents_in("19 % here, 7 per cent there", "en")] == [19, 7]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (("duration", "P30D"), ("duration", "P1M"), True),
        (("duration", "P4W"), ("duration", "P1M"), True),
        (("duration", "P14D"), ("duration", "P1M"), False),
        (("duration", "P2Y"), ("duration", "P24M"), True),
        (("business_days", 5), ("duration", "P7D"), True),
        (("business_days", 5), ("duration", "P5D"), True),
        (("business_days", 5), ("duration", "P14D"), False),
        (("duration", "PT24H"), ("duration", "P1D"), True),
    ],
)
def test_sizes_agree_where_any_reading_makes_them_equal(
    one: tuple[str, object], other: tuple[str, object], agree: bool
) -> None:
    first, second = size_of(TypedValue(*one)), size_of(TypedValue(*other))
    assert first.agrees(second) is agree
    assert second.agrees(first) is agree


@given(st.integers(0, 2000), st.integers(0, 2000), st.booleans(), st.booleans())
def test_agreeing_is_mutual(low: int, high: int, business: bool, other: bool) -> None:
    one = Size("time", Decimal(low), Decimal(low), business)
    two = Size("time", Decimal(high), Decimal(high), other)
    assert one.agrees(two) == two.agrees(one)
    assert one.agrees(one)


@given(st.sampled_from(["en", "de", "fr"]), st.text(max_size=80))
def test_every_mention_stands_in_its_sentence(locale: str, sentence: str) -> None:
    for one in (*times_in(sentence, locale), *amounts_in(sentence, locale, CURRENCIES)):
        assert 0 <= one.start < one.end <= len(sentence)
        assert one.size.low <= one.size.high
