"""`truth breaking`: what a change breaks, and which live orders it would strand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
PICK_UP = "  - {event: pick_up, from: [ready_for_pickup], to: picked_up, actors: [carrier]}\n"


@pytest.fixture
def after(sample: Path, edit: Callable[[Path, str, str], None]) -> Path:
    """The sample content without a way to pick a parcel up, and with another label."""
    changed = sample.parent / "after"
    shutil.copytree(sample, changed)
    edit(changed / "status" / "fulfilment.yaml", PICK_UP, "")
    edit(changed / "status" / "fulfilment.yaml", "label: {en: Shipped,", "label: {en: Sent,")
    return changed


def orders(folder: Path, *lines: str) -> str:
    path = folder / "live.ndjson"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def test_the_same_content_breaks_nothing(sample: Path, truth: Call) -> None:
    said = truth("breaking", "content", "content")
    assert (said.code, said.out) == (0, "nothing breaks\n")


def test_a_break_is_told_with_its_place_and_what_to_do(after: Path, truth: Call) -> None:
    said = truth("breaking", "content", "after")
    assert said.code == 1
    assert "after/status/fulfilment.yaml:" in said.out
    assert "status/transition-removed 'pick_up' no longer leads from 'ready_for_pickup' to 'picked_up'" in said.out
    assert "1 error, 1 to review (wire 1, promise 1)" in said.out


def test_json_says_of_each_finding_what_it_breaks(after: Path, truth: Call) -> None:
    answer = truth("breaking", "content", "after", "--format", "json").json
    assert [(one["rule"], one["category"], one["severity"]) for one in answer["findings"]] == [
        ("status/transition-removed", "wire", "error"),
        ("status/label-changed", "promise", "review"),
    ]
    assert (answer["errors"], answer["reviews"], answer["stranded"]) == (1, 1, [])


def test_live_orders_a_change_would_strand_are_listed(after: Path, truth: Call) -> None:
    live = orders(
        after.parent,
        '{"order": "A-1", "status": "shipped"}',
        '{"order_id": "A-2", "status": "ready_for_pickup"}',
        "",
        '{"id": 3, "status": "refunded", "vocabulary": "payment"}',
        '{"id": 4, "status": "lots", "vocabulary": "fulfilment"}',
    )
    said = truth("breaking", "content", "after", "--orders", live, "--vocabulary", "fulfilment")
    assert said.code == 1
    assert "A-2 is 'ready_for_pickup' in fulfilment: it can no longer become 'picked_up'" in said.out
    assert "4 is 'lots' in fulfilment: no such status, before or after; did you mean 'lost'?" in said.out
    assert "A-1 " not in said.out
    assert said.out.endswith("2 orders stranded\n")


def test_orders_that_all_go_on_are_said_to(sample: Path, truth: Call) -> None:
    live = orders(sample.parent, '{"order": "A-1", "status": "shipped", "vocabulary": "fulfilment"}')
    said = truth("breaking", "content", "content", "--orders", live)
    assert (said.code, said.out) == (0, "nothing breaks\n")


def test_the_only_vocabulary_there_is_need_not_be_named(content: Path, truth: Call) -> None:
    live = orders(content.parent, '{"order": "A-1", "status": "shiped"}')
    answer = truth("breaking", "content", "content", "--orders", live, "--format", "json")
    assert answer.code == 1
    assert answer.json["stranded"] == [
        {
            "order": "A-1",
            "vocabulary": "order",
            "status": "shiped",
            "why": "no such status, before or after; did you mean 'shipped'?",
        }
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"order": "A-1", "status"', "live.ndjson:2: not a line of JSON"),
        ("[]", "live.ndjson:2: an order is an object"),
        ('{"status": "shipped"}', "live.ndjson:2: the order has no id"),
        ('{"order": true, "status": "shipped"}', "live.ndjson:2: the order has no id"),
        ('{"order": "A-1"}', "live.ndjson:2: the order has no 'status'"),
        ('{"order": "A-1", "status": "shipped"}', "live.ndjson:2: which vocabulary is 'shipped' of?"),
        ("[" * 100_000, "live.ndjson:2: not a line of JSON"),
    ],
)
def test_a_line_that_is_no_order_is_an_error_with_its_number(sample: Path, truth: Call, line: str, says: str) -> None:
    first = '{"order": "A-1", "status": "shipped", "vocabulary": "fulfilment"}'
    said = truth("breaking", "content", "content", "--orders", orders(sample.parent, first, line))
    assert said.code == 1
    assert says in said.err


def test_a_line_that_never_ends_is_an_error(sample: Path, truth: Call) -> None:
    said = truth("breaking", "content", "content", "--orders", orders(sample.parent, '"' + "a" * 1_000_001))
    assert said.code == 1
    assert "longer than 1000000 bytes" in said.err


def test_an_order_of_an_unknown_vocabulary_is_an_error(sample: Path, truth: Call) -> None:
    live = orders(sample.parent, '{"order": "A-1", "status": "shipped"}')
    said = truth("breaking", "content", "content", "--orders", live, "--vocabulary", "fulfillment")
    assert said.code == 1
    assert "there is no vocabulary 'fulfillment'; did you mean 'fulfilment'?" in said.err


def test_a_file_that_is_not_there_is_wrong_usage(sample: Path, truth: Call) -> None:
    assert truth("breaking", "content", "content", "--orders", "none.ndjson").code == 2


def test_content_that_does_not_fit_its_schema_cannot_be_compared(
    after: Path, truth: Call, edit: Callable[[Path, str, str], None]
) -> None:
    edit(after / "status" / "order.yaml", "type: display", "type: displai")
    said = truth("breaking", "content", "after")
    assert said.code == 1
    assert "do not fit their schema" in said.err


def test_review_items_count_when_they_are_asked_to(sample: Path, truth: Call, edit: Any) -> None:
    shutil.copytree(sample, sample.parent / "after")
    edit(sample.parent / "after" / "status" / "fulfilment.yaml", "label: {en: Shipped,", "label: {en: Sent,")
    assert truth("breaking", "content", "after").code == 0
    assert truth("breaking", "content", "after", "--fail-on", "review").code == 1
