"""Baskets nobody can price, as the bytes someone sends; see tests/cases/price/bad_baskets.yaml."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent / "cases" / "price" / "bad_baskets.yaml"
LINE = {"id": "1", "sku": "TEE-01", "quantity": 3}
GOOD = {"currency": "EUR", "zone": "DE", "channel": "web", "at": "2026-07-01T09:00:00+02:00", "lines": [LINE]}


@dataclass(frozen=True)
class Bad:
    """What is sent, the rule it breaks (over HTTP too, unless `http` says another), and what is said about it."""

    name: str
    text: str
    rule: str
    http: str
    says: str


def bad_baskets() -> list[Bad]:
    """Every case."""
    cases = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return [
        Bad(case["name"], _text(case), case["rule"], case.get("http", case["rule"]), case["says"]) for case in cases
    ]


def _text(case: dict[str, Any]) -> str:
    if "text" in case:
        return str(case["text"])
    if "deep" in case:
        nested = "[" * case["deep"] + "]" * case["deep"]
        return json.dumps(GOOD).replace('"TEE-01"', nested)
    lines = [{**LINE, **case.get("line", {})}]
    if "lines" in case:
        lines = [{**LINE, "id": str(number)} for number in range(case["lines"])]
    return json.dumps({**GOOD, "lines": lines, **case.get("basket", {})})
