"""The check: every file judged once, the same with one process or several, and not again while nothing has changed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.drift.shop import CATALOGUE, STARTER, config
from truth.drift import check as checking
from truth.drift.check import check, check_listed
from truth.drift.discover import Listed, listed
from truth.drift.lock import Lock
from truth.drift.source_file import SourceFile
from truth.model.finding import Severity
from truth.model.snapshot import Pointer, Position, Snapshot
from truth.registry.catalogue import Catalogue

DRIFTING = "<p>Easy 14-day returns.</p>\n"


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A code base of some pages; each third one drifts."""
    for number in range(30):
        page = tmp_path / "pages" / f"page{number}.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text(DRIFTING if number % 3 == 0 else "<p>Hello.</p>\n", encoding="utf-8")
    (tmp_path / "notes.bin").write_bytes(b"\0\1")
    return tmp_path


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what was found is kept."""
    return tmp_path_factory.mktemp("cache") / "found"


def files(code: Path) -> list[Listed]:
    return listed(code, [], config())


def test_files_of_no_known_kind_are_not_counted_as_checked(code: Path) -> None:
    report = check_listed(files(code), CATALOGUE, config())
    assert report.checked == 30
    assert len(report.found) == 10


def test_several_processes_find_what_one_finds(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = check_listed(files(code), CATALOGUE, config(), jobs=1)
    monkeypatch.setattr(checking, "_SHARE", 100)
    together = check_listed(files(code), CATALOGUE, config(), jobs=2)
    assert together == alone


def test_what_has_not_changed_is_not_read_again(code: Path, cache: Path) -> None:
    first = check_listed(files(code), CATALOGUE, config(), cache=cache)
    kept = files(code)
    for one in kept:
        one.full.unlink()
    assert check_listed(kept, CATALOGUE, config(), cache=cache) == first


def test_a_changed_file_is_read_again(code: Path, cache: Path) -> None:
    check_listed(files(code), CATALOGUE, config(), cache=cache)
    page = code / "pages" / "page0.html"
    page.write_text("<p>Easy 30-day returns, as ever.</p>\n", encoding="utf-8")
    assert len(check_listed(files(code), CATALOGUE, config(), cache=cache).found) == 9


def test_another_configuration_or_registry_does_not_trust_what_was_kept(code: Path, cache: Path) -> None:
    check_listed(files(code), CATALOGUE, config(), cache=cache)
    off = config({"locale": "en", "severity": {"drift/promise-contradicts": "off"}})
    assert check_listed(files(code), CATALOGUE, off, cache=cache).found == []


@pytest.mark.parametrize("spoilt", [b"", b"[]", b"{", b'{"key": 3}', b"\xff"])
def test_a_spoilt_cache_is_as_good_as_none(code: Path, cache: Path, spoilt: bytes) -> None:
    cache.write_bytes(spoilt)
    assert len(check_listed(files(code), CATALOGUE, config(), cache=cache).found) == 10


def test_a_file_that_is_gone_by_then_is_a_finding_and_the_others_are_checked(code: Path) -> None:
    there = files(code)
    os.unlink(code / "pages" / "page1.html")
    rules = [one.finding.rule for one in check_listed(there, CATALOGUE, config()).found]
    assert rules.count("check/unreadable-file") == 1
    assert rules.count("drift/promise-contradicts") == 10


def test_a_check_of_nothing_is_an_error() -> None:
    (one,) = check([SourceFile("notes.bin", b"x")], CATALOGUE, config()).found
    assert one.finding.rule == "check/nothing-checked"
    assert one.finding.severity is Severity.ERROR


def test_a_severity_that_is_configured_counts() -> None:
    told = config({"locale": "en", "severity": {"drift/promise-contradicts": "info"}})
    (one,) = check([SourceFile("a.html", DRIFTING.encode())], CATALOGUE, told).found
    assert one.finding.severity is Severity.INFO


def test_equal_findings_in_a_file_are_told_apart() -> None:
    report = check([SourceFile("a.html", DRIFTING.encode() * 3)], CATALOGUE, config())
    assert len({one.fingerprint for one in report.found}) == 3


LOCK = Lock({"policy:returns/clauses/window": "sha256:0"}, Position(3), 3, "sha256:1", "truth.lock.snapshot.json")


@pytest.mark.parametrize(
    ("now", "severity"),
    [
        (datetime(2026, 1, 2, tzinfo=UTC), Severity.WARNING),
        (datetime(2026, 3, 2, tzinfo=UTC), Severity.ERROR),
    ],
)
def test_a_lock_that_is_behind_warns_first_and_is_an_error_by_age(now: datetime, severity: Severity) -> None:
    pointer = Pointer(Position(4), 4, datetime(2026, 1, 1, tzinfo=UTC))
    current = Catalogue(Snapshot(STARTER.standings, None, pointer))
    page = SourceFile("a.html", b"<p>Hello.</p>")
    (one,) = check([page], current, config({"stale_after": 30}), LOCK, now).found
    assert one.finding.rule == "drift/stale-lock"
    assert one.finding.severity is severity


def test_lines_of_json_are_read_however_many_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In portions, each finding at the place it has in the whole file."""
    monkeypatch.setattr(checking, "LARGEST", 4_000)
    monkeypatch.setattr("truth.drift.portions._SIZE", 1_000)
    lines = [b'{"orders": [{"status": "shipped"}], "note": "\xc3\xbc"}\n'] * 200
    lines[150] = b'{"orders": [{"status": "zzz"}]}\n'
    (tmp_path / "orders.ndjson").write_bytes(b"".join(lines))
    told = config({"statuses": [{"vocabulary": "order", "json": ["$.orders[*].status"]}]})
    report = check_listed(listed(tmp_path, [], told), CATALOGUE, told)
    (found,) = report.found
    assert found.finding.rule == "drift/off-schema-code"
    assert found.finding.mark is not None
    assert found.finding.mark.line == 151
    assert b"".join(lines)[found.start : found.end] == b"zzz"


def test_other_data_that_is_too_large_is_told_with_what_can_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "LARGEST", 10)
    (tmp_path / "orders.csv").write_text("status\nshipped\n", encoding="utf-8")
    (found,) = check_listed(listed(tmp_path, [], config({})), CATALOGUE, config({})).found
    assert found.finding.rule == "check/unreadable-file"
    assert "split it" in str(found.finding.fix)
