"""A plan in a file, as `truth.registry.plan_file` has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from truth.model.canonical import Json
from truth.model.errors import Invalid, UsageError

if TYPE_CHECKING:
    from truth.registry.plan import Plan
    from truth.registry.plan_file import PlanFile

LARGEST = 256 * 1024 * 1024
"""Bytes a plan file may have."""


def write_plan(plan: Plan) -> str:
    """The text of a plan's file."""
    from truth.registry.plan_file import plan_file_json

    return json.dumps(plan_file_json(plan), ensure_ascii=False, indent=2) + "\n"


def read_plan(path: Path) -> PlanFile:
    """The plan in a file; `UsageError` when it holds none."""
    from truth.registry.plan_file import FORMAT, read_plan_file

    content = read_plan_content(path)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise UsageError(f'{path} is not a plan ("format": "{FORMAT}"); write one with: truth plan --out {path.name}')
    try:
        return read_plan_file(content)
    except Invalid as error:
        raise UsageError(f"{path}: {error.message}") from error


def read_plan_content(path: Path) -> Json:
    """The JSON in a plan's file; `UsageError` where it is none."""
    if path.stat().st_size > LARGEST:
        raise UsageError(f"{path} is larger than {LARGEST // 2**20} MiB; a plan is not that large")
    try:
        return json.loads(path.read_bytes(), parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} cannot be read as JSON: {error}") from error


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"{text} is a fraction; documents hold decimals as strings")
