"""A shop's folder to work in, and two ways to call the command: in this process, and as a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from truth.cli.init import write_starter
from truth.cli.main import main

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from truth.cli.main import main; main()"]


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on stdout."""
        return json.loads(self.out)


Call = Callable[..., Said]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one; no setting comes from outside."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("TRUTH_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def content(shop: Path) -> Path:
    """The starter content, in `content/`."""
    write_starter(shop / "content")
    return shop / "content"


@pytest.fixture
def sample(shop: Path) -> Path:
    """The sample company's content, in `content/`."""
    shutil.copytree(ROOT / "content", shop / "content")
    return shop / "content"


@pytest.fixture
def truth(shop: Path) -> Call:
    """Calls the command in this process; an error nobody translated is raised."""

    def call(*args: str) -> Said:
        result = CliRunner().invoke(main, args)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def process(environment: dict[str, str]) -> Call:
    """Calls the command as a process of its own."""

    def call(*args: str, env: Mapping[str, str] = {}) -> Said:
        done = subprocess.run([*COMMAND, *args], capture_output=True, text=True, env={**environment, **env}, timeout=60)
        return Said(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def edit() -> Callable[[Path, str, str], None]:
    """Replaces a text in a file; it must be there."""

    def replace(path: Path, before: str, after: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    return replace


@pytest.fixture
def environment(shop: Path) -> dict[str, str]:
    """What a process started here finds in its environment."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}


@pytest.fixture
def command() -> list[str]:
    """The command as a process of its own."""
    return COMMAND
