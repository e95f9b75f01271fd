"""The other end of a `Pool`: does what it is asked, one thing after the other, until nobody asks any more."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from math import ceil
from multiprocessing.connection import Connection
from typing import Any

from truth.model.errors import TooLarge, TruthError
from truth.processes.pool import Mistake

IDLE = 300
"""Seconds without work after which the process ends: it comes back when it is needed."""

_POLITE = 10  # whoever answers readers goes first
_GRACE = 5  # seconds after which the process ends itself, should nobody be left to do so


def main() -> None:
    """Serve the connection whose descriptor is the first argument."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C is for the parent, which then closes the line
    os.nice(_POLITE)
    with suppress(EOFError, OSError):
        serve(Connection(int(sys.argv[1])))


def serve(line: Connection[Any, Any]) -> None:
    """Answer until the line is closed or has been quiet for long."""
    start: Callable[[], Callable[..., Any]] = line.recv()
    work: Callable[..., Any] | None = None
    while line.poll(IDLE):
        args, patience = line.recv()
        signal.alarm(ceil(patience) + _GRACE)
        work, outcome = _outcome(start, work, args)
        line.send(outcome)
        signal.alarm(0)


def _outcome(start: Callable[[], Any], work: Any, args: tuple[Any, ...]) -> tuple[Any, tuple[Any, Exception | None]]:
    try:
        work = work or start()
        return work, (work(*args), None)
    except TruthError as error:
        return work, (None, error)
    except MemoryError:
        return None, (None, TooLarge("this needs more memory than there is; hand in less at once"))
    except Exception:
        return None, (None, Mistake(traceback.format_exc()))


if __name__ == "__main__":
    main()
