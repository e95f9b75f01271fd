"""`truth doctor`: is everything here that the registry needs, and in order?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click

from truth.cli.findings import counted, reaches
from truth.cli.options import formats, settings
from truth.cli.output import JSON, console, emit
from truth.cli.serve import find_address
from truth.cli.validate import findings_in
from truth.model.errors import TruthError, UsageError
from truth.model.finding import Severity
from truth.model.instant import format_instant
from truth.settings import Settings

OLDEST_PYTHON = (3, 11)
MODULES = (
    *("babel", "click", "flask", "flask_smorest", "icu4py", "jsonschema", "jsonschema_rs", "markdown_it"),
    *("marshmallow", "orjson", "peewee", "pyicumessageformat", "rfc8785", "rich", "yaml"),
)
"""What the registry imports, always."""

_CLOCKS_BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
_SQLITE = "sqlite:///"


class State(StrEnum):
    """How a check went; `fail` keeps the registry from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Check:
    """One thing looked at: how it is, and what to do where it is not right."""

    name: str
    state: State
    message: str
    fix: str | None = None


_STYLES = {State.OK: "green", State.WARN: "yellow", State.FAIL: "bold red"}


@click.command("doctor")
@click.option("--database", metavar="URL", help="The database to look at; the one the settings name unless given.")
@click.option("--content", metavar="DIR", help="The content folder to look at.")
@formats
def verb(database: str | None, content: str | None, format: str) -> int:
    """Look whether everything needed is in order.

    Nothing is changed.

    \b
    Example:
      truth doctor
      truth doctor --database postgresql://truth@db.internal/truth
    """
    given: dict[str, Any] = {"database": database, "content": content}
    chosen = replace(settings(), **{name: value for name, value in given.items() if value is not None})
    checks = list(examine(chosen))
    failed = any(check.state is State.FAIL for check in checks)
    if format == JSON:
        emit({"ok": not failed, "checks": [_as_json(check) for check in checks]})
    else:
        _print(checks)
    return int(failed)


def examine(chosen: Settings) -> Iterator[Check]:
    """Every check, in the order in which one thing builds on another; one that cannot be made is a failed one."""
    checks: dict[str, Callable[[Settings], Check]] = {
        "python": _python,
        "packages": _packages,
        "server": _server,
        "schemas": _schemas,
        "migrations": _migrations,
        "database": _database,
        "guards": _guards,
        "clock": _clock,
        "content": _content,
        "port": _port,
    }
    for name, check in checks.items():
        try:
            yield check(chosen)
        except TruthError as error:
            yield Check(name, State.FAIL, error.message)
        except OSError as error:
            yield Check(name, State.FAIL, str(error))


def _python(chosen: Settings) -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Check("python", State.FAIL, f"Python {version} is too old", "use Python 3.11 or newer")
    return Check("python", State.OK, f"Python {version}")


def _packages(chosen: Settings) -> Check:
    wanted = [*MODULES, *(["psycopg"] if chosen.database.startswith("postgres") else [])]
    missing = [name for name in wanted if find_spec(name) is None]
    if missing:
        fix = "install them with: pip install 'truth-registry[server,postgres]'"
        return Check("packages", State.FAIL, f"not installed: {', '.join(missing)}", fix)
    return Check("packages", State.OK, f"all {len(wanted)} packages are installed")


def _server(chosen: Settings) -> Check:
    if find_spec("granian") is None:
        fix = "install it with: pip install 'truth-registry[server]'"
        return Check("server", State.WARN, "granian is not installed, so truth serve cannot run", fix)
    return Check("server", State.OK, "truth serve can run")


def _schemas(chosen: Settings) -> Check:
    from truth.factory import open_shapes
    from truth.kinds import KINDS

    missing = sorted(set(KINDS) - set(open_shapes().kinds()))
    if missing:
        return Check("schemas", State.FAIL, f"no schema for: {', '.join(missing)}", "install truth-registry again")
    return Check("schemas", State.OK, f"a schema for each of: {', '.join(sorted(KINDS))}")


