"""XState under node: installed once into `.cache/` as the lock file says, and asked over a pipe."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from truth.kinds.status.graph import Graph

_HERE = Path(__file__).parent
_CACHE = _HERE.parents[1] / ".cache"
_LISTS = ("package.json", "package-lock.json")
_INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_NODE = ("node", "--no-warnings", "--input-type=module", "--eval")


class Missing(Exception):
    """XState cannot be measured here; says why."""


@dataclass(frozen=True)
class XState:
    """A running XState that holds the histories; `name` is its version, and node's."""

    name: str
    _asks: IO[str]
    _answers: IO[str]

    def count(self) -> int:
        """The histories with a move that is not listed."""
        print(file=self._asks, flush=True)
        return int(self._answers.readline())


@contextmanager
def xstate(graph: Graph, histories: Sequence[Sequence[str]], *, installs: bool) -> Iterator[XState]:
    """XState with the graph's moves, an event for each target, and the histories read; or `Missing`."""
    script = (_HERE / "histories.mjs").read_text(encoding="utf-8")
    command = (*_NODE, script)
    with subprocess.Popen(
        command, cwd=_folder(installs=installs), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise Missing("node has no pipes")
        print(json.dumps(_given(graph, histories)), file=process.stdin, flush=True)
        name = process.stdout.readline()
        if not name:
            raise Missing("node could not run it")
        yield XState(json.loads(name), process.stdin, process.stdout)


def _given(graph: Graph, histories: Sequence[Sequence[str]]) -> dict[str, object]:
    allowed = {code: sorted(targets) for code, targets in graph.allowed.items()}
    return {
        "allowed": allowed,
        "initial": graph.initial[0],
        "terminal": sorted(graph.terminal),
        "histories": histories,
    }


def _folder(*, installs: bool) -> Path:
    """The folder with `node_modules`."""
    for command in ("node", "npm"):
        if shutil.which(command) is None:
            raise Missing(f"{command} is not installed")
    lists = b"".join((_HERE / name).read_bytes() for name in _LISTS)
    folder = _CACHE / f"xstate-{hashlib.sha256(lists).hexdigest()[:16]}"
    if not folder.exists():
        if not installs:
            raise Missing("not installed yet; a run without --quick installs it")
        _install(folder)
    return folder


def _install(folder: Path) -> None:
    """Install beside and rename, so that a half-finished folder is never taken for a whole one."""
    draft = folder.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for name in _LISTS:
        shutil.copyfile(_HERE / name, draft / name)
    done = subprocess.run(_INSTALL, cwd=draft, capture_output=True, text=True)
    if done.returncode:
        raise Missing("npm could not install it")
    draft.rename(folder)
