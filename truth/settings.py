"""Settings: everything that can be configured, read from the environment, in this one place."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from truth.model.errors import UsageError
from truth.model.nearest import did_you_mean

PREFIX = "TRUTH_"
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def _flag(text: str) -> bool:
    if text.lower() in _YES + _NO:
        return text.lower() in _YES
    raise ValueError("write 1 or 0")


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
            raise ValueError(f"write a whole number from {low} to {high}")
        return int(text)

    return read


def _setting(default: Any, read: Callable[[str], Any], help: str, secret: bool = False, shown: bool = True) -> Any:
    """`secret` is never told; what is not `shown` may hold a password, and stays out of the settings' `repr`."""
    return field(default=default, repr=shown and not secret, metadata={"read": read, "help": help, "secret": secret})


@dataclass(frozen=True)
class Settings:
    """Every setting, its default, and what it does; `TRUTH_<NAME>` in the environment sets it."""

    database: str = _setting(
        "sqlite:///truth.db", str, "where releases are kept: sqlite:///FILE or postgresql://…", shown=False
    )
    source: str | None = _setting(None, str, "what reading commands read when --source is not given")
    content: str = _setting("content", str, "the content folder that is loaded on the first start")
    host: str = _setting("127.0.0.1", str, "the address to serve on")
    port: int = _setting(8000, _whole(0, 65535), "the port to serve on")
    workers: int = _setting(1, _whole(1, 64), "how many worker processes serve")
    public_reads: bool = _setting(False, _flag, "1: anyone may read; 0: reads from elsewhere need a key")
    max_age: int = _setting(30, _whole(0, 86400), "seconds a current answer may be cached; never past the next change")
    key: str | None = _setting(None, str, "the key for a registry's URL, read or published to", secret=True)
    plan_timeout: int = _setting(60, _whole(1, 3600), "seconds that judging one plan sent over HTTP may take")
    max_body: int = _setting(64 * 1024 * 1024, _whole(1024, 2**30), "the largest request body, in bytes")

    log_requests: bool = _setting(True, _flag, "1: one line on stderr for every request; 0: none")

    @staticmethod
    def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings the environment gives; `UsageError` names a wrong value, or a name nobody knows."""
        known = {f"{PREFIX}{one.name.upper()}": one for one in fields(Settings)}
        for name in environ:
            if name.startswith(PREFIX) and name not in known:
                raise UsageError(f"{name} is not a setting{did_you_mean(name, known)}")
        return Settings(**{one.name: _read(name, one, environ[name]) for name, one in known.items() if name in environ})


def is_url(name: str) -> bool:
    """Whether a source or a target is a registry's URL rather than a database, a folder or a file."""
    return name.lower().startswith(("http://", "https://"))


def _read(name: str, one: Any, text: str) -> Any:
    try:
        return one.metadata["read"](text)
    except ValueError as error:
        shown = "" if one.metadata["secret"] else f" is '{text[:64]}'"
        raise UsageError(f"{name}{shown}: {error}") from error
