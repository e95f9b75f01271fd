"""One text or value, as one channel shows it in one locale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from truth.model.errors import Gone, Invalid, NotFound
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot, Standing
from truth.registry.catalogue import Catalogue
from truth.registry.resolve import Answer, Question, resolve_text, resolve_value
from truth.text.setting import Format


def ask(catalogue: Catalogue, ref: str, **question: Any) -> Answer:
    return resolve_text(catalogue, Question(Ref.parse(ref), **question))


def test_a_value_is_bound_and_shown_in_the_words_of_the_locale(catalogue: Catalogue) -> None:
    answer = ask(catalogue, "policy:returns/clauses/window", locale="de")
    assert "30 Tage" in answer.text
    shown = answer.arguments["window"]
    assert (shown.type, shown.value, shown.display) == ("duration", "P30D", "30 Tage")
    assert shown.ref == "policy:returns/values/window"


def test_without_a_locale_the_company_s_first_answers(catalogue: Catalogue) -> None:
    assert ask(catalogue, "status:order/shipped/label").locale == "en"


def test_a_regional_locale_gets_its_language_and_says_so(catalogue: Catalogue) -> None:
    assert ask(catalogue, "status:order/shipped/label", locale="de-AT").locale == "de"


def test_the_channel_decides_the_format_unless_one_is_asked_for(catalogue: Catalogue) -> None:
    ref = "policy:returns/clauses/window"
    assert ask(catalogue, ref, channel="web").format is Format.HTML
    assert ask(catalogue, ref, channel="web", format=Format.TEXT).format is Format.TEXT
    assert ask(catalogue, ref).format is Format.TEXT
    sms = ask(catalogue, ref, channel="sms")
    assert sms.segments is not None
    assert sms.segments.segments == 1


@pytest.mark.parametrize(
    ("ref", "question", "message"),
    [
        ("status:order/shipped/label", {"locale": "it"}, "no texts in 'it'; this company has: en, de"),
        ("status:order/shipped/label", {"locale": "not a locale"}, "is not a locale"),
        ("status:order/shipped/label", {"channel": "webb"}, "did you mean 'web'"),
        ("status:order/shipped/when", {"supplied": {"etta": "2026-12-03"}}, "did you mean 'eta'"),
        ("status:order/shipped/when", {"supplied": {"eta": "soon"}}, "'eta' is"),
        ("policy:returns/clauses/window", {"supplied": {"window": "P99D"}}, "cannot be supplied: it is bound to"),
    ],
)
def test_nothing_is_guessed(catalogue: Catalogue, ref: str, question: dict[str, Any], message: str) -> None:
    with pytest.raises(Invalid, match=message):
        ask(catalogue, ref, **question)


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("polici:returns/clauses/window", "there is no kind 'polici'; did you mean 'policy'"),
        ("policy:return/clauses/window", "did you mean 'policy:returns'"),
        ("policy:returns/clauses/windw", "did you mean policy:returns/clauses/window"),
        ("policy:returns/window", "the section is always written: did you mean policy:returns/clauses/window"),
        ("status:order/shipd/label", "did you mean status:order/shipped/label"),
        ("policy:returns/values/window", "is not a text"),
    ],
)
def test_an_unknown_ref_is_told_the_nearest(catalogue: Catalogue, ref: str, message: str) -> None:
    with pytest.raises(NotFound, match=message):
        ask(catalogue, ref)


def test_a_supplied_argument_is_read_by_its_type(catalogue: Catalogue) -> None:
    supplied = {"eta": "2026-12-03"}
    assert "December 3, 2026" in ask(catalogue, "status:order/shipped/when", supplied=supplied).text
    assert "3. Dezember 2026" in ask(catalogue, "status:order/shipped/when", locale="de", supplied=supplied).text


def test_hostile_values_are_text_in_every_format(shop: Callable[..., Snapshot]) -> None:
    hostile = "<script>alert(1)</script> [x](javascript:1) {window}"

    def greet(body: dict[str, Any]) -> None:
        body["arguments"]["name"] = {"type": "string", "example": "Ada"}
        body["wording"]["en"]["clauses"]["help"]["text"] = "Hello **{name}**, see {help_url}"

    catalogue = Catalogue(shop({"policy:returns": greet}))
    answers = {
        format: ask(catalogue, "policy:returns/clauses/help", format=format, supplied={"name": hostile}).text
        for format in Format
    }
    assert "<script>" not in answers[Format.HTML]
    assert "&lt;script&gt;" in answers[Format.HTML]
    assert '<a href="javascript' not in answers[Format.HTML]
    assert "[x](" not in answers[Format.MARKDOWN]
    assert hostile in answers[Format.TEXT].replace("\n", " ")


def test_a_retired_status_is_gone_and_names_its_successor(shop: Callable[..., Snapshot]) -> None:
    def retire(body: dict[str, Any]) -> None:
        body["retired"] = {"enroute": {"replaced_by": "shipped", "since": "2026-01-01"}}

    with pytest.raises(Gone) as gone:
        ask(Catalogue(shop({"status:order": retire})), "status:order/enroute/label")
    assert gone.value.replaced_by == "status:order/shipped/label"


def test_a_retired_entry_is_gone(shop: Callable[..., Snapshot]) -> None:
    snapshot = shop().laid_over({Ref.parse("policy:returns"): None})
    with pytest.raises(Gone, match="nothing took its place"):
        ask(Catalogue(snapshot), "policy:returns/clauses/window")


def test_publication_dates_are_shown_in_the_company_s_time_zone_and_as_draft_in_a_folder(
    shop: Callable[..., Snapshot],
) -> None:
    def dated(body: dict[str, Any]) -> None:
        for locale in body["wording"]:
            body["wording"][locale]["clauses"]["help"]["text"] = "{effective} {updated} {help_url}"

    draft = shop({"policy:returns": dated})
    assert ask(Catalogue(draft), "policy:returns/clauses/help", locale="de").text.startswith("Entwurf")
    midnight_in_berlin = datetime(2026, 8, 31, 22, 30, tzinfo=UTC)
    published = {
        entry: Standing(standing.document, 1, 1, midnight_in_berlin, midnight_in_berlin)
        for entry, standing in draft.standings.items()
    }
    text = ask(Catalogue(Snapshot(published)), "policy:returns/clauses/help").text
    assert text.startswith("September 1, 2026")


def test_a_whole_policy_is_its_clauses_in_order_with_headings_and_anchors(catalogue: Catalogue) -> None:
    html = ask(catalogue, "policy:returns/clauses", format=Format.HTML).text
    assert html.index('<section id="window">') < html.index('<section id="help">')
    assert html.count("<h2>") == 2
    markdown = ask(catalogue, "policy:returns/clauses", format=Format.MARKDOWN).text
    assert "{#window}" in markdown


def test_a_value_is_typed_and_shown(catalogue: Catalogue) -> None:
    answer = resolve_value(catalogue, Question(Ref.parse("policy:returns/values/window"), "de"))
    assert (answer.value.type, answer.value.value, answer.display) == ("duration", "P30D", "30 Tage")


def test_without_a_company_profile_nothing_can_be_read(shop: Callable[..., Snapshot]) -> None:
    with pytest.raises(Invalid, match="there is no company:profile"):
        ask(Catalogue(shop({"company:profile": None})), "status:order/shipped/label")
