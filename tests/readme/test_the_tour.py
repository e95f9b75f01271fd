"""The README's tour, run as it is written.

Every `$` line of a console block is run by a shell beside a copy of the content, with the served port for 8000.
In what is shown, `…` stands for anything; `[exit N]` for an exit code other than 0.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@dataclass
class Step:
    """One command, the output shown below it, and the exit code it should have."""

    command: str
    shown: list[str] = field(default_factory=list)
    exit: int = 0


def steps(page: str) -> Iterator[Step]:
    """The commands of a page's console blocks."""
    for block in re.findall(r"^```console\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        step: Step | None = None
        for line in block.splitlines():
            if line.startswith("$ "):
                if step:
                    yield step
                step = Step(line[2:])
            elif step and (code := re.fullmatch(r"\[exit (\d+)\]", line)):
                step.exit = int(code[1])
            elif step:
                step.shown.append(line)
        if step:
            yield step


def pattern(shown: list[str]) -> re.Pattern[str]:
    """What is shown, `…` standing for anything."""
    return re.compile(".*?".join(re.escape(piece) for piece in "\n".join(shown).split("…")) + r"\s*", re.DOTALL)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[Path, int, dict[str, str]]]:
    """A checkout's content and schemas, served as `make run` serves it."""
    for name in ("content", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "activate").write_text(f'PATH="{BIN}:$PATH"\n', encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {key: value for key, value in os.environ.items() if not key.startswith("TRUTH_")}
    environ |= {"PATH": f"{BIN}{os.pathsep}{environ['PATH']}", "PYTHONUTF8": "1", "COLUMNS": "120"}
    with subprocess.Popen(
        [BIN / "truth", "serve", "--port", str(port)], cwd=tmp_path, env=environ, stderr=subprocess.PIPE
    ) as server:
        try:
            wait_for(port, server)
            yield tmp_path, port, environ
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Until the registry is ready to answer."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, server.stderr and server.stderr.read().decode()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the registry did not become ready within a minute")


def test_every_command_of_the_readme_does_what_it_shows(shop: tuple[Path, int, dict[str, str]]) -> None:
    folder, port, environ = shop
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    found = list(steps(page))
    assert len(found) > 12
    for step in found:
        command = step.command.replace("localhost:8000", f"localhost:{port}")
        run = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environ, capture_output=True, text=True, timeout=60, check=False
        )
        output = run.stdout + run.stderr
        assert run.returncode == step.exit, f"$ {command}\n{output}"
        if step.shown:
            assert pattern(step.shown).fullmatch(output), f"$ {command}\n{output}\n--- shown:\n" + "\n".join(step.shown)
