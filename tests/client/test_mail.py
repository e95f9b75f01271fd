"""`examples/mail.py`, run as it is written: with the registry up, and then stopped."""

from __future__ import annotations

import email
import os
import subprocess
import sys
from email import policy
from pathlib import Path
from typing import Any

import pytest

LANGUAGES = {"NC-10482": "Shipped", "NC-10483": "Versandt", "NC-10484": "Expédiée"}


@pytest.fixture
def run(root: Path, tmp_path: Path) -> Any:
    """Runs the example from the top of the checkout, with a cache folder of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TRUTH_")}
    home = {"XDG_CACHE_HOME": str(tmp_path / "caches"), "HOME": str(tmp_path), "PYTHONPATH": str(root)}

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "examples/mail.py", *map(str, arguments)]
        environment = {**inherited, **home, "PYTHONUTF8": "1"}
        return subprocess.run(
            command, cwd=root, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
        )

    return call


def test_three_languages_with_the_registry_up_and_the_same_with_it_stopped(
    run: Any, place: Any, tmp_path: Path
) -> None:
    up = run(place.url, "--out", tmp_path / "up")
    assert (up.returncode, up.stderr) == (0, "")
    for number, label in LANGUAGES.items():
        assert f"Subject: {label} · {number}" in up.stdout
    for said in ("December 3, 2026", "4. Dezember 2026", "30 Tage", "30 jours", "Your statement shows NC-10482."):
        assert said in " ".join(up.stdout.split())

    place.stop()
    away = run(place.url, "--out", tmp_path / "away")
    assert (away.returncode, away.stdout) == (0, up.stdout)
    assert away.stderr.startswith(
        "The registry is away, these are its last known words: STALE(source=cache, position=1.0"
    )

    for number, label in LANGUAGES.items():
        bodies = [parts(tmp_path / folder / f"{number}.eml") for folder in ("up", "away")]
        assert bodies[0] == bodies[1]
        text, html = bodies[0]
        assert text.startswith(f"{label} · {number}\n")
        assert f"<h1>{label}</h1>" in html
        assert "&lt;" not in html
        assert "<strong>" not in text


def test_without_registry_and_cache_it_writes_nothing(run: Any, place: Any) -> None:
    place.stop()
    failed = run(place.url)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith(f"No words to write with: {place.url}: it does not answer: Connection refused")


def parts(path: Path) -> tuple[str, str]:
    """The text and the HTML of a mail."""
    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    found = [mail.get_body((subtype,)) for subtype in ("plain", "html")]
    assert all(found)
    plain, html = (part.get_content() for part in found if part)
    return plain, html
