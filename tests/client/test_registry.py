"""A registry over a real socket: there, away, and there again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from truth.client import Truth
from truth.client.keeper import Keeper
from truth.client.link import Link
from truth.client.view import View
from truth.model.errors import Unavailable, UsageError

LABEL = "status:fulfilment/shipped/label"


@pytest.fixture
def truth(place: Any, cache: Path) -> Truth:
    """The sample for e-mails in English, asked again only when told to."""
    return Truth(place.url, channel="email", locale="en", cache=cache, poll=3600)


def test_a_registry_answers_and_says_with_what(truth: Truth, place: Any) -> None:
    assert truth.text(LABEL) == "Shipped"
    assert truth.within(locale="de").text(LABEL) == "Versandt"
    assert truth.value("policy:returns/values/window") == timedelta(days=30)
    assert truth.status("fulfilment", "packed").code == "processing"
    assert str(truth.state) == "READY(source=registry, position=1.0)"
    assert repr(truth) == f"Truth('{place.url}', READY(source=registry, position=1.0))"
    assert place.asked == ["/v1/snapshot"]


def test_a_registry_that_stops_leaves_the_same_words_and_one_that_comes_back_is_ready(truth: Truth, place: Any) -> None:
    assert truth.text(LABEL) == "Shipped"
    place.stop()
    assert "STALE(source=registry, position=1.0, problem=" in str(truth.refresh())
    assert f"{place.url}: it does not answer: Connection refused" in str(truth.state.problem)
    assert truth.text(LABEL) == "Shipped"
    place.start()
    assert str(truth.refresh()) == "READY(source=registry, position=1.0)"


def test_a_new_release_is_there_after_a_refresh(truth: Truth, place: Any) -> None:
    assert truth.text(LABEL) == "Shipped"
    place.clock.advance(minutes=1)
    place.relabel("Handed over")
    assert truth.text(LABEL) == "Shipped"
    assert str(truth.refresh()) == "READY(source=registry, position=2.0)"
    assert truth.text(LABEL) == "Handed over"


def test_what_has_not_changed_is_not_sent_again(truth: Truth, place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    newer = Link.newer
    monkeypatch.setattr(Link, "newer", lambda link, tag: taken.append(newer(link, tag)))
    keeper = Keeper(Link(place.url))
    keeper.refresh()
    tag = taken[0].tag  # type: ignore[attr-defined]
    assert newer(Link(place.url), tag) is None


def test_a_scheduled_release_is_there_when_its_time_comes(place: Any) -> None:
    place.relabel("Handed over", effective_at=place.clock() + timedelta(minutes=10))
    keeper = Keeper(Link(place.url), poll=3600, monotonic=place.clock.seconds, clock=place.clock)

    def label() -> str:
        return keeper.answers().text(View(locale="en"), LABEL, None, {})

    assert label() == "Shipped"
    place.clock.advance(minutes=9)
    assert label() == "Shipped"
    assert place.asked == ["/v1/snapshot"]
    place.clock.advance(minutes=2)
    label()
    with keeper._asking:  # whoever asks beside the readers is done
        pass
    assert label() == "Handed over"
    assert keeper.state.position == "2.0"


def test_another_process_starts_from_what_the_first_one_kept(truth: Truth, place: Any, cache: Path) -> None:
    assert truth.text(LABEL) == "Shipped"
    place.stop()
    again = Truth(place.url, locale="en", cache=str(cache))
    assert again.text(LABEL) == "Shipped"
    assert str(again.state).startswith("STALE(source=cache, position=1.0, problem=")


def test_without_a_cache_nothing_is_written_and_a_packed_file_answers(place: Any, cache: Path, tmp_path: Path) -> None:
    Truth(place.url, locale="en", cache=False).text(LABEL)
    assert not cache.exists()
    Truth(place.url, cache=cache).refresh()
    packed = tmp_path / "packed.json"
    packed.write_bytes(next(cache.iterdir()).read_bytes())
    place.stop()
    truth = Truth(place.url, locale="en", cache=False, bootstrap=packed)
    assert truth.text(LABEL) == "Shipped"
    assert str(truth.state).startswith("STALE(source=file, position=1.0, problem=")
    with pytest.raises(Unavailable, match="there is nothing to answer from"):
        Truth(place.url, cache=False).text(LABEL)


def test_the_cache_is_in_the_user_s_folder_unless_one_is_named(
    place: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    Truth(place.url).refresh()
    assert len([path for path in (tmp_path / "home").rglob("*.json") if path.parent.name == "truth"]) == 1


def test_each_registry_has_a_cache_of_its_own(place: Any, cache: Path) -> None:
    Truth(place.url, cache=cache).refresh()
    Truth(f"{place.url}/", cache=cache).refresh()
    assert len(list(cache.iterdir())) == 1
    Truth(place.url.replace("127.0.0.1", "localhost"), cache=cache).refresh()
    assert len(list(cache.iterdir())) == 2


def test_a_registry_that_has_released_nothing_says_so(empty_place: Any, cache: Path) -> None:
    truth = Truth(empty_place.url, cache=cache)
    assert truth.refresh().health == "ERROR"
    assert "answered 404: no registry is there, or it has released nothing yet" in str(truth.state.problem)


def test_a_bootstrap_that_is_not_there_is_told_at_once(place: Any, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="truth export --snapshot"):
        Truth(place.url, bootstrap=tmp_path / "nothing.json")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("sqlite:///truth.db", "a client reads a registry's URL"),
        ("localhost:8123", "did you mean http://localhost:8123"),
        ("localhost", "did you mean http://localhost"),
        ("truth.example:8123/", "did you mean http://truth.example:8123/"),
        ("https://", "is not a registry's URL"),
        ("https://truth.example:port", "is not a registry's URL"),
        ("https://truth.example:99999", "is not a registry's URL"),
        ("https://truth.example/?key=1", "is not a registry's URL"),
        ("https://ada:secret@truth.example", "holds a name or a password"),
        ("http://[::1", "is not a registry's URL"),
    ],
)
def test_a_source_that_is_none_is_told_at_once_and_no_secret_with_it(source: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as told:
        Truth(source, cache=False)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("key", ["", " ", "two words", "line\nbreak", "schlüssel"])
def test_a_key_that_cannot_be_one_is_told_without_repeating_it(key: str) -> None:
    with pytest.raises(UsageError, match="copy it as it was shown") as told:
        Truth("https://truth.example", key=key, cache=False)
    assert not key.strip() or key not in str(told.value)


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_timeout_is_a_number_of_seconds(timeout: float) -> None:
    with pytest.raises(UsageError, match="a number of seconds above 0"):
        Truth("https://truth.example", timeout=timeout, cache=False)


def test_a_key_that_does_not_work_is_told_and_the_last_words_stay(truth: Truth, place: Any, cache: Path) -> None:
    assert truth.text(LABEL) == "Shipped"
    wrong = Truth(place.url, locale="en", cache=cache, key="truth_nobody_was_given_this")
    assert wrong.text(LABEL) == "Shipped"
    assert wrong.state.source == "cache"
    assert "answered 401: it wants a key that works, with the scope 'read'" in str(wrong.state.problem)
