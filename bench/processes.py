"""Programs as a user starts them: what they say, how long they take, and the memory they and their children hold."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

_OFTEN = 0.01  # seconds between two looks at the memory


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock, and of processors, children included."""

    wall: float
    processor: float


@dataclass(frozen=True)
class Done:
    """A program that has ended: its standard output, what it took, and the most memory it held, where that was asked.

    Memory is in bytes, that of the program and its children at a time, what they share counted once (PSS).
    """

    said: bytes
    spent: Spent
    memory: int = 0


class Failed(Exception):
    """A program ended otherwise than it should; says how."""


def run(
    command: Sequence[str],
    cwd: Path,
    env: Mapping[str, str] | None = None,
    codes: Sequence[int] = (0,),
    *,
    watched: bool = False,
) -> Done:
    """Run a program to its end, and look at its memory meanwhile where it is `watched`, which takes time of its own.

    `Failed`, with what it said, for an exit code that is none of `codes`.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        memory = _most_held(process.pid) if watched else 0
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)  # it was waited for here
        if process.returncode not in codes:
            err.seek(0)
            raise Failed(f"{command[0]} ended with {process.returncode}: {err.read().decode(errors='replace')[-2000:]}")
        out.seek(0)
        return Done(out.read(), Spent(wall, used.ru_utime + used.ru_stime), memory)


def _most_held(pid: int) -> int:
    """Looks on until a process has ended; it is not waited for."""
    watched, most = psutil.Process(pid), 0
    while watched.status() != psutil.STATUS_ZOMBIE:
        most = max(most, _held(watched))
        time.sleep(_OFTEN)
    return most


def _held(process: psutil.Process) -> int:
    held = 0
    with suppress(psutil.NoSuchProcess):
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):  # it may end at any time
                told = one.memory_full_info()
                held += getattr(told, "pss", told.uss)  # Linux alone tells what is shared
    return held
