"""`truth status import`: what each format becomes, what is refused, and where it is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from truth.factory import open_shapes

Call = Callable[..., Any]
CASES = Path(__file__).parents[1] / "cases" / "status" / "import"
EXPECTED = sorted(CASES.glob("*.expected.yaml"))
REFUSED = yaml.safe_load((CASES / "refused.yaml").read_text(encoding="utf-8"))


def source_of(expected: Path) -> Path:
    """The file beside an expectation."""
    name = expected.name.removesuffix(".expected.yaml")
    return next(path for path in CASES.glob(f"{name}.*") if path != expected)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name.partition(".")[0])
def test_a_file_becomes_the_vocabulary_it_says_and_what_is_missing_is_listed(truth: Call, path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    options = [part for name in ("only", "locale", "as") if name in case for part in (f"--{name}", case[name])]
    said = truth("status", "import", str(source_of(path)), "--format", "json", *options)
    assert said.code == 0
    assert said.json["document"] == case["body"]
    assert list(said.json["document"]["statuses"]) == list(case["body"]["statuses"])
    assert Counter(finding["rule"] for finding in said.json["findings"]) == case["findings"]
    assert all(finding["message"] for finding in said.json["findings"])
    fits = not list(open_shapes().problems("status", said.json["document"]))
    assert fits == case.get("fits_the_schema", False)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["file"])
def test_a_file_that_says_nothing_sure_is_refused_and_nothing_is_written(truth: Call, shop: Path, case: Any) -> None:
    text = case["text"].replace("{deep:50}", "[" * 50)
    (shop / case["file"]).write_text(text, encoding="utf-8")
    said = truth("status", "import", case["file"], "--out", "new.yaml")
    assert said.code == 1
    assert case["says"] in said.err
    assert not (shop / "new.yaml").exists()


def test_a_machine_nested_too_deep_is_refused(truth: Call, shop: Path) -> None:
    opened = "".join(f'<state id="s{number}">' for number in range(2000))
    text = f'<scxml xmlns="http://www.w3.org/2005/07/scxml">{opened}{"</state>" * 2000}</scxml>'
    (shop / "deep.scxml").write_text(text, encoding="utf-8")
    said = truth("status", "import", "deep.scxml")
    assert (said.code, "elements inside each other" in said.err) == (1, True)


@pytest.mark.parametrize("count", [501, 5000])
def test_more_states_than_a_vocabulary_holds_are_refused(truth: Call, shop: Path, count: int) -> None:
    states = {f"s{number}": {} for number in range(count)}
    events = {f"E{number}": f".s{number}" for number in range(count)}
    (shop / "huge.json").write_text(json.dumps({"states": states, "on": events}), encoding="utf-8")
    said = truth("status", "import", "huge.json")
    assert (said.code, "at most 500" in said.err) == (1, True)


def test_moves_that_multiply_are_refused_before_they_fill_memory(truth: Call, shop: Path) -> None:
    states = {f"s{number}": {} for number in range(500)}
    events = {f"E{number}": f".s{number % 500}" for number in range(3000)}
    (shop / "huge.json").write_text(json.dumps({"states": states, "on": events}), encoding="utf-8")
    said = truth("status", "import", "huge.json")
    assert (said.code, "more than 50,000 moves" in said.err) == (1, True)


def test_a_file_beyond_the_limit_is_not_read(truth: Call, shop: Path) -> None:
    (shop / "huge.csv").write_text("from,to\n" + "a,b\n" * 300_000, encoding="utf-8")
    said = truth("status", "import", "huge.csv")
    assert (said.code, "larger than" in said.err) == (1, True)


def test_what_is_said_but_does_not_fit_is_kept_and_listed(truth: Call, shop: Path) -> None:
    rows = [{"code": "a", "expect_within": "5 days", "allows": ["Track it"]}]
    (shop / "table.json").write_text(json.dumps({"statuses": rows, "mode": "lax", "owner": "Care"}), encoding="utf-8")
    said = truth("status", "import", "table.json", "--format", "json").json
    assert said["document"]["statuses"]["a"] == {"expect_within": "5 days", "allows": ["track_it"]}
    misfits = [finding["message"] for finding in said["findings"] if finding["rule"] == "import/misfit"]
    assert len(misfits) == 3
    assert "'5 days' — not an ISO 8601 duration" in " ".join(misfits)


def test_several_in_one_file_must_be_told_apart(truth: Call) -> None:
    said = truth("status", "import", str(CASES / "workflows.yaml"))
    assert said.code == 2
    assert "name one: order, review" in said.err
    nearest = truth("status", "import", str(CASES / "workflows.yaml"), "--only", "ordre")
    assert (nearest.code, "did you mean 'order'?" in nearest.err) == (2, True)


def test_what_could_be_several_formats_is_not_guessed(truth: Call, shop: Path) -> None:
    (shop / "something.json").write_text('{"nodes": []}', encoding="utf-8")
    said = truth("status", "import", "something.json")
    assert (said.code, "say which with --as" in said.err) == (2, True)


def test_the_file_is_in_its_one_layout_and_validates_as_far_as_it_says(truth: Call, content: Path) -> None:
    said = truth("status", "import", str(CASES / "whole.json"), "--locale", "en", "--out", "content/status/parcel.yaml")
    assert said.code == 0
    assert truth("fmt", "content", "--check").code == 0
    assert truth("get", "status:parcel/sent/label").out == "What's {sent}\n"
    assert (content / "status" / "parcel.yaml").read_text(encoding="utf-8").startswith("# yaml-language-server:")


def test_a_file_that_is_there_is_never_overwritten(truth: Call, shop: Path) -> None:
    (shop / "mine.yaml").write_text("mine\n", encoding="utf-8")
    said = truth("status", "import", str(CASES / "flat.csv"), "--out", "mine.yaml")
    assert said.code == 2
    assert (shop / "mine.yaml").read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize("option", [("--key", "Not A Key"), ("--locale", "deutsch!"), ("--out", "nowhere/x.yaml")])
def test_a_wrong_option_is_wrong_usage(truth: Call, option: tuple[str, str]) -> None:
    assert truth("status", "import", str(CASES / "flat.csv"), *option).code == 2


def test_labels_in_no_language_are_left_out_and_listed(truth: Call) -> None:
    said = truth("status", "import", str(CASES / "whole.json"))
    assert "3 labels in no language, so left out: placed, packed, sent" in said.err
    assert "label" not in said.out


def test_what_was_drawn_as_scxml_comes_back_as_it_was(truth: Call, content: Path, shop: Path) -> None:
    truth("status", "diagram", "order", "--as", "scxml", "--out", "order.scxml")
    said = truth("status", "import", "order.scxml", "--locale", "en", "--format", "json")
    before = yaml.safe_load((content / "status" / "order.yaml").read_text(encoding="utf-8"))
    after = said.json["document"]
    told = ("phase", "terminal", "audience", "shown_as", "meaning", "allows", "expect_within")
    assert after["initial"] == before["initial"]
    assert {code: {name: one.get(name) for name in told} for code, one in after["statuses"].items()} == {
        code: {name: one.get(name) for name in told} for code, one in before["statuses"].items()
    }
    assert sorted(moves(after)) == sorted(moves(before))


def moves(body: Any) -> list[Any]:
    """Every move with who and why."""
    return [
        (one["event"], source, one["to"], one["actors"], one.get("reasons", []))
        for one in body["transitions"]
        for source in one["from"]
    ]
