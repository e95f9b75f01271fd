"""The store answers what `truth.model.timeline` means, for any history, at any instant, as known at any instant.

The history is played twice: through the store, and into lists by the rules of DESIGN.md §5 written out naively here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from truth.model.document import Document
from truth.model.errors import BeforeFirstRelease, Conflict, Invalid
from truth.model.instant import format_instant
from truth.model.ref import Ref
from truth.model.release import Authority, Cause, Draft, Release, Voided
from truth.model.snapshot import Snapshot
from truth.model.timeline import Timeline, order_of_effect
from truth.store import guards

EXAMPLES = {"sqlite": 100, "postgresql": 30}
START = datetime.fromisoformat("2026-03-01T09:00:00+00:00")
ENTRIES = [Ref("policy", key) for key in ("returns", "shipping", "refunds")]
MINUTE = timedelta(minutes=1)


def _edge(minutes: int) -> str:
    return format_instant(START + minutes * MINUTE)


CONTENTS: list[dict[str, Any] | None] = [
    {"days": 30},
    {"days": 45},
    {"replaced_by": "policy:shipping"},
    {"window": {"from": _edge(3), "until": _edge(6)}},
    {"window": {"until": _edge(5)}, "replaced_by": "policy:refunds"},
    None,
]

publishing = st.tuples(
    st.just("publish"),
    st.dictionaries(st.sampled_from(ENTRIES), st.sampled_from(CONTENTS), min_size=1, max_size=2),
    st.sampled_from([None, 0, 2, 2, 2, 4, 4, 4, 6]),
)
withdrawing = st.tuples(st.just("withdraw"), st.integers(1, 8))
waiting = st.tuples(st.just("wait"), st.sampled_from([1, 2, 3, -2]))
anything = st.lists(st.one_of(publishing, publishing, publishing, withdrawing, waiting), min_size=4, max_size=14)

some_change = st.dictionaries(
    st.sampled_from(ENTRIES), st.builds(lambda days: {"days": days}, st.integers(0, 10**6)), min_size=1, max_size=2
)
scheduling = st.tuples(st.just("publish"), some_change, st.sampled_from([2, 4]))
disturbing = st.one_of(withdrawing, st.tuples(st.just("publish"), some_change, st.sampled_from([None, 2, 3])))
crowded = st.builds(
    lambda scheduled, disturbed: [("publish", {entry: {} for entry in ENTRIES}, None), *scheduled, *disturbed],
    st.lists(scheduling, min_size=3, max_size=6),
    st.lists(disturbing, min_size=1, max_size=3),
)
histories = st.one_of(anything, crowded)


@dataclass
class Play:
    """A history in the store under test, and in lists."""

    store: Any
    clock: Any
    releases: list[Release] = field(default_factory=list)
    voided: list[Voided] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)

    @property
    def timeline(self) -> Timeline:
        return Timeline(self.releases, self.voided, self.documents)

    def publish(self, contents: dict[Ref, dict[str, Any] | None], minutes: int | None) -> None:
        now = self.store.now()
        # from the clock, not from now: two releases can be scheduled for one instant
        effective_at = None if minutes is None else max(now, self.clock() + minutes * MINUTE)
        # the entry's name in its content: the model finds documents by digest alone
        wanted = {
            entry: None if body is None else Document(entry, {**body, "entry": str(entry)})
            for entry, body in contents.items()
        }
        before = self._planned(effective_at or now)
        changing = {entry: document for entry, document in wanted.items() if before.get(entry) != document}
        base, _ = self.store.base(effective_at)
        if changing != wanted:
            with pytest.raises(Invalid):
                self.store.publish(Draft(wanted, base, Authority("Ada"), effective_at))
        if changing:
            self._record(self.store.publish(Draft(changing, base, Authority("Ada"), effective_at)), changing)

    def withdraw(self, number: int) -> None:
        pending = [release for release in self._pending(self.store.now()) if release.number == number]
        if pending:
            void = self.store.withdraw(number, who="Ada")
            self.voided.append(void)
            self._void_after(pending[0], void.known_at)
        elif number <= len(self.releases):
            with pytest.raises(Conflict):
                self.store.withdraw(number, who="Ada")

    def wait(self, minutes: int) -> None:
        self.clock.advance(minutes)

    def instants(self) -> list[datetime]:
        """Every instant at which an answer might change."""
        turns = [START, self.store.now(), *(START + minutes * MINUTE for minutes in (3, 5, 6))]
        turns += [instant for release in self.releases for instant in (release.recorded_at, release.effective_at)]
        turns += [void.known_at for void in self.voided]
        microsecond = timedelta(microseconds=1)
        return sorted({near for turn in turns for near in (turn - microsecond, turn, turn + microsecond)})

    def _planned(self, instant: datetime) -> dict[Ref, Document]:
        try:
            standings = self.timeline.at(instant).standings
        except BeforeFirstRelease:
            return {}
        return {entry: standing.document for entry, standing in standings.items() if standing.document}

    def _record(self, release: Release, changes: dict[Ref, Document | None]) -> None:
        self.releases.append(release)
        self.documents |= {document.digest: document for document in changes.values() if document}
        self._void_after(release, release.recorded_at)

    def _pending(self, now: datetime) -> list[Release]:
        gone = {void.release for void in self.voided}
        return [release for release in self.releases if release.effective_at > now and release.number not in gone]

    def _void_after(self, cause: Release, known_at: datetime) -> None:
        """Again and again: whatever takes effect after something that came or went, and changes an entry of it."""
        moved, found = [cause], True
        while found:
            found = False
            for release in self._pending(known_at):
                if any(_changes_base(other, release) for other in moved):
                    self.voided.append(Voided(release.number, known_at, Cause.STALE, cause.number))
                    moved.append(release)
                    found = True


def _changes_base(moved: Release, release: Release) -> bool:
    shared = {item.entry for item in moved.items} & {item.entry for item in release.items}
    return bool(shared) and order_of_effect(moved) < order_of_effect(release)


def _forget_everything(store: Any) -> None:
    """An empty history again, for the next example: quicker than another database."""
    with store._database.migrating():
        guards.remove(store._database)
        tables = store._tables
        for table in (tables.event, tables.item, tables.release, tables.version, tables.entry):
            table.delete().execute()
        guards.install(store._database)


def _answer(ask: Any) -> Any:
    try:
        return _facts(ask())
    except BeforeFirstRelease:
        return "nothing yet"


def _facts(snapshot: Snapshot) -> Any:
    return (snapshot.standings, snapshot.pointer, snapshot.digest, list(snapshot.documents), snapshot.at)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_store_answers_what_the_timeline_means(engine, url, open_store, clock):
    @settings(max_examples=EXAMPLES[engine], suppress_health_check=[HealthCheck.too_slow])
    @given(histories, st.data())
    def answers_agree(history, data):
        clock.instant = START
        store = open_store(url)
        _forget_everything(store)
        play = Play(store, clock)
        for verb, *arguments in history:
            getattr(play, verb)(*arguments)
        numbers = [release.number for release in play.releases]
        assert store.releases() == list(reversed(play.releases))
        assert store.voided(numbers) == {void.release: void for void in play.voided}
        assert store.head() == (len(play.releases), len(play.voided))
        instants = play.instants()
        for _ in range(12):
            instant = data.draw(st.sampled_from(instants))
            known_at = data.draw(st.sampled_from([None, *instants]))
            known = min(known_at or store.now(), store.now())
            expected = _answer(lambda at=instant, known=known: play.timeline.at(at, known))
            assert _answer(lambda at=instant, known_at=known_at: store.at(at, known_at)) == expected
        expected = _answer(lambda: play.timeline.at(store.now(), store.now()))
        assert _answer(store.at)[:4] == expected[:4]
        store.close()

    answers_agree()


def test_a_document_that_comes_back_is_the_version_it_was(store, publish):
    numbers = [publish({"policy:returns": {"days": days}}).items[0].version for days in (30, 45, 30, 60)]
    assert numbers == [1, 2, 1, 3]
