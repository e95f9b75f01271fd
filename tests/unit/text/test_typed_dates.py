"""A day since when a text holds comes from the release; typed in, it is found."""

from __future__ import annotations

import pytest

from truth.text.rules.dates import _date


@pytest.mark.parametrize(
    ("sentence", "locale", "typed"),
    [
        ("Effective 1 January 2026.", "en", "1 January 2026"),
        ("Last updated: March 3, 2026.", "en", "March 3, 2026"),
        ("In force since 2026-03-03.", "en", "2026-03-03"),
        ("Stand: 3. März 2026", "de", "3. März 2026"),
        ("Gültig ab 01.02.2026", "de", "01.02.2026"),
        ("En vigueur depuis le 1er janvier 2026.", "fr", "1er janvier 2026"),
        ("Mise à jour : 3 mars 2026", "fr", "3 mars 2026"),
        ("Orders since 1 January 2026 count.", "en", None),
        ("Effective {effective}.", "en", None),
        ("An effective answer takes a day.", "en", None),
        ("Der Stand der Dinge", "de", None),
        ("Effective 1 January 2026.", "tlh", None),
    ],
)
def test_a_date_counts_beside_words_that_say_since_when(sentence: str, locale: str, typed: str | None) -> None:
    assert _date(sentence, locale) == typed
