"""`docs/client.md` says what is so."""

from __future__ import annotations

import inspect
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment

import truth.client.jinja
from truth.client import Health, Truth
from truth.model import errors


@pytest.fixture
def page(root: Path) -> str:
    """The page."""
    return root.joinpath("docs", "client.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def test_its_code_does_what_it_shows(page: str, place: Any, cache: Path) -> None:
    order = SimpleNamespace(status="packed", eta=date(2026, 12, 3), number="NC-10482", locale="fr")
    source = blocks(page, "python")[0].replace(
        '"https://truth.natural.example"', f'"{place.url}", cache={str(cache)!r}'
    )
    names: dict[str, Any] = {"order": order}
    exec(source, names)  # noqa: S102 - our own page
    shown = 0
    for line in source.splitlines():
        call, _, answer = line.partition(" # ")
        if call.startswith("truth.") and answer.startswith('"'):
            assert eval(call, names) == eval(answer), line  # noqa: S307 - our own page
            shown += 1
    assert shown == 2

    environment = Environment(autoescape=True)
    truth.client.jinja.install(environment, names["truth"])
    assert "Ihr" in environment.from_string(blocks(page, "jinja")[0]).render(order=order)


def test_it_names_every_setting_state_and_error(page: str) -> None:
    settings = set(inspect.signature(Truth).parameters)
    named = [*settings, *Health, "NotFound", "Gone", "Invalid", "Unavailable", "UsageError"]
    assert [name for name in named if f"`{name}`" not in page] == []
    assert all(hasattr(errors, name) for name in named[-5:])
