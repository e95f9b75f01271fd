"""What a finding tells people to do, with the words and prices of the sample content."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from truth.drift.config import config_of
from truth.drift.found import Found
from truth.drift.judge import Judge
from truth.drift.source_file import SourceFile
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue

ROOT = Path(__file__).parents[3]
TOLD: Mapping[str, Any] = {
    "locale": "en",
    "statuses": [{"vocabulary": "fulfilment", "fields": ["order.status"]}],
    "events": [{"vocabulary": "fulfilment", "files": ["events/**"]}],
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(snapshot_of(read_folder(ROOT / "content", KINDS).documents.values()))


def found(catalogue: Catalogue, path: str, text: str, told: Mapping[str, Any] = TOLD) -> list[Found]:
    return list(Judge(catalogue, config_of(told)).judge(SourceFile(path, text.encode())).found)


@pytest.mark.parametrize(
    ("path", "text", "fix"),
    [
        ("a.py", 'go = order.status == "dispatched"\n', "write 'shipped' or 'in_transit'"),
        ("a.py", 'go = truth.status("fulfilment", "dispatched").label\n', "write 'shipped' or 'in_transit'"),
        (
            "a.py",
            'go = truth.text("status:fulfilment/dispatched/label")\n',
            "write status:fulfilment/shipped/label or status:fulfilment/in_transit/label",
        ),
        (
            "events/a.ndjson",
            '{"order": "A", "status": "dispatched", "at": "2026-03-02T09:00:00Z"}\n',
            "write 'shipped' or 'in_transit'",
        ),
        ("a.py", 'go = order.status == "deliverd"\n', "write 'delivered'"),
    ],
    ids=["compared", "asked", "ref", "event", "misspelled"],
)
def test_a_word_to_avoid_for_several_statuses_leads_to_each_wherever_it_stands(
    catalogue: Catalogue, path: str, text: str, fix: str
) -> None:
    (one,) = found(catalogue, path, text)
    assert one.finding.fix == fix


def test_an_event_without_its_fields_is_told_of_the_configuration(catalogue: Catalogue) -> None:
    (one,) = found(catalogue, "events/a.ndjson", '{"id": "A", "status": "placed", "at": "2026-03-02T09:00:00Z"}\n')
    assert 'fields = {order = "NAME"}' in str(one.finding.fix)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("page.md", "Unfortunately, it is late.\n"),
        ("page.txt", "Unfortunately, it is late.\n"),
        ("page.tsx", "export const Page = () => <p>Unfortunately, it is late.</p>;\n"),
    ],
    ids=["markdown", "text", "tsx"],
)
def test_where_nobody_says_the_language_the_companys_first_is_meant(catalogue: Catalogue, path: str, text: str) -> None:
    (one,) = found(catalogue, path, text, {})
    assert one.finding.rule == "drift/avoided-word"


def test_a_word_to_avoid_in_another_language_may_be_a_name(catalogue: Catalogue) -> None:
    assert found(catalogue, "page.md", "Made with Vite.\n", {}) == []


@pytest.mark.parametrize(
    ("words", "fix"),
    [
        ("Olive soap £6.50", "say £5.80, or ask for price:retail-gb/prices/SOAP-01/unit"),
        ("Olive soap €6.90", "say €6.50, or ask for price:retail-de/prices/SOAP-01/unit"),
        ("Delivery is free from €40.", "say €50.00, or ask for price:totals/charges/delivery/free_from"),
        ("Delivery is free over £40.", "say £45.00, or ask for price:totals/charges/delivery/free_from"),
    ],
)
def test_an_amount_is_held_against_the_one_in_its_own_currency(catalogue: Catalogue, words: str, fix: str) -> None:
    (one,) = found(catalogue, "page.html", f"<p>{words}</p>")
    assert one.finding.fix == fix


@pytest.mark.parametrize(
    ("words", "locale"),
    [
        ("Delivery is free from €40.", "en"),
        ("Der Versand ist kostenlos ab 40 €.", "de"),
        ("La livraison est offerte dès 40 €.", "fr"),
        ("Return it within a week.", "en"),
        ("Rückgabe innerhalb einer Woche.", "de"),
        ("Retour sous une semaine.", "fr"),
        ("14-day money-back guarantee", "en"),
        ("14 Tage Geld-zurück-Garantie", "de"),
    ],
)
def test_a_promise_is_found_in_whichever_order_and_words_it_is_made(
    catalogue: Catalogue, words: str, locale: str
) -> None:
    (one,) = found(catalogue, "page.html", f'<p lang="{locale}">{words}</p>')
    assert one.finding.rule in ("drift/price-contradicts", "drift/promise-contradicts")


@pytest.mark.parametrize(
    "words",
    [
        "Our return team has 30 years of experience.",
        "We keep return records for 90 days.",
        "30 day money back guarantee",
        "You can return it within a month.",
        "Delivery is free from €50.",
    ],
)
def test_what_is_right_or_about_something_else_is_let_be(catalogue: Catalogue, words: str) -> None:
    assert found(catalogue, "page.html", f"<p>{words}</p>") == []


def test_a_number_in_braces_is_read_as_the_number_it_is(catalogue: Catalogue) -> None:
    (one,) = found(catalogue, "page.tsx", "export const Page = () => <p>Returns within {14} days.</p>;\n")
    assert one.finding.rule == "drift/promise-contradicts"
    assert found(catalogue, "page.tsx", "export const Page = () => <p>Returns within {30} days.</p>;\n") == []
    assert found(catalogue, "page.tsx", "export const Page = () => <p>Returns within {14 + late} days.</p>;\n") == []
