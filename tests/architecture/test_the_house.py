"""Rules about the code base itself."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from truth.settings import Settings

ROOT = Path(__file__).parents[2]
TOP = {
    *["app.py", "pyproject.toml", "README.md", "truth", "content", "schemas", "migrations", "tests", "Makefile", ".ci"],
    *["bench", "docs", "deploy", "examples", "clients", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"],
    *[".git", ".gitignore", ".importlinter"],
}
GENERATED = {
    ".venv",
    ".cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".hypothesis",
    "dist",
}


def test_the_top_level_holds_only_what_a_project_needs() -> None:
    strangers = {path.name for path in ROOT.iterdir()} - TOP - GENERATED
    assert not {name for name in strangers if not name.startswith("truth.db")}


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "manager", "base"])
def test_no_room_is_named_after_nothing(name: str) -> None:
    assert not [*ROOT.joinpath("truth").rglob(f"{name}.py"), *ROOT.joinpath("truth").rglob(f"{name}/__init__.py")]


def test_everything_imported_is_declared() -> None:
    """What the code imports is asked for in pyproject.toml, so that an empty environment gets it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["server"], *extras["postgres"], *OPTIONAL]
    declared = {re.split(r"[\[<>=~! ]", one, maxsplit=1)[0].lower().replace("_", "-") for one in asked}
    known = packages_distributions()
    missing = {
        name
        for path in ROOT.joinpath("truth").rglob("*.py")
        for name in imported(path)
        if name in known and not {dist.lower().replace("_", "-") for dist in known[name]} & declared
    }
    assert not missing - {"truth"}


OPTIONAL = ("jinja2", "markupsafe", "webargs", "werkzeug")
"""Flask is Werkzeug and MarkupSafe, flask-smorest is webargs; Jinja2 is the template developer's own."""


def imported(path: Path) -> set[str]:
    """The top-level names a module imports, wherever in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in plain | named}


def test_the_version_is_the_one_the_changelog_knows() -> None:
    from truth import __version__

    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## Unreleased" in changelog
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_every_setting_is_documented_in_the_readme() -> None:
    from dataclasses import fields

    readme = (ROOT / "README.md").read_text(encoding="utf-8") + "".join(
        page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md")
    )
    missing = [one.name for one in fields(Settings) if f"TRUTH_{one.name.upper()}" not in readme]
    assert not missing
