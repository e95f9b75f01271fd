"""Check: files against a catalogue, as the configuration says. The use case behind `truth check`."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truth.drift.cache import open_cache
from truth.drift.config import Config
from truth.drift.discover import Listed
from truth.drift.extract import extractor_for
from truth.drift.found import Found, counted_apart
from truth.drift.judge import NOT_CHECKED, Judge, Judged
from truth.drift.lock import Lock
from truth.drift.portions import ENDINGS, judge_portions
from truth.drift.rules.files import UNREADABLE_FILE, nothing_checked
from truth.drift.rules.locks import stale
from truth.drift.source_file import SourceFile
from truth.kinds.status.history.record import BLOCK
from truth.model.finding import Finding, Mark
from truth.registry.catalogue import Catalogue

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that is read whole; one of events may have any number."""

_SHARE = 2 * 1024 * 1024  # bytes that make a process of their own worth its start
_PORTION = 24  # files that a process takes at a time


@dataclass(frozen=True)
class Report:
    """What was found, in order of files and places; how many files were checked, and findings let be by comments."""

    found: Sequence[Found]
    checked: int
    ignored: int


def check(
    files: Iterable[SourceFile],
    catalogue: Catalogue,
    config: Config,
    lock: Lock | None = None,
    now: datetime | None = None,
) -> Report:
    """Files that are all there. Raises `Refused` for a vocabulary the configuration names and nobody has."""
    judge = Judge(catalogue, config)
    return _report((judge.judge(file) for file in files), catalogue, config, lock, now)


def check_listed(
    listed: Sequence[Listed],
    catalogue: Catalogue,
    config: Config,
    lock: Lock | None = None,
    now: datetime | None = None,
    *,
    cache: Path | None = None,
    jobs: int | None = None,
    advance: Callable[[int], object] = lambda count: None,
) -> Report:
    """Files by where they are; those that have not changed since the last check are not read again.

    `cache` is where that is kept, `jobs` how many processes judge at most (None: one a core); `advance` is told of
    files that are done.
    """
    judge, kept = Judge(catalogue, config), open_cache(cache, catalogue.snapshot, config)
    known = {one.path: judged for one in listed if (judged := kept.get(one))}
    advance(len(known))
    left = [one for one in listed if one.path not in known]
    for one, judged in _each(judge, left, jobs):
        known[one.path] = judged
        kept.put(one, judged)
        advance(1)
    kept.save()
    return _report((known[one.path] for one in listed), catalogue, config, lock, now)


def _report(
    judged: Iterable[Judged], catalogue: Catalogue, config: Config, lock: Lock | None, now: datetime | None
) -> Report:
    found: list[Found] = []
    checked = ignored = 0
    for one in judged:
        found += one.found
        checked, ignored = checked + one.checked, ignored + one.ignored
    old = stale(lock, catalogue, config.lock, now, config.stale_after) if lock else None
    about = [nothing_checked("truth check")] if not checked else []
    about += [old] if old else []
    found += [_placed(one, config.lock) for one in about if not config.ignores(one.rule, config.lock)]
    return Report(counted_apart(found), checked, ignored)


def _placed(finding: Finding, path: str) -> Found:
    """A finding on the check itself."""
    return Found(finding.at(Mark(path, 1, 1)) if finding.subject == path else finding, path, 0, 0, "")


def _each(judge: Judge, listed: Sequence[Listed], jobs: int | None) -> Iterator[tuple[Listed, Judged]]:
    """Every file with what was found in it, in any order; by several processes, where that is worth it."""
    readable = [one for one in listed if judge.can_read(one.path)]
    yield from ((one, NOT_CHECKED) for one in listed if not judge.can_read(one.path))
    wanted = min(jobs or os.cpu_count() or 1, sum(one.size for one in readable) // _SHARE + 1)
    if wanted < 2 or not _can_fork():
        yield from ((one, judge_listed(judge, one)) for one in readable)
        return
    yield from _side_by_side(judge, readable, wanted)


def _can_fork() -> bool:
    """A process with more than one thread is not forked: a lock another thread holds would be held for ever."""
    return sys.platform == "linux" and threading.active_count() == 1


_judges: list[Judge] = []  # what forked processes find here, compiled already


def _side_by_side(judge: Judge, listed: Sequence[Listed], jobs: int) -> Iterator[tuple[Listed, Judged]]:
    judge.scanner.see(b"")
    _judges[:] = [judge]
    largest_first = sorted(listed, key=lambda one: -one.size)
    portions = [largest_first[at::count] for count in [max(1, len(listed) // _PORTION)] for at in range(count)]
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as processes:
            for portion, judged in zip(portions, processes.map(_portion, portions), strict=True):
                yield from zip(portion, judged, strict=True)
    finally:
        _judges.clear()


def _portion(listed: Sequence[Listed]) -> list[Judged]:
    return [judge_listed(_judges[0], one) for one in listed]


def judge_listed(judge: Judge, one: Listed) -> Judged:
    """What is wrong with a file; one that cannot be read, or is too large, is a finding."""
    try:
        if judge.config.events_in(one.path):
            with one.full.open("rb") as file:
                return judge.judge_events(one.path, iter(lambda: file.read(BLOCK), b""))
        if one.size > LARGEST and one.path.endswith(ENDINGS):
            return judge_portions(judge, one)
        if one.size > LARGEST:
            return _too_large(one) if extractor_for(one.path) else NOT_CHECKED
        return judge.judge(one.read())
    except OSError as error:
        return _unread(one, f"it cannot be read: {error.strerror}")


def _too_large(one: Listed) -> Judged:
    why = f"it has {one.size:,} bytes and is not read; {LARGEST:,} is the limit"
    return _unread(one, why, "split it, or exclude it; events go under [[check.events]], lines of JSON into .ndjson")


def _unread(one: Listed, why: str, fix: str = "mend the file, or exclude it") -> Judged:
    finding = UNREADABLE_FILE.finding(one.path, why, fix=fix).at(Mark(one.path, 1, 1))
    return Judged((Found(finding, one.path, 0, 0, ""),))
