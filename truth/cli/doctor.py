"""`truth doctor`: is everything here that the registry needs, and in order?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from truth.cli import doctor_database
from truth.cli.diagnosis import Check, State
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
    *("ahocorasick_rs", "babel", "click", "flask", "flask_smorest", "holidays", "icu4py", "jsonschema"),
    *(
        "jsonschema_rs",
        "markdown_it",
        "marshmallow",
        "orjson",
        "pathspec",
        "peewee",
        "platformdirs",
        "prometheus_client",
    ),
    *("pyicumessageformat", "rfc8785", "rich", "structlog", "tree_sitter", "yaml"),
)
"""What the registry imports, always."""

_INSIDE = ("engine", "tables", "guards", "clocks", "keys")  # what only a database that is there can be asked
_CLOCKS_BEGAN = datetime(2025, 1, 1, tzinfo=UTC)


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
    checks = list(_all(given))
    failed = any(check.state is State.FAIL for check in checks)
    if format == JSON:
        emit({"ok": not failed, "checks": [_as_json(check) for check in checks]})
    else:
        _print(checks)
    return int(failed)


def _all(given: dict[str, Any]) -> Iterator[Check]:
    """The settings, and then everything that is looked for where they say."""
    try:
        chosen = replace(settings(), **{name: value for name, value in given.items() if value is not None})
    except UsageError as error:
        yield Check("settings", State.FAIL, error.message, "docs/settings.md lists them all")
        return
    yield Check("settings", State.OK, "every TRUTH_… variable is a setting")
    yield from examine(chosen)


def examine(chosen: Settings) -> Iterator[Check]:
    """Every check, in the order in which one thing builds on another; one that cannot be made is a failed one."""
    checks: dict[str, Callable[[Settings], Check]] = {
        "python": _python,
        "packages": _packages,
        "server": _server,
        "schemas": _schemas,
        "migrations": _migrations,
        "engine": doctor_database.engine,
        "database": doctor_database.head,
        "tables": doctor_database.tables,
        "guards": doctor_database.guards,
        "clock": _clock,
        "clocks": _clocks,
        "disk": doctor_database.disk,
        "keys": _keys,
        "content": _content,
        "port": _port,
    }
    for name, check in checks.items():
        if name in _INSIDE and doctor_database.is_missing(chosen):
            continue
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


def _clock(chosen: Settings) -> Check:
    from truth.factory import clock

    now = clock()
    if now < _CLOCKS_BEGAN:
        return Check("clock", State.FAIL, f"it says {format_instant(now)}", "set this machine's clock")
    last = doctor_database.last_recorded(chosen)
    if last and now < last:
        message = f"it says {format_instant(now)}, before the last release ({format_instant(last)})"
        return Check("clock", State.WARN, message, "set this machine's clock; new releases are recorded after that one")
    return Check("clock", State.OK, f"it says {format_instant(now.replace(microsecond=0))}")


def _clocks(chosen: Settings) -> Check:
    from truth.factory import clock

    return doctor_database.clocks(chosen, clock())


def _keys(chosen: Settings) -> Check:
    from truth.factory import clock

    return doctor_database.keys(chosen, clock())


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
