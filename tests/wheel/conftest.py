"""The wheel, built once and installed into an environment of its own, far from the checkout.

The environment finds the dependencies where these tests find them, so that nothing is downloaded; the wheel itself is
installed, and every test of it looks whether anything came from the checkout.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds the wheel."""
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    python = home / "bin" / "python"
    pip = [_with_pip(), "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", wheel], check=True, env=clean())
    asked = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = subprocess.run(asked, check=True, capture_output=True, text=True, env=clean()).stdout.strip()
    # a path named by a .pth file is looked in, but its own .pth files (an editable checkout) are not
    Path(packages, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home / "bin"


@pytest.fixture(scope="session")
def types(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a type checker keeps what it has seen already."""
    return tmp_path_factory.mktemp("types")


@pytest.fixture
def environment() -> dict[str, str]:
    """What a process started here finds in its environment."""
    return clean()


@pytest.fixture
def run(installed: Path, tmp_path: Path) -> Run:
    """Runs a command of the environment in an empty folder; it must succeed."""

    def call(*command: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [installed / command[0], *command[1:]], cwd=tmp_path, env=clean(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    return call


def clean() -> dict[str, str]:
    """The environment without what leads to this checkout, and without settings."""
    leading = ("TRUTH_", "PYTHON", "VIRTUAL_ENV", "PIP_")
    return {name: value for name, value in os.environ.items() if not name.startswith(leading)}


def _with_pip() -> str:
    """A Python that has pip: that of these tests, or the one their environment was made from."""
    has_pip = subprocess.run([sys.executable, "-c", "import pip"], capture_output=True).returncode == 0
    return sys.executable if has_pip else sys._base_executable  # type: ignore[attr-defined]
