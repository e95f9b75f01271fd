"""`truth get`: one text, value or document, the same from every source."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truth.factory import create_app
from truth.settings import Settings

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]


def test_a_text_is_printed_alone(truth: Call, content: Path) -> None:
    said = truth("get", "status:order/shipped/label", "--locale", "de")
    assert (said.code, said.out, said.err) == (0, "Versandt\n", "")


def test_an_sms_is_printed_alone_and_counted_on_stderr(truth: Call, content: Path) -> None:
    said = truth("get", "policy:returns/clauses/window", "--channel", "sms")
    assert said.out.startswith("You can return your order within 30 days of delivery.")
    assert said.err == "1 segment, 106 characters in GSM-7\n"


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("html", "<strong>30 days</strong>"),
        ("markdown", "**30 days**"),
        ("text", "within 30 days of"),
        ("sms", " 30 days "),
    ],
)
def test_a_text_comes_in_the_format_asked_for(truth: Call, content: Path, shape: str, expected: str) -> None:
    assert expected in truth("get", "policy:returns/clauses/window", "--as", shape).out


def test_as_json_gives_the_pattern_with_its_arguments(truth: Call, content: Path) -> None:
    said = truth("get", "policy:returns/clauses/window", "--as", "json")
    assert "{window}" in said.json["pattern"]
    assert said.json["arguments"]["window"]["ref"] == "policy:returns/values/window"


def test_an_argument_is_supplied_by_name(truth: Call, content: Path) -> None:
    ref = "status:order/shipped/when"
    assert truth("get", ref).out == "You hear the day from the carrier.\n"
    assert "June 3, 2030" in truth("get", ref, "--with", "eta=2030-06-03").out


def test_a_value_is_printed_as_it_is_written_in_the_locale(truth: Call, content: Path) -> None:
    assert truth("get", "policy:returns/values/window", "--locale", "de").out == "30 Tage\n"
    said = truth("get", "policy:returns/values/window", "--format", "json").json
    assert (said["type"], said["value"], said["display"], said["locale"]) == ("duration", "P30D", "30 days", "en")


def test_a_document_and_a_part_of_one_are_printed_as_in_their_files(truth: Call, content: Path) -> None:
    whole = truth("get", "company:profile").out
    assert whole == (content / "company/profile.yaml").read_text(encoding="utf-8").partition("\n")[2]
    assert truth("get", "company:profile/locales").out == "- en\n- de\n"
    assert truth("get", "company:profile/owner").out == "care\n"
    assert truth("get", "company:profile", "--format", "json").json["document"]["locales"] == ["en", "de"]


NOT_KNOWN = [
    (["policy:return/title"], 1, "did you mean 'policy:returns'?"),
    (["policy:returns/window"], 1, "policy:returns/clauses/window"),
    (["status:order/shiped/label"], 1, "status:order/shipped/label"),
    (["returns"], 1, "is not a ref"),
    (["status:order/shipped/label", "--locale", "pt"], 1, "en, de"),
    (["status:order/shipped/label", "--channel", "emial"], 1, "did you mean 'email'?"),
    (["status:order/shipped/when", "--with", "etta=2030-06-03"], 1, "did you mean 'eta'?"),
    (["status:order/shipped/when", "--with", "eta=tomorrow"], 1, "eta"),
    (["status:order/shipped/when", "--with", "eta"], 2, "--with order_number=A-1001"),
    (["status:order/shipped/when", "--with", "eta=1", "--with", "eta=2"], 2, "given twice"),
    (["status:order/shipped/label", "--as", "pdf"], 2, "'pdf' is not one of"),
    (["policy:returns/values/window", "--as", "html"], 2, "--as is for texts"),
    (["policy:returns/values", "--locale", "de"], 2, "--locale is for texts and values"),
    (["status:order/shipped/label", "--at", "yesterday"], 2, "2026-03-03T09:00:00+01:00"),
    (["status:order/shipped/label", "--at", "2030-03-03T09:00:00"], 2, "with its offset"),
    (["status:order/shipped/label", "--release", "0"], 2, "0 is not in the range"),
    (["status:order/shipped/label", "--release", "1", "--at", "2030-03-03T09:00:00Z"], 2, "--release"),
    (["status:order/shipped/label", "--source", "content", "--release", "1"], 2, "has no history"),
    (["status:order/shipped/label", "--source", "nowhere"], 2, "there is no source 'nowhere'"),
    (["status:order/shipped/label", "--source", "mysql://x/y"], 2, "sqlite:///"),
    (["status:order/shipped/label", "--source", "sqlite:///nowhere.db"], 3, "nowhere.db"),
    (["status:order/shipped/label", "--release", "1"], 3, "truth.db"),
]


@pytest.mark.parametrize(("args", "code", "message"), NOT_KNOWN, ids=[" ".join(case[0]) for case in NOT_KNOWN])
def test_what_is_not_known_is_an_error_that_names_what_is(
    truth: Call, content: Path, args: list[str], code: int, message: str
) -> None:
    said = truth("get", *args)
    assert (said.code, said.out) == (code, "")
    assert message in said.err


def test_reading_makes_no_database(truth: Call, content: Path, shop: Path) -> None:
    truth("get", "status:order/shipped/label", "--source", "sqlite:///nowhere.db")
    truth("get", "status:order/shipped/label", "--release", "1")
    assert not list(shop.glob("*.db*"))


def test_what_is_retired_names_its_successor(truth: Call, content: Path, edit: Edit) -> None:
    edit(
        content / "status/order.yaml",
        "transitions:",
        'retired:\n  sent: {replaced_by: shipped, since: "2026-01-01"}\ntransitions:',
    )
    said = truth("get", "status:order/sent/label", "--format", "json")
    assert said.code == 1
    assert said.json["replaced_by"] == "status:order/shipped/label"


@pytest.mark.parametrize(
    ("args", "path"),
    [
        (
            ["policy:returns/clauses/help", "--channel", "sms", "--with", "order_number=A-7"],
            "text/policy/returns/clauses/help?channel=sms&with.order_number=A-7",
        ),
        (["status:order/shipped/when", "--as", "json"], "text/status/order/shipped/when?as=json"),
        (["policy:returns/values/window", "--locale", "de"], "values/policy/returns/values/window?locale=de"),
        (["status:order"], "entries/status/order"),
    ],
)
def test_json_is_what_the_http_interface_answers(truth: Call, content: Path, args: list[str], path: str) -> None:
    assert truth("apply").code == 0
    client = create_app(Settings()).test_client()
    answered = client.get(f"/v1/{path}", headers={"Host": "localhost"})
    assert answered.status_code == 200
    assert truth("get", *args, "--source", "sqlite:///truth.db", "--format", "json").json == json.loads(answered.data)


def test_every_source_prints_the_same(process: Call, truth: Call, sample: Path) -> None:
    assert truth("apply").code == 0
    assert truth("export", "--snapshot", "snapshot.json", "--source", "sqlite:///truth.db").code == 0
    sources = ("content/", "sqlite:///truth.db", "snapshot.json")
    for locale, label in {"en": "Shipped\n", "fr": "Expédiée\n"}.items():
        args = ("get", "status:fulfilment/shipped/label", "--locale", locale)
        assert {truth(*args, "--source", source).out for source in sources} == {label}
    args = ("get", "status:fulfilment/shipped/label", "--locale", "de")
    assert {process(*args, "--source", source).out for source in sources} == {"Versandt\n"}


def test_a_list_of_clauses_is_printed_in_the_order_asked_for(truth: Call, content: Path) -> None:
    said = truth("get", "policy:returns/clauses", "--only", "help,window", "--as", "markdown", "--contents")
    assert said.out.startswith("**Contents**\n\n1. [Help](#help)\n2. [Return window](#window)\n\n## Help {#help}")


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["policy:returns/clauses", "--only", "windw"], 1, "did you mean policy:returns/clauses/window"),
        (["policy:returns/clauses", "--only", "help,help"], 1, "the clause 'help' is named twice"),
        (["policy:returns/clauses/help", "--only", "help"], 1, "is no section of clauses"),
        (["policy:returns/values/window", "--contents"], 2, "--contents is for a policy's clauses"),
        (["policy:returns", "--only", "help"], 2, "--only is for a policy's clauses"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_what_is_no_list_of_clauses_is_refused(
    truth: Call, content: Path, args: list[str], code: int, says: str
) -> None:
    said = truth("get", *args)
    assert (said.code, said.out) == (code, "")
    assert says in said.err
