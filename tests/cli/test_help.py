"""Help, versions and names: what a newcomer meets first."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truth import __version__
from truth.cli.key import VERBS as KEY_VERBS
from truth.cli.main import VERBS
from truth.cli.policy import VERBS as POLICY_VERBS
from truth.cli.status import VERBS as STATUS_VERBS

Call = Callable[..., Any]
GROUPS = {"key": KEY_VERBS, "policy": POLICY_VERBS, "status": STATUS_VERBS}
LEAVES = [verb for verb in VERBS if verb not in GROUPS]
LEAVES += [f"{group} {verb}" for group, verbs in GROUPS.items() for verb in verbs]


@pytest.mark.parametrize("verb", [*LEAVES, *GROUPS])
def test_every_verb_shows_an_example_in_its_help(truth: Call, verb: str) -> None:
    said = truth(*verb.split(), "--help")
    assert said.code == 0
    assert "Example" in said.out
    assert f"truth {verb}" in said.out.partition("Example")[2]


@pytest.mark.parametrize("verb", LEAVES)
def test_every_verb_answers_in_text_or_json(truth: Call, verb: str) -> None:
    assert "--format [text|json]" in truth(*verb.split(), "--help").out


@pytest.mark.parametrize("verb", ["get", "export"])
def test_a_reading_verb_takes_a_source_and_a_moment(truth: Call, verb: str) -> None:
    shown = truth(verb, "--help").out
    assert all(option in shown for option in ("--source", "--at", "--known-at", "--release"))


@pytest.mark.parametrize("verb", VERBS)
def test_the_list_of_verbs_shows_what_each_does_in_one_line(truth: Call, verb: str) -> None:
    line = next(line for line in truth("--help").out.splitlines() if line.startswith(f"  {verb} "))
    assert not line.endswith("...")


def test_the_version_is_said(truth: Call) -> None:
    assert truth("--version").out == f"truth {__version__}\n"


def test_no_verb_at_all_shows_the_help_and_is_wrong_usage(truth: Call) -> None:
    said = truth()
    assert said.code == 2
    assert "validate" in said.err


def test_an_unknown_verb_is_answered_with_the_nearest(truth: Call) -> None:
    said = truth("validat")
    assert said.code == 2
    assert "there is no verb 'validat'; did you mean 'validate'?" in said.err


def test_an_unknown_option_is_wrong_usage(truth: Call) -> None:
    said = truth("get", "status:order/shipped/label", "--lokale", "de")
    assert said.code == 2
    assert "--locale" in said.err


@pytest.mark.parametrize(
    ("args", "heavy"),
    [
        (["--version"], ["flask", "peewee", "rich", "babel", "yaml", "jsonschema"]),
        (["get", "status:order/shipped/label"], ["flask", "peewee", "rich", "granian", "marshmallow"]),
    ],
)
def test_starting_does_not_load_what_is_not_used(
    environment: dict[str, str], content: Path, args: list[str], heavy: list[str]
) -> None:
    code = f"""
import sys
from truth.cli.main import main
try:
    main({args!r})
except SystemExit as end:
    assert not end.code, end.code
loaded = [name for name in {heavy!r} if name in sys.modules]
assert not loaded, loaded
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
