"""Processes that share a cache, and processes that are forked with a client inside."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truth.client import Truth
from truth.client.file import Kept
from truth.client.keeper import Keeper
from truth.client.view import View

LABEL = "status:fulfilment/shipped/label"


def in_a_fork(child: Callable[[], str]) -> str:
    """What a function answers in a forked process."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing, child().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(pid, 0)
    return said


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_worker_answers_and_asks_for_itself(place: Any, cache: Path) -> None:
    truth = Truth(place.url, locale="en", cache=cache, poll=3600)
    assert truth.text(LABEL) == "Shipped"
    place.clock.advance(minutes=1)
    place.relabel("Handed over")
    assert in_a_fork(lambda: truth.text(LABEL)) == "Shipped"
    assert in_a_fork(lambda: f"{truth.refresh()} {truth.text(LABEL)}") == (
        "READY(source=registry, position=2.0) Handed over"
    )
    assert truth.text(LABEL) == "Shipped"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_worker_forked_while_another_thread_asks_is_not_stuck(origin: Any, cache: Path) -> None:
    keeper = Keeper(origin, Kept(cache / "kept.json"), poll=0)

    def label() -> str:
        return keeper.answers().text(View(locale="en"), LABEL, None, {})

    assert label() == "Shipped"
    origin.gate = threading.Event()
    origin.say("On its way", 2)
    assert label() == "Shipped"  # and a thread is asking now

    def child() -> str:
        origin.gate = None
        keeper.refresh()
        return label()

    assert in_a_fork(child) == "On its way"
    origin.gate.set()


def test_forked_workers_do_not_all_ask_at_once(origin: Any, clock: Any) -> None:
    keeper = Keeper(origin, poll=30, monotonic=clock.seconds, clock=clock)
    keeper.refresh()
    before, due = keeper._held, set()
    for _ in range(16):
        keeper._held = before
        keeper.forked()
        due.add(keeper._held.due)
    assert len(due) > 3
    assert all(0 <= one <= 36 for one in due)


READER = """
import sys
from truth.client import Truth
truth = Truth(sys.argv[1], locale="en", cache=sys.argv[2])
for _ in range(5):
    truth.refresh()
print(truth.text("status:fulfilment/shipped/label"), truth.state.source)
"""


def test_two_processes_share_a_cache(place: Any, cache: Path) -> None:
    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", READER, place.url, str(cache)], stdout=subprocess.PIPE, text=True
        )

    running = [start(), start()]
    assert [one.communicate(timeout=60)[0] for one in running] == ["Shipped registry\n"] * 2
    assert len(list(cache.iterdir())) == 1
    place.stop()
    running = [start(), start()]
    assert [one.communicate(timeout=60)[0] for one in running] == ["Shipped cache\n"] * 2


def test_while_one_process_writes_the_cache_another_always_reads_a_whole_one(origin: Any, cache: Path) -> None:
    kept = Kept(cache / "kept.json")
    wholes = []
    for release in (1, 2):
        origin.say(f"Label {release}" * release * 10, release)
        wholes.append(origin.data)
    kept.keep(wholes[0])
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            for data in wholes:
                kept.keep(data)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(500):
            assert kept.path.read_bytes() in wholes
    finally:
        over.set()
        writer.join(10)
