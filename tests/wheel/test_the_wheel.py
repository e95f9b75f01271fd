"""The wheel holds everything: what it installs works in a folder that is not the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
DATA = ("schemas", "migrations", "content")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def files_of(folder: Path, into: str) -> set[str]:
    """The files of a folder of the checkout, as they are named in the wheel."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {f"{into}/{path.relative_to(folder).as_posix()}" for path in found}


@contextmanager
def served(installed: Path, environment: dict[str, str], folder: Path) -> Iterator[dict[str, Any]]:
    """A service of the environment in a folder, and what it said once it answered."""
    command = [installed / "truth", "serve", "--port", "0", "--format", "json"]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as service:
        try:
            assert service.stdout
            said = ""
            for line in service.stdout:
                said += line
                if line.startswith("}"):
                    break
            yield json.loads(said)
        finally:
            service.terminate()


def test_it_holds_the_package_with_its_types_and_everything_that_travels_with_it(wheel: Path) -> None:
    names = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = files_of(ROOT / "truth", "truth")
    wanted |= {name for folder in DATA for name in files_of(ROOT / folder, f"truth/_data/{folder}")}
    assert names == wanted
    assert {"truth/py.typed", "truth/api/templates/docs.html", "truth/files/starter/company/profile.yaml"} <= names


def test_every_part_of_it_is_imported_from_where_it_was_installed(run: Run, installed: Path) -> None:
    code = (
        "import importlib, json, pkgutil, sys, truth\n"
        "for module in pkgutil.walk_packages(truth.__path__, 'truth.'): importlib.import_module(module.name)\n"
        "from truth import resources\n"
        "modules = [module.__file__ for name, module in sys.modules.items() if name.partition('.')[0] == 'truth']\n"
        f"print(json.dumps([*modules, *(str(resources.folder(name)) for name in {DATA})]))"
    )
    found = json.loads(run("python", "-c", code).stdout)
    assert len(found) > 100
    assert not [path for path in found if not path.startswith(str(installed.parent))]


def test_init_serve_and_get_work_in_a_folder_that_is_not_the_checkout(
    run: Run, installed: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    run("truth", "init", "content")
    label = "status:order/shipped/label"
    assert run("truth", "get", label).stdout == "Shipped\n"
    with served(installed, environment, tmp_path) as said:
        assert said["loaded"] == 1
        with urllib.request.urlopen(f"{said['url']}/v1/text/status/order/shipped/label") as answer:
            assert json.load(answer)["text"] == "Shipped"
        with urllib.request.urlopen(f"{said['url']}/docs") as page:
            assert b"<!doctype html>" in page.read().lower()
    assert run("truth", "get", label, "--release", "1").stdout == "Shipped\n"
    assert json.loads(run("truth", "doctor", "--format", "json").stdout)["ok"] is True


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("label: str = Ref.parse('status:order/shipped/label').kind", None),
        ("label: int = Ref.parse('status:order/shipped/label').kind", 'expression has type "str"'),
        ("Ref.parse(7)", 'has incompatible type "int"'),
    ],
    ids=["right", "a wrong use of a value", "a wrong argument"],
)
def test_whoever_uses_it_sees_its_types(
    installed: Path, tmp_path: Path, types: Path, code: str, complaint: str | None
) -> None:
    shop = f"shop_{len(code)}_{len(complaint or '')}.py"  # a name of its own: what mypy keeps tells files apart by it
    (tmp_path / shop).write_text(f"from truth.model.ref import Ref\n\n{code}\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", types]
    command += ["--python-executable", installed / "python", shop]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == (1 if complaint else 0), done.stdout
    assert (complaint or "no issues found") in done.stdout
