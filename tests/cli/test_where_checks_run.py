"""pre-commit, GitHub and GitLab: what the files of deploy/ci say is run as those services would run it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import check_jsonschema
import pytest
import yaml
from jsonschema import validators

from truth.cli.init import write_starter

ROOT = Path(__file__).parents[2]
CI = ROOT / "deploy/ci"
SCHEMAS = Path(check_jsonschema.__file__).parent / "builtin_schemas/vendor"
DRIFTED = "<p>You can return it within 14 days.</p>\n"
COMMAND = f'exec {shlex.quote(sys.executable)} -c "from truth.cli.main import main; main()"'


def read(name: str) -> Any:
    return yaml.safe_load((CI / name).read_text(encoding="utf-8"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A repository with drift in it, and the commands such a service would find: `pipx` and `truth`."""
    write_starter(tmp_path / "registry")
    code = tmp_path / "code"
    code.mkdir()
    (code / "a.html").write_text(DRIFTED, encoding="utf-8")
    tools = tmp_path / "bin"
    tools.mkdir()
    _command(tools / "truth", f'{COMMAND} "$@"')
    _command(tools / "pipx", f'echo "$*" >> {tmp_path}/asked\nshift 4\n{COMMAND} "$@"')
    return tmp_path


def run(place: Path, script: str, **given: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRUTH_")}
    environment = {**kept, **given, "PATH": f"{place}/bin:{os.environ['PATH']}", "XDG_CACHE_HOME": str(place / "cache")}
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(command, cwd=place / "code", env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("name", "schema"), [("github/action.yml", "github-actions.json"), ("gitlab.yml", "gitlab-ci.json")]
)
def test_the_file_fits_the_schema_of_its_service(name: str, schema: str) -> None:
    shape = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    validators.validator_for(shape)(shape).validate(read(name))


class TestGitHub:
    """The composite action's one step."""

    @staticmethod
    def inputs(**given: str) -> Mapping[str, str]:
        """The step's environment, filled in as Actions does."""
        action = read("github/action.yml")
        values = {name: one["default"] for name, one in action["inputs"].items()} | given
        environment = action["runs"]["steps"][0]["env"]
        return {key: values[said.removeprefix("${{ inputs.").removesuffix(" }}")] for key, said in environment.items()}

    @staticmethod
    def step() -> str:
        script: str = read("github/action.yml")["runs"]["steps"][0]["run"]
        return script

    def test_drift_fails_the_step_with_annotations_and_sarif(self, place: Path) -> None:
        given = self.inputs(source=str(place / "registry"), sarif="truth.sarif", version="0.1.0")
        done = run(place, self.step(), **given)
        assert done.returncode == 1
        assert "::error file=a.html,title=drift/promise-contradicts,line=1" in done.stdout
        assert json.loads((place / "code/truth.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
        assert "run --spec truth-registry==0.1.0 truth check" in (place / "asked").read_text(encoding="utf-8")

    def test_paths_are_taken_a_line_each_and_never_run(self, place: Path) -> None:
        (place / "code/with space").mkdir()
        (place / "code/with space/b.html").write_text("<p>Hello.</p>\n", encoding="utf-8")
        given = self.inputs(source=str(place / "registry"), paths="with space\n$(touch owned)\n")
        done = run(place, self.step(), **given)
        assert done.returncode == 2
        assert not (place / "code/owned").exists()
        given = self.inputs(source=str(place / "registry"), paths="with space\n")
        assert run(place, self.step(), **given).returncode == 0


def test_gitlab_gets_its_report_and_a_failed_job(place: Path) -> None:
    job = read("gitlab.yml")["truth-check"]
    install, check = job["script"]
    assert install.endswith("install --quiet truth-registry")
    done = run(place, check, **{**job["variables"], "CHECK_SOURCE": str(place / "registry")})
    assert done.returncode == 1
    report = json.loads((place / "code" / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    assert [one["check_name"] for one in report] == ["drift/promise-contradicts"]


def test_the_pre_commit_hook_stops_a_commit_that_drifts(place: Path) -> None:
    (hook,) = read("pre-commit.yaml")["repos"][0]["hooks"]
    assert hook["additional_dependencies"] == ["truth-registry"]
    identity = "git -c user.name=Test -c user.email=test@natural.example -c commit.gpgsign=false"
    before = f"rm a.html; git init -q; {identity} commit -q --allow-empty -m one; truth lock --source ../registry"
    assert run(place, before).returncode == 0
    assert run(place, f"echo '<p>Hello.</p>' > b.html; {hook['entry']}").returncode == 0
    (place / "code/c.html").write_text(DRIFTED, encoding="utf-8")
    done = run(place, hook["entry"])
    assert done.returncode == 1
    assert "drift/promise-contradicts" in done.stdout


def _command(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
