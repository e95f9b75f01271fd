"""The pages that are made from the code say what the code says now."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def _generator() -> Any:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generator = _generator()


@pytest.mark.parametrize("page", generator.PAGES)
def test_a_generated_page_is_what_the_code_makes_now(page: str) -> None:
    made = generator.PAGES[page]()
    assert (DOCS / page).read_text(encoding="utf-8") == made, "it is stale; bring it up to date with: make docs"


def test_every_setting_has_a_row_of_its_own() -> None:
    rows = [line for line in generator.settings_page().splitlines() if line.startswith("| `TRUTH_")]
    assert len(rows) == len(generator.fields(generator.Settings))


def test_every_page_of_the_readme_is_there() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    named = {part.partition(")")[0] for part in readme.split("](docs/")[1:]}
    assert named <= {path.name for path in DOCS.glob("*.md")}
