"""Programs that find phrases in files byte for byte: ripgrep, and semgrep with a rule for each phrase."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.processes import Done, Failed, run
from bench.templates import Place

_CACHE = Path(__file__).parents[1] / ".cache"
_SEMGREP = "1.182.0"
_PATIENCE = 900  # seconds in which it has to be installed


class Missing(Exception):
    """A program cannot be measured here; says why."""


@dataclass(frozen=True)
class Search:
    """A program ready to look for phrases below a folder; `name` is what it is, with its version."""

    name: str
    command: Sequence[str]

    def run(self, folder: Path) -> Done:
        """What it says of the files, and how long that took."""
        return run(self.command, folder)


def ripgrep(phrases: Sequence[str], beside: Path, threads: int) -> Search:
    """ripgrep for fixed strings, told with the byte they begin at; its list of phrases is written into `beside`."""
    program = shutil.which("rg")
    if program is None:
        raise Missing("ripgrep (rg) is not installed")
    listed = beside / "phrases"
    listed.write_text("".join(f"{phrase}\n" for phrase in phrases), encoding="utf-8")
    named = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()
    options = ["--only-matching", "--byte-offset", "--null", "--with-filename", "--no-line-number", "--no-heading"]
    command = [program, f"-j{threads}", "--color=never", *options, "--fixed-strings", f"--file={listed}", "."]
    return Search(" ".join(named[:2]), command)


def ripgrep_places(said: bytes) -> frozenset[Place]:
    """What ripgrep found."""
    found = set[Place]()
    for line in said.decode().splitlines():
        path, rest = line.split("\0")
        at, phrase = rest.split(":", 1)
        found.add((path.removeprefix("./"), int(at), phrase))
    return frozenset(found)


def semgrep(phrases: Sequence[str], beside: Path, *, installs: bool) -> Search:
    """semgrep with a rule for each phrase; from a virtual environment of its own, made where there is none."""
    rules = [
        {
            "id": f"phrase-{at}",
            "languages": ["regex"],
            "severity": "INFO",
            "message": phrase,
            "pattern-regex": re.escape(phrase),
        }
        for at, phrase in enumerate(phrases)
    ]
    config = beside / "rules.json"
    config.write_text(json.dumps({"rules": rules}), encoding="utf-8")
    program = _semgrep(installs=installs)
    alone = ["--metrics=off", "--disable-version-check", "--no-git-ignore", "--quiet", "--json"]
    return Search(f"semgrep {_SEMGREP}", [str(program), "scan", *alone, f"--config={config}", "."])


def semgrep_places(said: bytes) -> frozenset[Place]:
    """What semgrep found."""
    found = json.loads(said)["results"]
    return frozenset((one["path"].removeprefix("./"), one["start"]["offset"], one["extra"]["message"]) for one in found)


def _semgrep(*, installs: bool) -> Path:
    folder = _CACHE / f"semgrep-{_SEMGREP}"
    program = folder / "bin" / "semgrep"
    if not program.exists():
        if not installs:
            raise Missing("not installed yet; a run without --quick installs it")
        try:
            run([sys.executable, "-m", "venv", str(folder)], Path.cwd())
            pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", f"semgrep=={_SEMGREP}"]
            subprocess.run(pip, check=True, capture_output=True, timeout=_PATIENCE)
        except (Failed, OSError, subprocess.SubprocessError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise Missing(f"semgrep could not be installed: {error}") from error
    return program
