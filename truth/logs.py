"""Logs: one JSON object a line, or columns for a person at a terminal.

What goes in is chosen where it is known: the template of a route and never its arguments, no query, no body, no header;
of an error its type and where it arose, never its message, which may quote what was sent.
"""

from __future__ import annotations

import traceback
from collections.abc import MutableMapping
from typing import Any, Protocol, TextIO

import orjson
import structlog


class Log(Protocol):
    """Takes events with their facts."""

    def info(self, event: str, **facts: Any) -> Any:
        """Something happened as it should."""

    def error(self, event: str, **facts: Any) -> Any:
        """Something happened that someone should look at."""


def open_log(stream: TextIO) -> Log:
    """A log on a stream; threads share it."""
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
    last: Any = structlog.dev.ConsoleRenderer(timestamp_key="at") if stream.isatty() else _line
    log: Log = structlog.wrap_logger(
        structlog.WriteLogger(stream), processors=[structlog.processors.add_log_level, stamp, last]
    )
    return log


def origin_of(error: BaseException) -> dict[str, Any]:
    """An error's type and the calls it came through, outermost first."""
    calls = traceback.extract_tb(error.__traceback__)
    named = type(error)
    return {
        "error": f"{named.__module__}.{named.__qualname__}",
        "calls": [f"{call.filename}:{call.lineno} {call.name}" for call in calls],
    }


def _line(_logger: Any, _method: str, facts: MutableMapping[str, Any]) -> str:
    return orjson.dumps(facts, default=str).decode()
