"""`truth status code` and `truth status diagram`: on stdout, in a file, and compared with one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]
DATABASE = "sqlite:///truth.db"
ORDER = ("status", "code", "order", "--as", "typescript")


@pytest.mark.parametrize("language", ["typescript", "python", "json-schema", "kotlin", "swift"])
def test_types_are_printed_in_every_language(truth: Call, content: Path, language: str) -> None:
    said = truth("status", "code", "order", "--as", language)
    assert said.code == 0
    assert "status:order, draft, sha256:" in said.out
    assert said.err == ""


@pytest.mark.parametrize("notation", ["mermaid", "dot", "scxml"])
def test_pictures_are_printed_in_every_notation(truth: Call, content: Path, notation: str) -> None:
    said = truth("status", "diagram", "status:order", "--as", notation, "--locale", "de")
    assert said.code == 0
    assert "Bestellt" in said.out


def test_json_says_what_the_text_was_made_from(truth: Call, content: Path) -> None:
    said = truth(*ORDER, "--format", "json").json
    assert (said["vocabulary"], said["as"], said["release"]) == ("status:order", "typescript", None)
    assert said["digest"] in said["text"]


def test_a_release_is_named_by_its_number(truth: Call, content: Path) -> None:
    truth("apply")
    assert "status:order, release 1, sha256:" in truth(*ORDER, "--source", DATABASE).out


def test_a_written_file_is_current_until_the_vocabulary_changes(truth: Call, content: Path, edit: Edit) -> None:
    assert truth(*ORDER, "--out", "order.ts").code == 0
    assert truth(*ORDER, "--check", "order.ts").code == 0
    edit(content / "status" / "order.yaml", "en: Shipped", "en: Sent")
    said = truth(*ORDER, "--check", "order.ts")
    assert said.code == 1
    assert "order.ts is not current: status:order has changed since" in said.err
    assert "Renew it with:  truth status code order --as typescript --out order.ts" in said.err


def test_a_file_edited_by_hand_is_told_apart(truth: Call, content: Path, edit: Edit) -> None:
    truth(*ORDER, "--out", "order.ts")
    edit(content.parent / "order.ts", '"Shipped"', '"Dispatched"')
    said = truth(*ORDER, "--check", "order.ts", "--format", "json")
    assert said.code == 1
    assert said.json["current"] is False
    assert "edited by hand" in said.json["reason"]


def test_a_file_that_is_not_there_is_not_current(truth: Call, content: Path) -> None:
    said = truth("status", "diagram", "order", "--as", "dot", "--check", "order.dot")
    assert (said.code, "there is no such file yet" in said.err) == (1, True)


def test_a_change_elsewhere_leaves_the_file_current(truth: Call, content: Path, edit: Edit) -> None:
    truth("apply")
    truth(*ORDER, "--source", DATABASE, "--out", "order.ts")
    edit(content / "policy" / "returns" / "policy.yaml", "en: Returns", "en: Sending back")
    truth("apply")
    assert truth(*ORDER, "--source", DATABASE, "--check", "order.ts").code == 0


def test_the_command_that_renews_a_file_has_all_its_options(truth: Call, content: Path) -> None:
    options = ["--locale", "de", "--channel", "sms", "--package", "com.example", "--source", "content"]
    said = truth("status", "code", "order", "--as", "kotlin", *options, "--check", "Order.kt")
    assert f"truth status code order --as kotlin {' '.join(options)} --out Order.kt" in said.err


def test_an_unknown_vocabulary_is_answered_with_the_nearest(truth: Call, content: Path) -> None:
    said = truth("status", "code", "oder", "--as", "swift")
    assert (said.code, "did you mean 'status:order'?" in said.err) == (1, True)


@pytest.mark.parametrize(
    "wrong",
    [
        ["code", "order"],
        ["code", "order", "--as", "cobol"],
        ["code", "policy:returns", "--as", "swift"],
        ["code", "status:order/shipped", "--as", "swift"],
        ["code", "Order!", "--as", "swift"],
        ["code", "order", "--as", "swift", "--package", "com.example"],
        ["code", "order", "--as", "kotlin", "--package", "com example"],
        ["code", "order", "--as", "swift", "--no-labels", "--locale", "de"],
        ["code", "order", "--as", "swift", "--out", "a", "--check", "a"],
        ["code", "order", "--as", "swift", "--out", "nowhere/a"],
        ["diagram", "order", "--as", "png"],
        ["draw", "order"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_said_and_nothing_is_written(truth: Call, content: Path, wrong: list[str]) -> None:
    said = truth("status", *wrong)
    assert (said.code, said.out) == (2, "")
    assert said.err


def test_a_locale_without_labels_and_an_unknown_channel_are_refused(truth: Call, content: Path) -> None:
    assert "has no words for 'it'" in truth(*ORDER, "--locale", "it").err
    assert "there is no channel 'smss'; did you mean 'sms'?" in truth(*ORDER, "--channel", "smss").err


def test_code_of_a_vocabulary_that_is_not_finished_is_refused_and_its_file_drawn(
    truth: Call, content: Path, edit: Edit
) -> None:
    edit(content / "status" / "order.yaml", "mode: strict\n", "")
    assert truth(*ORDER).code == 1
    said = truth("status", "diagram", "content/status/order.yaml", "--as", "mermaid", "--locale", "de")
    assert (said.code, "Bestellt" in said.out) == (0, True)
    assert truth("status", "diagram", "content/status/other.yaml", "--as", "mermaid").code == 2
