"""Importing the client loads little: what renders comes with the first answer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SERVER = ["peewee", "flask", "werkzeug", "marshmallow", "jsonschema", "yaml", "click", "truth.store", "truth.api"]
HEAVY = [*SERVER, "babel", "icu4py", "pyicumessageformat", "markdown_it", "jinja2", "orjson", "truth.registry"]
HEAVY += ["ssl", "http.client", "logging", "asyncio"]


def loaded(code: str, names: list[str]) -> list[str]:
    """Which of these modules a program has loaded when it is done."""
    ask = f"import json, sys; print(json.dumps([name for name in {names!r} if name in sys.modules]))"
    run = subprocess.run([sys.executable, "-c", f"{code}\n{ask}"], capture_output=True, text=True, check=True)
    found: list[str] = json.loads(run.stdout)
    return found


def test_importing_it_loads_nothing_heavy() -> None:
    assert loaded("import truth.client", HEAVY) == []


def test_answering_loads_nothing_of_the_server(snapshot: Callable[..., Path]) -> None:
    code = f"from truth.client import Truth; Truth({str(snapshot())!r}).text('status:fulfilment/shipped/label')"
    assert loaded(code, SERVER) == []


def test_what_it_exports_is_there() -> None:
    from truth import client

    assert client.__all__ == ["Health", "State", "Status", "Truth"]
    assert all(hasattr(client, name) for name in client.__all__)
