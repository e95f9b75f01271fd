"""Several writers at once: each release is made on the state its maker saw."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from truth.model.document import Document
from truth.model.errors import Conflict
from truth.model.ref import Ref
from truth.model.release import Authority, Draft
from truth.store.store import DatabaseStore

COUNTER = Ref.parse("policy:counter")
WRITERS = 50


def test_of_two_who_apply_at_once_one_wins_and_the_other_is_told(store, open_store, draft, url):
    drafts = [draft({"policy:returns": {"days": days}}, who=who) for days, who in ((30, "Ada"), (45, "Grace"))]
    stores = [store, open_store(url)]
    barrier = Barrier(2)

    def apply(number: int) -> str:
        barrier.wait()
        try:
            return f"release {stores[number].publish(drafts[number]).number}"
        except Conflict as conflict:
            return conflict.message

    with ThreadPoolExecutor(2) as threads:
        won, lost = sorted(threads.map(apply, range(2)), key=len)
    assert won == "release 1"
    winner = store.release(1).authority.who
    assert f"{winner} published release 1" in lost
    assert store.head() == (1, 0)


def test_fifty_writers_lose_no_update(open_store, url):
    stores = [open_store(url) for _ in range(5)]
    barrier = Barrier(WRITERS)

    def add_one(writer: int) -> int:
        barrier.wait()
        return _add_one(stores[writer % len(stores)])

    with ThreadPoolExecutor(WRITERS) as threads:
        made = sorted(threads.map(add_one, range(WRITERS)))
    assert made == list(range(1, WRITERS + 1))
    assert stores[0].at().documents[COUNTER].body == {"count": WRITERS}


def _add_one(store: DatabaseStore) -> int:
    while True:
        base, snapshot = store.base()
        count = snapshot.documents[COUNTER].body["count"] if snapshot else 0
        try:
            return store.publish(
                Draft({COUNTER: Document(COUNTER, {"count": count + 1})}, base, Authority("Ada"))
            ).number
        except Conflict:
            continue
