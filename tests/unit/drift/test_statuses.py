"""Codes and labels: those of the vocabulary, where the configuration says that statuses live, and nowhere else."""

from __future__ import annotations

import pytest

from tests.unit.drift.shop import found, rules

CODES = '"placed" | "shipped" | "cancelled" | "delivered"'


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("a.py", 'if order.status == "dispatched":\n    go()\n', "drift/off-schema-code"),
        ("a.ts", 'order.status = "SHIPPED";\n', "drift/off-schema-code"),
        ("a.csv", "id,order_status\n1,sent\n", "drift/off-schema-code"),
        ("a.json", '{"orders": [{"status": "sent"}]}\n', "drift/off-schema-code"),
        ("locales/en.json", '{"order": {"status": {"sent": "Shipped"}}}\n', "drift/off-schema-code"),
        ("a.ts", 'if (order.status === "Shipped") go();\n', "drift/code-shown-raw"),
        ("a.html.j2", "<p>{{ order.status }}</p>\n", "drift/code-shown-raw"),
        ("a.html.j2", "<p>{{ order.status|title }}</p>\n", "drift/code-shown-raw"),
        (
            "a.ts",
            f"type OrderStatus = {CODES.replace(' | ' + chr(34) + 'delivered' + chr(34), '')};\n",
            "drift/enum-differs",
        ),
        ("locales/en.json", '{"order": {"status": {"shipped": "Sent"}}}\n', "drift/off-schema-label"),
        ("locales/de.json", '{"order": {"status": {"shipped": "Zugestellt"}}}\n', "drift/label-on-wrong-code"),
        ("a.py", 'go = order.status in ("placed", "shipped")\n', "drift/status-list-instead-of-allows"),
        ("a.ts", 'switch (order.status) { case "placed": go(); }\n', "drift/switch-without-default"),
    ],
)
def test_what_the_vocabulary_lacks_is_found_where_statuses_live(path: str, text: str, rule: str) -> None:
    assert rules(path, text) == [rule]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", 'if response.status == "ok":\n    go()\n'),
        ("a.py", 'if reorder.status == "sent":\n    go()\n'),
        ("a.py", 'if order.status == "shipped":\n    go()\n'),
        ("a.csv", "id,status\n1,sent\n"),
        ("a.json", '{"orders": [{"status": "shipped", "invoice": {"status": "open"}}]}\n'),
        ("a.ts", f"type OrderStatus = {CODES};\n"),
        ("a.ts", 'type UserStatus = "active" | "blocked";\n'),
        ("a.html.j2", '<p class="{{ order.status }}">Hello</p>\n'),
        ("a.html.j2", "<p>{{ label_of(order.status) }}</p>\n"),
        ("locales/en.json", '{"order": {"status": {"shipped": "Shipped"}}}\n'),
        ("locales/en.json", '{"order": {"status_icon": {"shipped": "van"}}}\n'),
    ],
)
def test_what_is_right_or_something_elses_is_left_alone(path: str, text: str) -> None:
    assert rules(path, text) == []


def test_a_wrong_code_is_told_with_the_one_that_was_meant() -> None:
    (one,) = found("a.py", 'if order.status == "shiped":\n    go()\n')
    assert one.finding.fix == "write 'shipped'"
    assert one.said == "shiped"


def test_a_code_of_a_switch_and_its_label_are_held_against_each_other() -> None:
    text = '{% if order.status == "shipped" %}<b>Delivered</b>{% endif %}'
    assert rules("a.html.j2", text) == ["drift/label-on-wrong-code"]


def test_a_misspelled_member_of_an_enumeration_is_told_once() -> None:
    listed = 'type OrderStatus = "placed" | "shiped" | "cancelled" | "delivered";\n'
    (one,) = found("order.ts", listed)
    assert (one.finding.rule, one.said, one.finding.fix) == ("drift/off-schema-code", "shiped", "write 'shipped'")
