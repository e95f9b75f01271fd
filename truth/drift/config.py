"""Config: `truth.toml`, where a code base says what is checked and where its order statuses live.

`schemas/check.schema.json` is the only definition of its shape; what it leaves out has the defaults below.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from truth.drift.globs import fits, last_fitting
from truth.model.errors import UsageError
from truth.model.nearest import did_you_mean
from truth.registry.ports import Shapes

FILE = "truth.toml"
OFF = "off"


@dataclass(frozen=True)
class StatusPlace:
    """Where the codes of one vocabulary are used; see `schemas/check.schema.json`."""

    vocabulary: str
    files: tuple[str, ...] = ("**/*",)
    fields: tuple[str, ...] = ()
    enums: tuple[str, ...] = ()
    json: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    i18n: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventFiles:
    """Files of events; `fields` by role, where they are called something else."""

    vocabulary: str
    files: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    system: str | None = None


@dataclass(frozen=True)
class Config:
    """What is checked, and how. Globs mean paths relative to the folder of `truth.toml`."""

    include: tuple[str, ...] = ("**/*",)
    exclude: tuple[str, ...] = ()
    source: str | None = None
    lock: str = "truth.lock"
    baseline: str | None = None
    locale: str | None = None
    locales: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[StatusPlace, ...] = ()
    events: tuple[EventFiles, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    ignore: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stale_after: int | None = None

    def wants(self, path: str) -> bool:
        """Whether a file is checked."""
        return fits(self.include, path) and not fits(self.exclude, path)

    def locale_of(self, path: str) -> str | None:
        """The language a file is said to be in; None where nothing says it."""
        return last_fitting(self.locales, path)

    def channel_of(self, path: str) -> str | None:
        """The channel a file is said to be for."""
        return last_fitting(self.channels, path)

    def places_in(self, path: str) -> tuple[StatusPlace, ...]:
        """Where statuses live, as far as it concerns a file."""
        return tuple(place for place in self.statuses if fits(place.files, path))

    def events_in(self, path: str) -> EventFiles | None:
        """How a file's events are read; None where it is none of events."""
        return next((one for one in self.events if fits(one.files, path)), None)

    def ignores(self, rule: str, path: str) -> bool:
        """Whether a rule is not to judge a file, or anything."""
        if self.severity.get(rule) == OFF:
            return True
        return any(rule in rules and fits((glob,), path) for glob, rules in self.ignore.items())


def read_config(text: str, name: str, shapes: Shapes, rules: Iterable[str]) -> Config:
    """The configuration a file holds; `UsageError`, with file and line, where it is not one.

    `rules` are the ids there are.
    """
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name}: {error}") from error
    for at, message in shapes.problems("check", body):
        raise UsageError(f"{name}:{_line(text, at)}: {_dotted(at)} {message}")
    known = list(rules)
    told = body.get("check", {})
    for id in (*told.get("severity", {}), *(id for ids in told.get("ignore", {}).values() for id in ids)):
        if id not in known:
            line = next((at for at, said in enumerate(text.splitlines(), 1) if id in said), 1)
            raise UsageError(f"{name}:{line}: there is no rule '{id[:80]}'{did_you_mean(id, known)}")
    return config_of(told)


def config_of(told: Mapping[str, Any]) -> Config:
    """The configuration that the table `check` of a file says; it fits its schema already."""
    statuses = [StatusPlace(**_tuples(one)) for one in told.get("statuses", ())]
    events = [EventFiles(**_tuples(one)) for one in told.get("events", ())]
    return Config(**_tuples({**told, "statuses": statuses, "events": events}))


def _tuples(one: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in one.items()}


def _dotted(pointer: str) -> str:
    return ".".join(_steps(pointer))


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _line(text: str, pointer: str) -> int:
    """The line a JSON pointer leads to, or the nearest table or key above it."""
    wanted = _steps(pointer)
    best, deepest = 1, -1
    for line, path in _keys(text):
        depth = len(path)
        if depth > deepest and path == wanted[:depth]:
            best, deepest = line, depth
    return best


_TABLE = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=""")


def _keys(text: str) -> Iterable[tuple[int, list[str]]]:
    """Every table and key of a TOML text with its line, as the path of a JSON pointer."""
    table: list[str] = []
    counts: dict[str, int] = {}
    for line, said in enumerate(text.splitlines(), 1):
        if opened := _TABLE.fullmatch(said):
            table = opened[2].replace('"', "").split(".")
            if opened[1] == "[[":
                counts[opened[2]] = counts.get(opened[2], -1) + 1
                table.append(str(counts[opened[2]]))
            yield line, table
        elif key := _KEY.match(said):
            yield line, [*table, key[1].strip("\"'")]
