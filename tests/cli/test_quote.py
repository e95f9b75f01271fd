"""`truth quote`, `verify` and `simulate`: a total, its proof, and what would change it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.bad_baskets import Bad, bad_baskets
from truth.cli.columns import columns, paragraphs
from truth.cli.receipt_words import RECEIPT, STEPS, receipt_words

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
    assert "10 % of 59.97, at most 20.00, down to floors → 1: 6.00" in said.out


def test_a_quote_is_in_the_words_of_a_locale(truth: Call, sample: Path, basket: Path) -> None:
    quote = asked(truth, sample, "quote", str(basket), "--locale", "de", "--format", "json").json
    assert quote["lines"][0]["label"] == "Leinenshirt"
    assert quote["display"]["payable"] == "53,97\u00a0€"
    assert quote["totals"]["payable"] == "53.97"
    assert "trace" not in quote


@pytest.mark.parametrize(
    ("locale", "says"),
    [
        (
            "en",
            [
                "July 1, 2026, 9:00\u202fAM",
                "Goods ",
                "incl. 19% tax",
                "on €45.35",
                "To pay",
                "Not applied",
                "valid until",
            ],
        ),
        (
            "de",
            ["1. Juli 2026, 09:00", "Waren ", "inkl. 19\u00a0% MwSt.", "Zu zahlen", "Nicht angewendet", "gültig bis"],
        ),
        (
            "fr",
            ["1 juillet 2026, 09:00", "Articles ", "dont TVA 19\u00a0%", "À payer", "Non appliqué", "valable jusqu’au"],
        ),
    ],
)
def test_a_receipt_is_in_one_language_and_on_the_companys_clock(
    truth: Call, sample: Path, basket: Path, locale: str, says: list[str]
) -> None:
    said = asked(truth, sample, "quote", str(basket), "--locale", locale).out
    assert [one for one in says if one not in said] == []
    assert said.partition("\n")[0].startswith("EUR · DE · web · ")


def test_a_receipt_says_the_same_things_in_every_language_it_speaks() -> None:
    assert len({frozenset(words) for words in RECEIPT.values()}) == 1
    assert len({frozenset(words) for words in STEPS.values()}) == 1


def test_a_receipt_in_a_language_without_words_has_those_the_company_speaks() -> None:
    assert receipt_words("nl", ["nl", "de"])[0]["payable"] == "Zu zahlen"
    assert receipt_words("de-AT", ["en"])[0]["payable"] == "Zu zahlen"


def test_what_does_not_apply_is_named_as_customers_know_it_and_its_key_follows(
    truth: Call, sample: Path, basket: Path
) -> None:
    said = asked(truth, sample, "quote", str(basket), "--locale", "de").out
    [line] = [line for line in said.splitlines() if line.endswith("gift-wrap")]
    assert line.split("  ")[1:2] == ["Geschenkverpackung"]


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


def test_what_one_finding_says_is_not_said_twice(truth: Call, sample: Path, basket: Path) -> None:
    basket.write_text(json.dumps({**BASKET, "codes": ["summer10"]}), encoding="utf-8")
    said = asked(truth, sample, "quote", str(basket))
    assert (said.code, said.err.count("did you mean 'SUMMER10'?")) == (1, 1)
    basket.write_text(json.dumps({**BASKET, "codes": ["summer10"], "zone": "DEE"}), encoding="utf-8")
    said = asked(truth, sample, "quote", str(basket))
    assert said.err.startswith("Error: 2 things are wrong with the basket:\n")
    assert said.err.count("there is no zone 'DEE'") == 1


def test_a_file_that_is_no_json_is_named_with_its_line(truth: Call, sample: Path, basket: Path) -> None:
    basket.write_text('{\n "zone": DE\n}', encoding="utf-8")
    said = asked(truth, sample, "quote", str(basket))
    assert (said.code, "basket.json is not JSON" in said.err, "line 2" in said.err) == (1, True, True)


@pytest.mark.parametrize(("total", "meant"), [("53,97", "53.97"), ("1.053,97", "1053.97"), ("1,053.97", "1053.97")])
def test_a_total_with_a_comma_is_told_how_it_is_written(
    truth: Call, sample: Path, basket: Path, total: str, meant: str
) -> None:
    said = asked(truth, sample, "verify", str(basket), "--total", total)
    assert (said.code, said.out) == (2, "")
    assert f"'--total': '{total}' is no amount" in said.err
    assert f"like {meant}" in said.err


def test_a_simulation_shows_the_first_places_that_differ(truth: Call, sample: Path, basket: Path) -> None:
    said = asked(truth, sample, "simulate", str(basket), "--without", "summer-linen-10").out
    places = said.partition(" places differ\n")[2].splitlines()
    assert "  /lines/0/gross: 53.97 → 59.97" in places
    assert "  /lines/0/discounts: 1 entry → 0 entries" in places
    count = int(said.partition(" places differ")[0].split()[-1])
    assert places[12:] == [f"  … and {count - 12} more"]


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
    ("total", "code", "says"),
    [
        ("53.97", 0, "is what the registry says"),
        ("59.97", 1, "6.00 too much was shown — exactly the discount of price:summer-linen-10"),
        ("47.97", 1, "6.00 too little was shown\n"),
        ("35.98", 1, "17.99 too little was shown — exactly one piece of line '1'"),
        ("62.59", 1, "8.62 too much was shown — exactly the tax\n"),
    ],
)
def test_a_total_is_right_or_led_back_to_its_cause(
    truth: Call, sample: Path, basket: Path, total: str, code: int, says: str
) -> None:
    said = asked(truth, sample, "verify", str(basket), "--total", total)
    assert (said.code, says in said.out) == (code, True)


def test_a_quote_is_verified_by_the_release_it_names(truth: Call, sample: Path, basket: Path, edit: Any) -> None:
    """One made before a change for an instant after it; one made of an earlier release on purpose."""
    database = "sqlite:///truth.db"
    for instant, *by in (("2030-07-01T09:00:00+02:00",), ("2030-07-01T09:00:00+02:00", "--release", "1")):
        basket.write_text(json.dumps({**BASKET, "at": instant}), encoding="utf-8")
        assert truth("apply", str(sample), "--to", database).code == 0
        said = truth("quote", str(basket), *by, "--source", database, "--format", "json")
        quote = basket.parent / f"quote{len(by)}.json"
        quote.write_text(said.out, encoding="utf-8")
        assert said.json["release"] == 1
        edit(sample / "price" / "retail-de.yaml", "19.99", "21.99") if not by else None
        assert truth("apply", str(sample), "--to", database).code == 0
        assert truth("verify", str(quote), "--source", database).out == "the quote is what the registry says\n"
        named = truth("verify", str(quote), "--release", "2", "--source", database)
        assert (named.code, "the prices have changed" in named.out) == (1, True)
        forged = {**said.json, "release": 2}
        quote.write_text(json.dumps(forged), encoding="utf-8")
        assert truth("verify", str(quote), "--source", database).code == 1


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


def test_a_simulation_is_by_another_instant(truth: Call, sample: Path, basket: Path) -> None:
    then = ("--then-at", "2026-05-01T09:00:00+02:00")
    found = asked(truth, sample, "simulate", str(basket), *then, "--format", "json").json
    assert (found["now"]["payable"], found["then"]["payable"]) == ("53.97", "59.97")


def test_a_simulation_is_by_another_source(truth: Call, sample: Path, basket: Path, edit: Any) -> None:
    shutil.copytree(sample, sample.parent / "proposal")
    edit(sample.parent / "proposal" / "price" / "retail-de.yaml", 'unit: "19.99"', 'unit: "21.99"')
    said = asked(truth, sample, "simulate", str(basket), "--then-source", "proposal")
    assert said.code == 0
    assert ["payable", "53.97", "59.37", "←"] in [line.split() for line in said.out.splitlines()]


def test_a_simulation_is_by_another_release(truth: Call, sample: Path, basket: Path, edit: Any) -> None:
    database = "sqlite:///truth.db"
    assert truth("apply", str(sample), "--to", database).code == 0
    edit(sample / "price" / "retail-de.yaml", 'unit: "59.00"', 'unit: "61.00"')
    assert truth("apply", str(sample), "--to", database).code == 0
    shirt = {**BASKET, "at": None, "lines": [{"id": "1", "sku": "SHIRT-01", "quantity": 1}]}
    basket.write_text(json.dumps(shirt), encoding="utf-8")
    found = truth("simulate", str(basket), "--then-release", "1", "--source", database, "--format", "json").json
    assert (found["now"]["goods"], found["then"]["goods"]) == ("61.00", "59.00")


@pytest.mark.parametrize("bad", bad_baskets(), ids=lambda bad: bad.name)
def test_a_basket_nobody_can_price_is_refused_with_its_own_finding(
    truth: Call, sample: Path, basket: Path, bad: Bad
) -> None:
    basket.write_text(bad.text, encoding="utf-8")
    said = asked(truth, sample, "quote", str(basket), "--format", "json")
    assert said.code == 1
    [found] = said.json["findings"]
    assert (found["rule"], bad.says in found["message"]) == (bad.rule, True)


def test_an_instant_before_the_first_price_has_no_total(truth: Call, sample: Path, basket: Path, edit: Any) -> None:
    for name in ("retail-de", "trade-eu"):
        opened = 'type: list\nwindow: {from: "2026-01-01T00:00:00+01:00"}\n'
        edit(sample / "price" / f"{name}.yaml", "type: list\n", opened)
    basket.write_text(json.dumps({**BASKET, "at": "2025-12-31T09:00:00+01:00"}), encoding="utf-8")
    said = asked(truth, sample, "quote", str(basket), "--format", "json")
    assert said.code == 1
    assert said.json["findings"][0]["rule"] == "basket/no-prices"
    assert "the first begin at 2025-12-31T23:00:00Z" in said.json["findings"][0]["message"]


def test_a_narrow_terminal_wraps_what_is_said_and_never_an_amount() -> None:
    rows = [("price", "3 × 19.99 of a list with a long name", "59.97"), ("tax", "included", "9.58")]
    shown = columns(rows, 40, indent=2, right=1)
    assert all(len(line) <= 40 for line in shown)
    assert [line.split()[-1] for line in shown if line.startswith("  ") and line[2] != " "] == ["59.97", "9.58"]
    assert columns(rows)[0] == "price  3 × 19.99 of a list with a long name  59.97"


def test_a_text_is_wrapped_to_a_terminal_and_an_address_is_never_broken() -> None:
    text = "One two three four.\n\n  five six seven eight\nhttps://natural.example/help/with/returns"
    assert paragraphs(text, None) == text
    assert paragraphs(text, 14).split("\n") == [
        *("One two three", "four.", "", "  five six", "  seven eight"),
        "https://natural.example/help/with/returns",
    ]


def test_words_stand_in_columns_by_what_a_terminal_shows() -> None:
    assert columns([("茶", "1"), ("tea", "22")], right=1) == ["茶    1", "tea  22"]


def test_a_quote_without_colour_has_no_escape(truth: Call, sample: Path, basket: Path) -> None:
    assert "\x1b" not in asked(truth, sample, "quote", str(basket)).out


def test_an_articles_finding_points_at_its_line(truth: Call, sample: Path, edit: Any) -> None:
    edit(sample / "price" / "retail-de.yaml", "{en: Soap dish,", '{en: "Soap dish {colour}",')
    said = truth("validate", str(sample), "--format", "json")
    line = (sample / "price" / "retail-de.yaml").read_text(encoding="utf-8").split("{colour}")[0].count("\n") + 1
    assert {found["line"] for found in said.json["findings"] if found["rule"].startswith("text/")} == {line}
