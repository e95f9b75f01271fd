"""Real tools from npm, installed once into `.cache/` as the lock file says, and called like a person would."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache"
LISTS = ("package.json", "package-lock.json")
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


@dataclass(frozen=True)
class Tools:
    """A folder with `node_modules`."""

    folder: Path

    def node(self, script: str, *args: object) -> str:
        """What a script of this folder prints; it finds the packages, whichever folder it is kept in."""
        text = (HERE / script).read_text(encoding="utf-8")
        return run(["node", "--input-type=module", "-", *map(str, args)], self.folder, text)

    def bin(self, name: str) -> Path:
        """A command one of the packages brings."""
        return self.folder / "node_modules" / ".bin" / name

    def package(self, name: str) -> Path:
        """The folder of a package."""
        return self.folder / "node_modules" / name


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The tools, installed; without node and npm, or without a registry to install from, the test is skipped."""
    for command in ("node", "npm"):
        if shutil.which(command) is None:
            pytest.skip(f"{command} is not installed, so the real tools cannot judge; install nodejs and npm")
    lists = b"".join((HERE / name).read_bytes() for name in LISTS)
    folder = CACHE / f"tools-{hashlib.sha256(lists).hexdigest()[:16]}"
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "tools.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test processes run side by side; one installs, the others wait
        if not folder.exists():
            install(folder)
    return Tools(folder)


@pytest.fixture(scope="session")
def java() -> str:
    """The command that runs the Kotlin compiler."""
    found = shutil.which("java")
    if found is None:
        pytest.skip("java is not installed, so the Kotlin compiler cannot judge; install a Java runtime (17 or newer)")
    return found


def install(folder: Path) -> None:
    """Install beside and rename, so that a half-finished folder is never taken for a whole one."""
    draft = folder.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for name in LISTS:
        shutil.copyfile(HERE / name, draft / name)
    done = subprocess.run(INSTALL, cwd=draft, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"npm could not install the tools: {done.stderr.strip()[-400:]}")
    draft.rename(folder)


def run(command: Sequence[str | Path], folder: Path, given: str | None = None) -> str:
    """What a command prints; its complaints are the failure's message."""
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout
