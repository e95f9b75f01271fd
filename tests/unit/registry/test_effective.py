"""`{effective}` and `{updated}`: from the release, in the company's time zone; a draft where nothing is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from truth.model.ref import Ref
from truth.model.snapshot import Snapshot, Standing
from truth.registry.catalogue import Catalogue
from truth.registry.resolve import Question, resolve_text
from truth.text.setting import Format

HELP = Ref.parse("policy:returns/clauses/help")
Shop = Callable[..., Snapshot]


def dated(time_zone: str, words: str = "{effective} · {updated}") -> dict[str, Callable[[dict[str, Any]], object]]:
    """The starter's help clause with the dates in it, of a company in a time zone."""

    def write(body: dict[str, Any]) -> None:
        body["wording"] = {locale: text(one, words) for locale, one in body["wording"].items()}

    return {"policy:returns": write, "company:profile": lambda body: body.update(time_zone=time_zone)}


def text(translation: dict[str, Any], words: str) -> dict[str, Any]:
    clause = {**translation["clauses"]["help"], "text": words}
    return {**translation, "clauses": {**translation["clauses"], "help": clause}}


def published(draft: Snapshot, effective: datetime, recorded: datetime) -> Snapshot:
    return Snapshot(
        {entry: Standing(one.document, 1, 1, effective, recorded) for entry, one in draft.standings.items()}
    )


def said(snapshot: Snapshot, locale: str = "en") -> str:
    return resolve_text(Catalogue(snapshot), Question(HELP, locale, format=Format.JSON)).text


@pytest.mark.parametrize(
    ("time_zone", "instant", "day"),
    [
        ("Europe/Berlin", "2026-08-31T21:59:59Z", "August 31, 2026"),
        ("Europe/Berlin", "2026-08-31T22:00:00Z", "September 1, 2026"),
        ("Pacific/Auckland", "2026-08-31T11:59:59Z", "August 31, 2026"),
        ("Pacific/Auckland", "2026-08-31T12:00:00Z", "September 1, 2026"),
        ("Pacific/Auckland", "2026-12-31T11:00:00Z", "January 1, 2027"),
        ("America/Los_Angeles", "2026-09-01T06:59:59Z", "August 31, 2026"),
        ("Pacific/Kiritimati", "2026-08-31T10:00:00Z", "September 1, 2026"),
    ],
)
def test_midnight_is_the_company_s_midnight(shop: Shop, time_zone: str, instant: str, day: str) -> None:
    at = datetime.fromisoformat(instant)
    assert said(published(shop(dated(time_zone)), at, at)) == f"{day} · {day}"


def test_when_it_counts_and_when_it_was_published_are_two_dates(shop: Shop) -> None:
    effective, recorded = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 8, 18, 9, tzinfo=UTC)
    snapshot = published(shop(dated("Europe/Berlin")), effective, recorded)
    assert said(snapshot) == "September 1, 2026 · August 18, 2026"
    assert said(snapshot, "de") == "1. September 2026 · 18. August 2026"


@pytest.mark.parametrize(("locale", "word"), [("en", "draft"), ("de", "Entwurf")])
def test_a_folder_prints_the_word_for_draft(shop: Shop, locale: str, word: str) -> None:
    assert said(shop(dated("Pacific/Auckland")), locale) == f"{word} · {word}"


def test_a_choice_tells_a_draft_from_what_is_in_force(shop: Shop) -> None:
    words = "{effective, select, draft {Not in force.} other {Since {effective}.}}"
    draft = shop(dated("Europe/Berlin", words))
    assert said(draft) == "Not in force."
    at = datetime(2026, 9, 1, tzinfo=UTC)
    assert said(published(draft, at, at)) == "Since September 1, 2026."
