"""Pool: a few processes, started when there is work, that are ended when they take too long.

A process is a fresh interpreter rather than a fork: nothing of the parent's threads, locks and connections is in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from truth.model.errors import TooLarge, TruthError, Unavailable

T = TypeVar("T")

Start = Callable[[], Callable[..., T]]
"""Makes the work ready in the process that will do it; a function of a module, or a `partial` of one."""


_TURN = 5.0  # seconds that whoever waits for a process has left when the one before them is ended


class Lost(Exception):
    """A process ended before it answered."""


class Mistake(Exception):
    """The work failed in a way nobody foresaw; the text is the traceback."""


class Pool(Generic[T]):
    """At most `size` processes, each doing one thing at a time for at most `patience` seconds.

    Calling it does the work. What the work raises of our errors is raised here.
    """

    def __init__(self, start: Start[T], size: int, patience: float) -> None:
        self._start, self._size, self._patience = start, size, patience
        self._forget()

    def __call__(self, *args: Any) -> T:
        """Do the work.

        Raises `TooLarge` when it takes longer than it may, `Unavailable` when the process breaks down or none is free
        in time.
        """
        if self._owner != os.getpid():
            self._forget()  # a forked process must not talk to its parent's
        if not self._free.acquire(timeout=self._patience + _TURN):
            raise Unavailable("every process that could do this is busy; try again in a moment")
        try:
            return self._done(args)
        finally:
            self._free.release()

    def close(self) -> None:
        """End every process that waits for work."""
        while self._idle:
            self._idle.pop().end()

    def _forget(self) -> None:
        self._owner = os.getpid()
        self._idle: list[_Process] = []
        self._free = threading.BoundedSemaphore(self._size)

    def _done(self, args: tuple[Any, ...]) -> T:
        with suppress(IndexError, Lost):  # one that waited may have ended meanwhile: that is made up for once
            return self._ask(self._idle.pop(), args)
        try:
            return self._ask(_Process(self._start), args)
        except Lost as error:
            raise Unavailable(
                "the process that was doing this broke down, and nothing was changed; try again in a moment"
            ) from error

    def _ask(self, process: _Process, args: tuple[Any, ...]) -> T:
        started = time.monotonic()
        timer = threading.Timer(self._patience, process.kill)
        timer.daemon = True
        timer.start()
        try:
            answer, error = process.ask(args, self._patience)
        except Lost:
            process.end()
            if time.monotonic() - started >= self._patience:
                raise self._took_too_long() from None
            raise
        finally:
            timer.cancel()
        self._idle.append(process)
        if error is not None:
            raise error
        done: T = answer
        return done

    def _took_too_long(self) -> TooLarge:
        return TooLarge(
            f"this took longer than the {self._patience:g} seconds it may, and was ended; nothing was changed. "
            "Hand in less at once"
        )


class _Process:
    """One process, and the line to it."""

    def __init__(self, start: Start[Any]) -> None:
        ours, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-m", "truth.processes.child", str(theirs.fileno())]
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter and a module of ours
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment(),
            )
        self._line: Connection[Any, Any] = ours
        self._first: Start[Any] | None = start
        self.end = weakref.finalize(self, _end, self._process, self._line)

    def ask(self, args: tuple[Any, ...], patience: float) -> tuple[Any, TruthError | Mistake | None]:
        """What the work answers, or what it raises; `Lost` when the process is gone."""
        try:
            if self._first:
                self._line.send(self._first)
                self._first = None
            self._line.send((args, patience))
            answer: tuple[Any, TruthError | Mistake | None] = self._line.recv()
        except (EOFError, OSError) as error:
            raise Lost from error
        return answer

    def kill(self) -> None:
        """Stop it at once, whatever it does; whoever waits for its answer is told that it is lost."""
        self._process.kill()


def _end(process: subprocess.Popen[bytes], line: Connection[Any, Any]) -> None:
    """Stop it, and leave nothing of it behind; also where nobody knows it any more, and when we end ourselves."""
    process.kill()
    process.wait()
    line.close()


def _environment() -> Mapping[str, str]:
    """Ours, so that the same settings and the same modules are found; never what lies in the current folder."""
    path = os.pathsep.join(place or os.getcwd() for place in sys.path)
    return {**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"}
