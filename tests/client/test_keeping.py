"""When the origin is asked, and what is answered meanwhile: with an origin and clocks the test sets."""

from __future__ import annotations

import logging
import os
import stat
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from truth.client.file import Kept, SnapshotFile
from truth.client.keeper import Keeper
from truth.client.view import View
from truth.model.errors import Invalid, Unavailable, UsageError

AWAY = Unavailable("nobody is there")


@pytest.fixture
def keeper(origin: Any, clock: Any, cache: Path) -> Keeper:
    """Keeps what the origin says, and asks it every 30 seconds."""
    return Keeper(origin, Kept(cache / "kept.json"), monotonic=clock.seconds, clock=clock)


def label(keeper: Keeper) -> str:
    """What a shipped order is called."""
    return keeper.answers().text(View(locale="en"), "status:fulfilment/shipped/label", None, {})


def settled(keeper: Keeper) -> str:
    """The label once whoever is asking beside the readers is done."""
    label(keeper)
    for thread in threading.enumerate():
        if thread.name == "truth-client":
            thread.join(10)
    return label(keeper)


def test_the_first_reader_asks_and_the_others_are_answered_from_memory(keeper: Keeper, origin: Any) -> None:
    assert [label(keeper) for _ in range(5)] == ["Shipped"] * 5
    assert origin.tags == [None]


def test_it_asks_again_only_after_the_poll_and_with_the_tag_it_has(keeper: Keeper, origin: Any, clock: Any) -> None:
    label(keeper)
    clock.advance(seconds=23)
    assert settled(keeper) == "Shipped"
    assert len(origin.tags) == 1
    clock.advance(seconds=14)
    assert settled(keeper) == "Shipped"
    assert len(origin.tags) == 2
    assert origin.tags[1] is not None


def test_a_new_release_is_there_after_the_poll(keeper: Keeper, origin: Any, clock: Any) -> None:
    label(keeper)
    origin.say("On its way", 2)
    assert settled(keeper) == "Shipped"
    clock.advance(seconds=37)
    assert settled(keeper) == "On its way"
    assert str(keeper.state) == "READY(source=registry, position=2.0)"
    assert keeper.state.since == clock()


def test_a_refresh_does_not_wait_for_the_poll(keeper: Keeper, origin: Any) -> None:
    label(keeper)
    origin.say("On its way", 2)
    keeper.refresh()
    assert label(keeper) == "On its way"


def test_nothing_waits_for_the_poll_past_the_next_change_that_is_known(keeper: Keeper, origin: Any, clock: Any) -> None:
    origin.say("Shipped", 1, next_change=clock() + timedelta(seconds=5))
    label(keeper)
    origin.say("On its way", 2)
    clock.advance(seconds=4.9)
    assert settled(keeper) == "Shipped"
    clock.advance(seconds=1.2)
    assert settled(keeper) == "On its way"


def test_a_change_that_is_due_but_not_there_is_asked_for_at_the_usual_pace(
    keeper: Keeper, origin: Any, clock: Any
) -> None:
    origin.say("Shipped", 1, next_change=clock() - timedelta(seconds=5))
    assert [settled(keeper) for _ in range(5)] == ["Shipped"] * 5
    assert len(origin.tags) == 1


def test_a_reader_never_waits_once_there_is_something(keeper: Keeper, origin: Any, clock: Any) -> None:
    label(keeper)
    origin.gate = threading.Event()
    origin.say("On its way", 2)
    clock.advance(seconds=60)
    assert [label(keeper) for _ in range(100)] == ["Shipped"] * 100
    assert len(origin.tags) <= 2  # and nobody asks twice at a time
    origin.gate.set()
    assert settled(keeper) == "On its way"


def test_sixteen_first_readers_ask_once(keeper: Keeper, origin: Any) -> None:
    origin.gate = threading.Event()
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(label(keeper))) for _ in range(16)]
    for thread in threads:
        thread.start()
    origin.gate.set()
    for thread in threads:
        thread.join(10)
    assert found == ["Shipped"] * 16
    assert len(origin.tags) == 1


