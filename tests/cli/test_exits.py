"""Errors become exit codes in one place, and never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from truth.cli.exits import code_of, run
from truth.model import errors
from truth.model.finding import Finding, Severity

Call = Callable[..., Any]


def every_error(tree: type[errors.TruthError] = errors.TruthError) -> list[type[errors.TruthError]]:
    """The error tree of the model, flat."""
    children = [child for child in tree.__subclasses__() if child.__module__ == errors.__name__]
    return [tree, *(one for child in children for one in every_error(child))]


@pytest.mark.parametrize("kind", every_error()[1:], ids=lambda kind: kind.__name__)
def test_every_error_of_ours_has_its_exit_code(kind: type[errors.TruthError]) -> None:
    expected = 2 if issubclass(kind, errors.UsageError) else 3 if issubclass(kind, errors.Unavailable) else 1
    assert code_of(kind("no")) == expected


def test_an_error_is_told_on_stderr_with_its_findings(capsys: pytest.CaptureFixture[str]) -> None:
    finding = Finding("document/schema", Severity.ERROR, "policy:returns", "is not right", "make it right")

    def verb() -> int:
        raise errors.Invalid("nothing was applied", [finding])

    assert run(click.Context(click.Command("any")), verb) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Error: nothing was applied" in said.err
    assert "policy:returns error document/schema is not right" in said.err
    assert "→ make it right" in said.err


def test_where_json_is_asked_for_an_error_is_one_problem_on_stdout(truth: Call, content: Path) -> None:
    said = truth("get", "policy:return/title", "--format", "json")
    assert said.code == 1
    assert said.json["type"] == "/problems/not-found"
    assert "policy:returns" in said.json["detail"]
    assert said.json["findings"] == []
    assert said.json["detail"] in said.err


def test_a_setting_that_is_none_is_wrong_configuration(
    truth: Call, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUTH_DATABSE", "sqlite:///x.db")
    said = truth("validate")
    assert said.code == 2
    assert "did you mean 'TRUTH_DATABASE'?" in said.err


def test_a_file_of_the_system_that_refuses_is_told_plainly(truth: Call, content: Path) -> None:
    said = truth("plan", "--out", "nowhere/plan.json")
    assert said.code == 2
    assert "nowhere/plan.json: No such file or directory" in said.err


def test_an_interrupted_command_ends_quietly_with_130(environment: dict[str, str]) -> None:
    code = """
import os, signal
from truth.cli import group, main
group.import_module = lambda name: os.kill(os.getpid(), signal.SIGINT)
main.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, "rules"], capture_output=True, text=True, env=environment, timeout=60
    )
    assert done.returncode == 130
    assert done.stderr.strip() == ""


def test_a_reader_that_goes_away_is_no_error(command: list[str], environment: dict[str, str]) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run([*command, "rules"], stdout=closed, stderr=subprocess.PIPE, env=environment, timeout=60)
    assert done.returncode == 128 + signal.SIGPIPE
    assert done.stderr == b""


def test_a_character_the_terminal_lacks_is_written_as_its_escape(process: Call, content: Path) -> None:
    args = ["get", "policy:returns/clauses/help", "--with", "order_number=Ω7", "--locale", "de"]
    said = process(*args, env={"PYTHONIOENCODING": "iso-8859-1"})
    assert said.code == 0
    assert "Ihre Bestellnummer ist \\u03a97." in said.out
