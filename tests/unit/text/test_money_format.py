"""The quick way to write money gives the characters of the careful one."""

from __future__ import annotations

import pytest
from babel import localedata
from hypothesis import given
from hypothesis import strategies as st

from truth.model.errors import Invalid
from truth.text.argument import TypedValue
from truth.text.formatting import display
from truth.text.money_format import money_format

AMOUNTS = ("0", "0.00", "-0.00", "7.5", "-4.95", "12.345", "999.99", "1000", "-1234.50", "98765.43", "123456789012.10")
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY", "BHD", "SEK", "INR", "BRL", "XXX")
LOCALES = sorted(name.replace("_", "-") for name in localedata.locale_identifiers())


def carefully(amount: str, currency: str, locale: str) -> str:
    value = TypedValue("money", {currency: amount})
    return display(value, locale, currency=currency, time_zone="UTC").text


@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_locale_writes_an_amount_the_same_both_ways(currency: str) -> None:
    different = [
        (locale, amount)
        for locale in LOCALES
        for amount in AMOUNTS
        if money_format(currency, locale)(amount) != carefully(amount, currency, locale)
    ]
    assert different == []


@given(st.decimals(-(10**14), 10**14, places=2), st.sampled_from(LOCALES), st.sampled_from(CURRENCIES))
def test_any_amount_is_written_the_same_both_ways(amount: object, locale: str, currency: str) -> None:
    assert money_format(currency, locale)(f"{amount:f}") == carefully(f"{amount:f}", currency, locale)


def test_a_locale_nobody_knows_is_an_error() -> None:
    with pytest.raises(Invalid, match="no data for locale"):
        money_format("EUR", "xx-klingon")