def test_sixteen_readers_never_see_two_releases_at_once(keeper: Keeper, origin: Any) -> None:
    label(keeper)
    wrong: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            answers = keeper.answers()
            position = answers.catalogue.snapshot.pointer.position
            said = answers.text(View(locale="en"), "status:fulfilment/shipped/label", None, {})
            if said != ("Shipped" if position and position.releases == 1 else f"Label {position}"):
                wrong.append(said)

    threads = [threading.Thread(target=read) for _ in range(16)]
    for thread in threads:
        thread.start()
    for release in range(2, 8):
        origin.say(f"Label {release}.0", release)
        keeper.refresh()
        assert label(keeper) == f"Label {release}.0"
    done.set()
    for thread in threads:
        thread.join(10)
    assert wrong == []


def test_an_origin_that_is_away_leaves_the_last_words_and_is_asked_at_the_usual_pace(
    keeper: Keeper, origin: Any, clock: Any
) -> None:
    label(keeper)
    since = keeper.state.since
    origin.failure = AWAY
    clock.advance(seconds=37)
    assert settled(keeper) == "Shipped"
    assert str(keeper.state) == "STALE(source=registry, position=1.0, problem=nobody is there)"
    assert keeper.state.since == since
    assert [settled(keeper) for _ in range(5)] == ["Shipped"] * 5
    assert len(origin.tags) == 2
    origin.failure = None
    clock.advance(seconds=37)
    assert settled(keeper) == "Shipped"
    assert str(keeper.state) == "READY(source=registry, position=1.0)"


@pytest.mark.parametrize("failure", [ValueError("odd"), MemoryError(), KeyError("x"), RecursionError()])
def test_whatever_goes_wrong_the_last_words_stay(keeper: Keeper, origin: Any, failure: Exception) -> None:
    label(keeper)
    origin.failure = failure
    keeper.refresh()
    assert label(keeper) == "Shipped"
    assert type(failure).__name__ in str(keeper.state.problem)
    origin.failure = None
    keeper.refresh()
    assert keeper.state.health == "READY"


def test_the_cache_answers_where_the_registry_is_away_from_the_start(
    keeper: Keeper, origin: Any, clock: Any, cache: Path
) -> None:
    label(keeper)
    os.utime(cache / "kept.json", (1_772_000_000, 1_772_000_000))
    origin.failure = AWAY
    again = Keeper(origin, Kept(cache / "kept.json"), monotonic=clock.seconds, clock=clock)
    assert label(again) == "Shipped"
    assert str(again.state) == "STALE(source=cache, position=1.0, problem=nobody is there)"
    assert again.state.since is not None
    assert again.state.since.timestamp() == 1_772_000_000
    origin.failure = None
    again.refresh()
    assert str(again.state) == "READY(source=registry, position=1.0)"


def test_the_cache_says_when_the_registry_last_said_so(keeper: Keeper, cache: Path) -> None:
    label(keeper)
    os.utime(cache / "kept.json", (1_772_000_000, 1_772_000_000))
    keeper.refresh()
    assert (cache / "kept.json").stat().st_mtime > 1_772_000_000


def test_the_cache_is_for_its_user_alone_and_nothing_else_is_left_there(
    keeper: Keeper, origin: Any, cache: Path
) -> None:
    label(keeper)
    origin.say("On its way", 2)
    keeper.refresh()
    assert [path.name for path in cache.iterdir()] == ["kept.json"]
    assert stat.S_IMODE((cache / "kept.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: data.replace(b"Shipped", b"Shopped"),
        lambda data: b"[1]",
        lambda data: b'{"format": "truth-snapshot/1"}',
        lambda data: b"\xff\xfe" + data,
        lambda data: b"[" * 100_000,
    ],
)
def test_a_damaged_cache_is_ignored(
    keeper: Keeper, origin: Any, clock: Any, cache: Path, damage: Callable[[bytes], bytes]
) -> None:
    label(keeper)
    path = cache / "kept.json"
    path.write_bytes(damage(path.read_bytes()))
    origin.failure = AWAY
    again = Keeper(origin, Kept(path), monotonic=clock.seconds, clock=clock)
    with pytest.raises(Unavailable, match="there is nothing to answer from: nobody is there"):
        label(again)
    origin.failure = None
    clock.advance(seconds=2)
    assert label(again) == "Shipped"
    assert path.read_bytes() == origin.data


def test_a_cache_that_cannot_be_written_is_no_failure(origin: Any, tmp_path: Path) -> None:
    tmp_path.joinpath("file").write_text("in the way", encoding="utf-8")
    keeper = Keeper(origin, Kept(tmp_path / "file" / "kept.json"))
    assert label(keeper) == "Shipped"
    assert keeper.state.health == "READY"
    keeper.refresh()
    assert keeper.state.health == "READY"


