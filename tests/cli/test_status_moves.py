"""`truth status check|translate|show|validate`: moves, codes, what a customer reads, and histories."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
SHOPIFY = "shopify.order_display_fulfillment"
EVENTS = [
    {"order": "A", "status": "placed", "at": "2026-03-02T09:00:00Z"},
    {"order": "A", "status": "packed", "at": "2026-03-02T10:00:00Z"},
    {"order": "B", "status": "placed", "at": "2026-03-02T09:00:00Z"},
    {"order": "B", "status": "processing", "at": "2026-03-05T09:00:00Z"},
]


def written(path: Path, text: str | None = None) -> str:
    path.write_text("".join(json.dumps(one) + "\n" for one in EVENTS) if text is None else text, encoding="utf-8")
    return path.name


def test_a_move_that_is_not_allowed_exits_1_says_why_and_what_is_possible(truth: Call, sample: Path) -> None:
    said = truth("status", "check", "fulfilment", "delivered", "shipped")
    assert said.code == 1
    assert "no: 'delivered' is an end" in said.out
    assert "Nothing is possible from 'delivered'." in said.out
    said = truth("status", "check", "fulfilment", "placed", "shipped")
    assert said.code == 1
    assert "confirm → processing by shop" in said.out


def test_a_move_that_is_allowed_exits_0(truth: Call, sample: Path) -> None:
    said = truth("status", "check", "fulfilment", "packed", "shipped", "--event", "hand_over", "--actor", "carrier")
    assert (said.code, said.out.splitlines()[0][:4]) == (0, "yes:")


def test_a_verdict_in_json_has_what_is_possible(truth: Call, sample: Path) -> None:
    said = truth("status", "check", "fulfilment", "placed", "cancelled", "--format", "json")
    assert (said.code, said.json["allowed"]) == (1, False)
    assert {"event": "confirm", "to": "processing", "actors": ["shop"], "reasons": []} in said.json["next"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["placed", "shiped"], "did you mean 'shipped'?"),
        (["placed", "processing", "--event", "confrim"], "did you mean 'confirm'?"),
        (["placed", "processing", "--actor", "shopp"], "did you mean 'shop'?"),
        (["placed", "cancelled", "--reason", "fruad"], "did you mean 'fraud'?"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(truth: Call, sample: Path, args: list[str], says: str) -> None:
    said = truth("status", "check", "fulfilment", *args)
    assert (said.code, said.out) == (1, "")
    assert says in said.err


def test_a_code_is_translated_with_how_well_it_fits_and_what_is_lost(truth: Call, sample: Path) -> None:
    said = truth("status", "translate", SHOPIFY, "PARTIALLY_FULFILLED")
    assert (said.code, "status:fulfilment/shipped (broad)" in said.out, "lost: which lines" in said.out) == (
        0,
        True,
        True,
    )
    assert truth("status", "translate", SHOPIFY, "FULFILLMENT_NOT_REQUIRED").out.startswith("ignored in")


def test_an_unknown_code_exits_1_and_is_kept_as_it_is(truth: Call, sample: Path) -> None:
    said = truth("status", "translate", SHOPIFY, "fulfilled")
    assert (said.code, "unknown" in said.out, "'fulfilled' is kept" in said.out) == (1, True, True)
    (one,) = truth("status", "translate", SHOPIFY, "fulfilled", "--format", "json").json["translations"]
    assert (one["says"], one["raw"], one["status"], one["known"]) == ("unknown", "fulfilled", None, False)
    assert "aftership.tag" in truth("status", "translate", "shopify.orders", "X").err


def test_what_a_customer_reads_is_shown_whole(truth: Call, sample: Path) -> None:
    how = ["--locale", "de", "--channel", "email"]
    said = truth("status", "show", "--payment", "paid", "--fulfilment", "packed", *how)
    assert said.code == 0
    assert said.out.startswith("status:fulfilment/processing, stands for status:fulfilment/packed")
    assert "label: In Bearbeitung" in said.out
    shown = truth("status", "show", "--payment=paid", "--fulfilment=packed", *how, "--format", "json").json
    assert list(shown["texts"]) == ["label", "happened", "next", "when", "cost", "help", "recovery"]
    assert shown["texts"]["label"]["text"] == "In Bearbeitung"


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        ([], 2, "--fulfilment shipped"),
        (["fulfilment"], 2, "name the vocabulary and the status in it, like --fulfilment shipped"),
        (["fulfilment", "packed"], 2, "truth status show --fulfilment packed"),
        (["--Fulfilment", "packed"], 2, "is no vocabulary"),
        (["--fulfilment"], 2, "names no status"),
        (["--fulfilment", "shipped", "--fulfilment", "packed"], 2, "given twice"),
        (["--fulfilment", "shipped"], 1, "needs the payment status"),
        (["--fulfilmnt", "shipped"], 1, "did you mean 'fulfilment'?"),
        (["--payment", "paid", "--fulfilment", "shiped"], 1, "did you mean 'shipped'?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_shown_is_said(truth: Call, sample: Path, args: list[str], code: int, says: str) -> None:
    said = truth("status", "show", *args)
    assert (said.code, said.out) == (code, "")
    assert says in said.err


def test_a_history_is_checked_with_lines_and_a_summary(truth: Call, sample: Path, shop: Path) -> None:
    said = truth("status", "validate", "fulfilment", written(shop / "events.ndjson"))
    assert said.code == 1
    assert "events.ndjson:2:1 error drift/illegal-transition order A:" in said.out
    assert "events.ndjson:4:1 warning drift/over-expectation order B:" in said.out
    assert "4 events, 2 findings\n  drift/illegal-transition: 1\n  drift/over-expectation: 1" in said.out


def test_a_history_in_json_is_one_value(truth: Call, sample: Path, shop: Path) -> None:
    name = written(shop / "events.ndjson")
    said = truth("status", "validate", "status:fulfilment", name, "--format", "json").json
    assert [one["line"] for one in said["findings"]] == [2, 4]
    rules = {"drift/illegal-transition": 1, "drift/over-expectation": 1}
    assert said["summary"] == {"events": 4, "findings": 2, "rules": rules}
    right = written(shop / "right.ndjson", json.dumps(EVENTS[0]))
    assert truth("status", "validate", "fulfilment", right, "--format", "json").json["findings"] == []


def test_warnings_fail_only_where_they_are_to(truth: Call, sample: Path, shop: Path) -> None:
    name = written(shop / "b.ndjson", "".join(json.dumps(one) + "\n" for one in EVENTS[2:]))
    assert truth("status", "validate", "fulfilment", name).code == 0
    assert truth("status", "validate", "fulfilment", name, "--fail-on", "warning").code == 1


def test_a_table_with_other_names_and_another_system_s_codes_is_checked(truth: Call, sample: Path, shop: Path) -> None:
    name = written(shop / "shop.csv", "id,state\n1,UNFULFILLED\n1,FULFILLED\n2,NEW\n")
    fields = ["--field", "order=id", "--field", "status=state"]
    said = truth("status", "validate", "fulfilment", name, *fields, "--system", SHOPIFY)
    assert (said.code, "shop.csv:3:1" in said.out, "shop.csv:4:1" in said.out) == (1, True, True)


def test_standard_input_is_read(process: Call, sample: Path, shop: Path) -> None:
    said = process("status", "validate", "fulfilment", "-")
    assert (said.code, said.out) == (0, "0 events, nothing wrong\n")


def test_orders_that_wait_too_long_are_found_at_an_instant(truth: Call, sample: Path, shop: Path) -> None:
    name = written(shop / "a.ndjson", json.dumps(EVENTS[0]))
    assert truth("status", "validate", "fulfilment", name).out == "1 event, nothing wrong\n"
    said = truth("status", "validate", "fulfilment", name, "--until", "2026-03-05T00:00:00Z")
    assert "a.ndjson:1:1 warning drift/over-expectation" in said.out


@pytest.mark.parametrize(
    "wrong",
    [
        ["fulfilment", "nowhere.ndjson"],
        ["fulfilment", "content"],
        ["fulfilment", "e.ndjson", "--field", "ordr=id"],
        ["fulfilment", "e.ndjson", "--field", "order="],
        ["fulfilment", "e.ndjson", "--field", "order"],
        ["fulfilment", "e.ndjson", "--field", "at=a", "--field", "at=b"],
        ["fulfilment", "e.ndjson", "--as", "xml"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_said(truth: Call, sample: Path, shop: Path, wrong: list[str]) -> None:
    written(shop / "e.ndjson")
    said = truth("status", "validate", *wrong)
    assert (said.code, said.out) == (2, "")
    assert said.err