def _migrations(chosen: Settings) -> Check:
    from truth import resources

    count = len(list(resources.folder("migrations").glob("[0-9]*.py")))
    if not count:
        return Check("migrations", State.FAIL, "there are no migrations", "install truth-registry again")
    return Check("migrations", State.OK, f"{count} migration{'' if count == 1 else 's'}")


def _database(chosen: Settings) -> Check:
    if _not_yet(chosen):
        return _no_database_yet("database", chosen)
    head = _store(chosen, lambda store: store.head()[0])
    said = f"the last release is {head}" if head else "nothing has been released yet"
    return Check("database", State.OK, f"it answers; {said}")


def _guards(chosen: Settings) -> Check:
    from truth.store.guards import in_place
    from truth.store.open import open_database

    if _not_yet(chosen):
        return _no_database_yet("guards", chosen)
    database = open_database(chosen.database)
    try:
        with database.connected():
            found = in_place(database)
    finally:
        database.close()
    if not found:
        fix = "start truth serve, which puts them back; then ask who took them away"
        return Check("guards", State.FAIL, "the triggers that keep releases append-only are not all there", fix)
    return Check("guards", State.OK, "releases are append-only")


def _clock(chosen: Settings) -> Check:
    from truth.factory import clock

    now = clock()
    if now < _CLOCKS_BEGAN:
        return Check("clock", State.FAIL, f"it says {format_instant(now)}", "set this machine's clock")
    last = None if _not_yet(chosen) else _store(chosen, _last_recorded)
    if last and now < last:
        message = f"it says {format_instant(now)}, before the last release ({format_instant(last)})"
        return Check("clock", State.WARN, message, "set this machine's clock; new releases are recorded after that one")
    return Check("clock", State.OK, f"it says {format_instant(now.replace(microsecond=0))}")


def _last_recorded(store: Any) -> datetime | None:
    return next((release.recorded_at for release in store.releases(limit=1)), None)


def _content(chosen: Settings) -> Check:
    from truth.factory import read_content

    path = Path(chosen.content)
    if not path.is_dir():
        return Check("content", State.WARN, f"there is no folder {path}", f"make one with: truth init {path}")
    findings = findings_in(read_content(path))
    if reaches(findings, Severity.ERROR):
        return Check("content", State.FAIL, f"{path} has {counted(findings)}", f"see: truth validate {path}")
    if findings:
        return Check("content", State.WARN, f"{path} has {counted(findings)}", f"see: truth validate {path}")
    return Check("content", State.OK, f"{path} is valid")


def _port(chosen: Settings) -> Check:
    try:
        find_address(chosen.host, chosen.port)
    except UsageError as error:
        return Check("port", State.WARN, error.message, "if that is truth serve itself, all is well")
    return Check("port", State.OK, f"{chosen.host}:{chosen.port} is free")


def _store(chosen: Settings, ask: Callable[[Any], Any]) -> Any:
    """An answer of the database as it is; nothing is migrated."""
    from truth.factory import clock
    from truth.store.store import DatabaseStore

    store = DatabaseStore(chosen.database, clock)
    try:
        return ask(store)
    finally:
        store.close()


def _not_yet(chosen: Settings) -> bool:
    """Whether the database is a file that nobody has made yet."""
    return chosen.database.startswith(_SQLITE) and not Path(unquote(chosen.database.removeprefix(_SQLITE))).exists()


def _no_database_yet(name: str, chosen: Settings) -> Check:
    return Check(name, State.WARN, f"{chosen.database} is not there yet", "truth serve or truth apply makes it")


def _as_json(check: Check) -> dict[str, Any]:
    return {"name": check.name, "state": str(check.state), "message": check.message, "fix": check.fix}


def _print(checks: list[Check]) -> None:
    from rich.text import Text

    out = console()
    for check in checks:
        out.print(
            Text.assemble((check.state.ljust(4), _STYLES[check.state]), f"  {check.name.ljust(10)}  {check.message}")
        )
        if check.fix:
            out.print(Text(f"                  → {check.fix}"))
