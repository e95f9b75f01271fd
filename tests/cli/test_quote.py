"""`truth quote`, `verify` and `simulate`: a total, its proof, and what would change it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
BASKET = {
    "currency": "EUR",
    "zone": "DE",
    "channel": "web",
    "at": "2026-07-01T09:00:00+02:00",
    "codes": ["SUMMER10"],
    "lines": [{"id": "1", "sku": "TEE-01", "quantity": 3}],
}


@pytest.fixture
def basket(sample: Path) -> Path:
    path = sample.parent / "basket.json"
    path.write_text(json.dumps(BASKET), encoding="utf-8")
    return path


def asked(truth: Call, sample: Path, *args: str) -> Any:
    return truth(*args, "--source", str(sample))


def test_a_quote_says_what_is_paid_and_every_step(truth: Call, sample: Path, basket: Path) -> None:
    said = asked(truth, sample, "quote", str(basket))
    assert said.code == 0
    assert "To pay" in said.out
    assert "€53.97" in said.out
    assert "10 % of 59.97 → 1: 6.00" in said.out


def test_a_quote_is_in_the_words_of_a_locale(truth: Call, sample: Path, basket: Path) -> None:
    quote = asked(truth, sample, "quote", str(basket), "--locale", "de", "--format", "json").json
    assert quote["lines"][0]["label"] == "Leinenshirt"
    assert quote["display"]["payable"] == "53,97\u00a0€"
    assert quote["totals"]["payable"] == "53.97"
    assert "trace" not in quote


def test_the_numbers_are_the_same_in_every_locale(truth: Call, sample: Path, basket: Path) -> None:
    quotes = [
        asked(truth, sample, "quote", str(basket), "--locale", locale, "--format", "json").json
        for locale in ("en", "de", "fr")
    ]
    assert len({quote["digests"]["result"] for quote in quotes}) == 1


def test_a_wrong_basket_is_refused_with_findings(truth: Call, sample: Path, basket: Path) -> None:
    basket.write_text(json.dumps({**BASKET, "zone": "DEE", "codes": ["summer10"]}), encoding="utf-8")
    said = asked(truth, sample, "quote", str(basket), "--format", "json")
    assert said.code == 1
    assert [finding["rule"] for finding in said.json["findings"]] == ["basket/unknown-zone", "basket/unknown-code"]


def test_a_file_that_is_not_there_is_wrong_usage(truth: Call, sample: Path) -> None:
    assert asked(truth, sample, "quote", "nowhere.json").code == 2


def test_a_quote_is_verified_and_a_changed_one_is_not(truth: Call, sample: Path, basket: Path) -> None:
    quote = basket.parent / "quote.json"
    quote.write_text(asked(truth, sample, "quote", str(basket), "--format", "json").out, encoding="utf-8")
    assert asked(truth, sample, "verify", str(quote)).code == 0
    quote.write_text(quote.read_text(encoding="utf-8").replace("53.97", "53.98"), encoding="utf-8")
    said = asked(truth, sample, "verify", str(quote), "--format", "json")
    assert (said.code, said.json["same"]) == (1, False)


@pytest.mark.parametrize(
    ("total", "code", "says"), [("53.97", 0, "is what the registry says"), ("59.97", 1, "exactly")]
)
def test_a_total_is_right_or_led_back_to_its_cause(
    truth: Call, sample: Path, basket: Path, total: str, code: int, says: str
) -> None:
    said = asked(truth, sample, "verify", str(basket), "--total", total)
    assert (said.code, says in said.out) == (code, True)


def test_a_day_of_totals_gives_the_lines_that_differ(truth: Call, sample: Path, basket: Path) -> None:
    day = basket.parent / "day.ndjson"
    lines = [{"id": "a", "basket": BASKET, "total": "53.97"}, {"id": "b", "basket": BASKET, "total": "59.97"}]
    day.write_text("\n".join([*map(json.dumps, lines), "{"]), encoding="utf-8")
    said = asked(truth, sample, "verify", str(day), "--format", "json")
    assert (said.code, said.json["checked"]) == (1, 3)
    assert [(one["line"], one["id"]) for one in said.json["differ"]] == [(2, "b"), (3, None)]


def test_a_simulation_stands_side_by_side(truth: Call, sample: Path, basket: Path) -> None:
    found = asked(truth, sample, "simulate", str(basket), "--without", "summer-linen-10", "--format", "json").json
    assert (found["now"]["payable"], found["then"]["payable"]) == ("53.97", "59.97")
    assert {"where": "/totals/payable", "now": "53.97", "then": "59.97"} in found["differences"]


def test_a_simulation_says_what_is_different(truth: Call, sample: Path, basket: Path) -> None:
    assert asked(truth, sample, "simulate", str(basket)).code == 2
