"""An applier killed while it publishes leaves all of its release, or nothing; what it acknowledged stays.

`STORE_CRASHES` sets how many times it is killed between its first write and its acknowledgement (default 20).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from truth.store.store import DatabaseStore

CRASHES = int(os.environ.get("STORE_CRASHES", "20"))
APPLIER = Path(__file__).with_name("applier.py")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Death:
    """What an applier had done when it was killed: acknowledged releases, and writes after the last of them."""

    acknowledged: tuple[int, ...]
    writes: int

    @property
    def inside(self) -> bool:
        """Whether it died between the first write of a release and its acknowledgement."""
        return self.writes > 0


@pytest.fixture
def appliers(url) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(APPLIER), url]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=environment
    ) as process:
        yield process


def kill_one(appliers: subprocess.Popen[str], after: int) -> Death:
    """Start an applier, kill it once it has written `after` times, and read what it had done by then."""
    assert appliers.stdin
    assert appliers.stdout
    appliers.stdin.write("go\n")
    pid, marks, writes = 0, [], 0
    for line in appliers.stdout:
        match line.split():
            case ["pid", number]:
                pid = int(number)
            case ["dead"]:
                break
            case words:
                marks.append(words)
        if writes < after and marks and marks[-1] == ["w"]:
            writes += 1
            if writes == after:
                os.kill(pid, signal.SIGKILL)
    return _death(marks)


def _death(marks: list[list[str]]) -> Death:
    acknowledged = [index for index, words in enumerate(marks) if words[0] == "a"]
    last = acknowledged[-1] if acknowledged else -1
    return Death(tuple(int(marks[index][1]) for index in acknowledged), len(marks) - 1 - last)


def test_a_release_interrupted_anywhere_is_there_as_a_whole_or_not_at_all(store, appliers, engine):
    choose = random.Random(engine)  # noqa: S311
    inside = acknowledged = 0
    for _ in range(20 * CRASHES):
        death = kill_one(appliers, after=choose.randint(1, 14))
        inside += death.inside
        acknowledged = max([acknowledged, *death.acknowledged])
        number = head_once_it_is_gone(store)
        assert number - acknowledged in (0, 1), "an acknowledged release was lost, or a release came from nowhere"
        acknowledged = number
        if inside == CRASHES:
            break
    assert inside == CRASHES
    check_whole(store, acknowledged)


def head_once_it_is_gone(store: DatabaseStore) -> int:
    """The last release, once a server that was told to commit has done so: until then it holds the writers' lock."""
    with store._database.writing():
        return store._head_here().release


def check_whole(store: DatabaseStore, last: int) -> None:
    """Every release has every one of its items, each of the release itself, and the state adds up."""
    releases = store.releases(limit=last + 1)
    assert [release.number for release in releases] == list(range(last, 0, -1))
    for release in releases:
        assert len(release.items) == 40
        for version in store.versions(release.items[0].entry, before=release.number + 1, limit=1):
            assert version.document.body == {"release": release.number}
    in_force = max(release.number for release in releases if release.effective_at <= store.now()) if releases else 0
    stale = [release.number for release in releases if release.effective_at > release.recorded_at]
    assert set(store.voided(stale)) == {number for number in stale if number < in_force}
