"""Fallback: channel → default, de-AT → de → the company's first locale; never empty, never a guess."""

from __future__ import annotations

from typing import Any

import pytest

from truth.model.errors import Invalid
from truth.text.choice import Chosen, choose
from truth.text.setting import Channel, Format, Setting

SETTING = Setting(
    locales=("en", "de", "fr-CH"),
    channels={"web": Channel("web", Format.HTML), "sms": Channel("sms", Format.SMS)},
    time_zone="Europe/Berlin",
    currency="EUR",
    avoid={},
    sentence_max=None,
)
TEXT = {"en": "Shipped", "de": {"default": "Versandt", "sms": "Vers."}, "fr-CH": "Expédiée"}


@pytest.mark.parametrize(
    ("locale", "channel", "chosen"),
    [
        ("en", None, Chosen("Shipped", "en", None)),
        ("de", "sms", Chosen("Vers.", "de", "sms")),
        ("de", "web", Chosen("Versandt", "de", None)),
        ("de-AT", "sms", Chosen("Vers.", "de", "sms")),
        ("DE_at", None, Chosen("Versandt", "de", None)),
        ("fr", None, Chosen("Expédiée", "fr-CH", None)),
        ("fr-FR", None, Chosen("Expédiée", "fr-CH", None)),
        ("en-US-posix", "sms", Chosen("Shipped", "en", None)),
    ],
)
def test_a_reader_gets_the_nearest_words_and_is_told_which(locale: str, channel: str | None, chosen: Chosen) -> None:
    assert choose(TEXT, locale, channel, SETTING) == chosen


@pytest.mark.parametrize("locale", ["nl", "xx-DE", "", "d", "de de", "de-", "en;q=1", "ｄｅ", "de\n"])
def test_an_unknown_or_malformed_locale_is_an_error_that_lists_those_there_are(locale: str) -> None:
    with pytest.raises(Invalid, match="en, de, fr-CH"):
        choose(TEXT, locale, None, SETTING)


def test_an_unknown_channel_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(Invalid, match="'smss' is not a channel of this company; did you mean 'sms'"):
        choose(TEXT, "en", "smss", SETTING)


@pytest.mark.parametrize("text", [{"en": "Shipped"}, {"en": "Shipped", "de": " "}])
def test_words_that_are_missing_or_blank_fall_back_to_the_source_locale(text: dict[str, Any]) -> None:
    assert choose(text, "de", None, SETTING) == Chosen("Shipped", "en", None)


@pytest.mark.parametrize("text", [{}, {"en": ""}, {"en": {"web": "x"}}, {"fr-CH": "x"}])
def test_a_text_without_any_words_to_show_is_an_error_and_never_empty(text: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="no words"):
        choose(text, "de", "sms", SETTING)
