"""Every case of `tests/cases/drift/extract`: a small file, and all the pieces it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from truth.drift.piece import Call, Group, Piece

CASES = Path(__file__).parents[3] / "cases" / "drift" / "extract"


def _cases() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield pytest.param(case, id=f"{file.stem}: {case['case']}")


@pytest.mark.parametrize("case", list(_cases()))
def test_a_file_says_what_its_case_lists(case: dict[str, Any], pieces_of: Callable[[str, bytes], list[Piece]]) -> None:
    data = case["text"].encode()
    assert [shown(piece, data) for piece in pieces_of(case["file"], data)] == case["pieces"]


def shown(piece: Piece, data: bytes) -> dict[str, Any]:
    """A piece as the cases write it: what is empty is left out, and `written` where it differs from the text."""
    written = data[piece.start : piece.end].decode()
    told = {
        "written": written if written != piece.text else "",
        "name": piece.name,
        "path": piece.path,
        "locale": piece.locale,
        "holes": [hole.expression for hole in piece.holes],
        "group": piece.group and _group(piece.group),
        "call": piece.call and _call(piece.call, data),
    }
    return {piece.role.value: piece.text, **{key: said for key, said in told.items() if said}}


def _group(group: Group) -> str:
    return f"{'open ' if group.open else ''}{group.form} {group.name}"


def _call(call: Call, data: bytes) -> dict[str, Any]:
    told = {
        "whole": data[call.start : call.end].decode(),
        "given": dict(call.given),
        "spread": call.spread,
        "dynamic": call.dynamic,
        "code": call.code,
        "locale": call.locale,
        "channel": call.channel,
    }
    return {"function": call.function, **{key: said for key, said in told.items() if said}}
