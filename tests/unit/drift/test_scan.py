"""The scan: it may let a file through that says nothing, and never keeps back one that says something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.drift.shop import CATALOGUE, config
from truth.drift.facts.facts import Facts
from truth.drift.scan import Matter, Scanner

SCANNER = Scanner(Facts(CATALOGUE), config().statuses)


def matters(text: str) -> frozenset[Matter]:
    return SCANNER.see(text.encode()).matters


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ('{{ truth.text("policy:returns/clauses/window") }}', Matter.REFS),
        ('<p data-truth="policy:returns/clauses/window">', Matter.REFS),
        ("We handed your parcel to the carrier.", Matter.TEXTS),
        ("WE HANDED YOUR PARCEL to the courier!", Matter.TEXTS),
        ("Wir haben Ihr Paket dem Versanddienst übergeben.", Matter.TEXTS),
        ("<td>Shipped</td>", Matter.TEXTS),
        ("Easy 14-day returns", Matter.NUMBERS),
        ("You can send it back within fourteen days", Matter.NUMBERS),
        ("RÜCKGABE: 14&nbsp;Tage", Matter.NUMBERS),
        ("60-tägige Rückgabe", Matter.NUMBERS),
        ('if order.status == "x"', Matter.STATUSES),
        ("enum OrderStatus { A }", Matter.STATUSES),
        ("// truth:ignore drift/promise-contradicts -- old", Matter.IGNORES),
    ],
)
def test_what_may_matter_is_seen(text: str, matter: Matter) -> None:
    assert matter in matters(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<p>Linen dries in the sun.</p>",
        "The shipped parcels were many.",
        '<td width="100%" class="return">14</td><td>days</td>',
        "price: 3; policy: on",
    ],
)
def test_what_cannot_matter_is_not_read(text: str) -> None:
    assert matters(text) == frozenset()


def test_every_text_of_the_registry_is_seen_in_a_page() -> None:
    phrases = [one for one in Facts(CATALOGUE).phrasebook.phrases if one.known]
    assert phrases
    assert [one.said for one in phrases if Matter.TEXTS not in matters(f"<p>{one.said}</p>")] == []


@given(st.binary(max_size=400))
def test_any_bytes_can_be_scanned(data: bytes) -> None:
    seen = SCANNER.see(data)
    assert list(seen.words) == sorted(seen.words)