def test_with_nothing_at_hand_it_is_tried_again_soon_but_not_by_every_reader(
    keeper: Keeper, origin: Any, clock: Any
) -> None:
    origin.failure = AWAY
    for _ in range(5):
        with pytest.raises(Unavailable, match="nobody is there"):
            label(keeper)
    assert len(origin.tags) == 1
    assert str(keeper.state) == "ERROR(problem=nobody is there)"
    origin.failure = None
    clock.advance(seconds=1)
    assert label(keeper) == "Shipped"


def test_of_cache_and_bootstrap_the_later_position_answers(origin: Any, clock: Any, tmp_path: Path) -> None:
    files = {}
    for release in (1, 2):
        origin.say(f"Label {release}", release)
        files[release] = tmp_path / f"{release}.json"
        files[release].write_bytes(origin.data)
    origin.failure = AWAY

    def state(cached: int, packed: int) -> str:
        keeper = Keeper(origin, Kept(files[cached]), SnapshotFile(files[packed]), monotonic=clock.seconds, clock=clock)
        label(keeper)
        return str(keeper.state).partition(", problem")[0]

    assert state(cached=1, packed=2) == "STALE(source=file, position=2.0"
    assert state(cached=2, packed=1) == "STALE(source=cache, position=2.0"
    assert state(cached=2, packed=2) == "STALE(source=cache, position=2.0"


def test_what_cannot_be_relied_on_is_refused_and_the_last_words_stay(keeper: Keeper, origin: Any) -> None:
    label(keeper)
    for data in (b"<html>", b"{}", b"null", origin.data.replace(b"Shipped", b"Shopped"), origin.data[:-20]):
        origin.data = data
        keeper.refresh()
        assert label(keeper) == "Shipped"
        assert keeper.state.health == "STALE"
        assert "the registry is not a snapshot to rely on" in str(keeper.state.problem)


def test_a_snapshot_without_a_company_profile_is_refused(keeper: Keeper, origin: Any) -> None:
    label(keeper)
    origin.documents = {entry: one for entry, one in origin.documents.items() if entry.kind != "company"}
    origin.say("Shipped", 2)
    keeper.refresh()
    assert "there is no company:profile" in str(keeper.state.problem)
    assert label(keeper) == "Shipped"


def test_a_problem_is_short_however_long_the_answer(keeper: Keeper, origin: Any) -> None:
    origin.data = b'{"format": "' + b"x" * 1_000_000 + b'"}'
    keeper.refresh()
    assert len(str(keeper.state.problem)) < 500


def test_its_log_tells_when_words_get_old_and_when_they_are_current_again(
    keeper: Keeper, origin: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "truth.client")
    keeper.refresh()
    keeper.refresh()
    origin.failure = AWAY
    keeper.refresh()
    keeper.refresh()
    assert [(one.levelname, one.getMessage().partition("(")[0]) for one in caplog.records] == [
        ("INFO", "READY"),
        ("WARNING", "STALE"),
    ]


def test_where_no_thread_can_be_started_the_last_words_answer(
    keeper: Keeper, origin: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    label(keeper)
    clock.advance(seconds=60)
    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert label(keeper) == "Shipped"
    monkeypatch.undo()
    origin.say("On its way", 2)
    assert settled(keeper) == "On its way"


@pytest.mark.parametrize("poll", [-1, float("nan")])
def test_a_poll_is_a_number_of_seconds(origin: Any, poll: float) -> None:
    with pytest.raises(UsageError, match="give a number of seconds, at least 0"):
        Keeper(origin, poll=poll)


def test_a_status_keeps_to_the_release_it_was_asked_of(keeper: Keeper, origin: Any) -> None:
    shown = keeper.answers().status(View(locale="en"), "fulfilment", "shipped", None, {})
    origin.say("On its way", 2)
    keeper.refresh()
    assert label(keeper) == "On its way"
    assert shown.label == "Shipped"


def test_an_argument_that_is_wrong_is_refused_from_memory_too(keeper: Keeper, origin: Any) -> None:
    label(keeper)
    origin.failure = AWAY
    keeper.refresh()
    with pytest.raises(Invalid, match="'eta' is"):
        keeper.answers().text(View(), "status:fulfilment/shipped/when", None, {"eta": "soon"})
