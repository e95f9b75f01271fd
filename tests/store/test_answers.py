"""A request that is sent again gets the answer it got, and nothing is done twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from truth.model.errors import Conflict, Invalid
from truth.registry.answers import KEPT_FOR, Answered, Once, Published

ONCE = Once("key_1", "4f3c", "sha256:one")


def position(made: Published | None) -> str:
    return "nothing" if made is None else f'"{made.position}"'


def test_the_same_request_gets_the_same_answer_and_is_not_done_again(store, draft):
    plan = draft({"policy:returns": {"days": 30}})
    first = store.settle(plan, position, ONCE)
    assert store.settle(plan, position, ONCE) == first == Answered(1, '"1.0"')
    assert store.answered(ONCE) == first
    assert store.head() == (1, 0)


def test_an_answer_outlives_the_process_that_gave_it(store, draft, open_store, url):
    first = store.settle(draft({"policy:returns": {"days": 30}}), position, ONCE)
    assert open_store(url).answered(ONCE) == first


def test_nothing_to_change_is_an_answer_too(store, draft):
    assert store.settle(None, position, ONCE) == Answered(None, "nothing")
    assert store.settle(draft({"policy:returns": {"days": 30}}), position, ONCE) == Answered(None, "nothing")
    assert store.head() == (0, 0)


def test_another_request_under_the_same_name_is_refused(store, draft):
    store.settle(draft({"policy:returns": {"days": 30}}), position, ONCE)
    other = Once(ONCE.principal, ONCE.key, "sha256:two")
    with pytest.raises(Invalid, match="belongs to another request"):
        store.answered(other)
    with pytest.raises(Invalid, match="belongs to another request"):
        store.settle(draft({"policy:returns": {"days": 45}}), position, other)
    assert store.head() == (1, 0)


def test_the_same_name_of_someone_else_is_another_one(store, draft):
    store.settle(draft({"policy:returns": {"days": 30}}), position, ONCE)
    other = Once("key_2", ONCE.key, "sha256:two")
    assert store.settle(draft({"policy:returns": {"days": 45}}), position, other) == Answered(2, '"2.0"')


def test_release_and_answer_are_kept_together_or_not_at_all(store, draft):
    def breaks(made: Any) -> str:
        raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError):
        store.settle(draft({"policy:returns": {"days": 30}}), breaks, ONCE)
    assert store.head() == (0, 0)
    assert store.answered(ONCE) is None


def test_a_refused_request_has_no_answer_and_may_be_sent_again(store, draft):
    stale = draft({"policy:returns": {"days": 30}})
    store.publish(draft({"policy:shipping": {"days": 2}}))
    with pytest.raises(Conflict):
        store.settle(stale, position, ONCE)
    assert store.settle(draft({"policy:returns": {"days": 30}}), position, ONCE) == Answered(2, '"2.0"')


def test_of_the_same_request_sent_twice_at_once_one_is_done(store, open_store, draft, url):
    plan, stores, barrier = draft({"policy:returns": {"days": 30}}), [store, open_store(url)], Barrier(2)

    def send(number: int) -> Answered:
        barrier.wait()
        return stores[number].settle(plan, position, ONCE)

    with ThreadPoolExecutor(2) as threads:
        assert set(threads.map(send, range(2))) == {Answered(1, '"1.0"')}
    assert store.head() == (1, 0)


def test_a_scheduled_release_is_answered_with_the_position_it_will_have(store, draft, publish):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:shipping": {"days": 2}}, minutes=10)
    later = store.settle(draft({"policy:refunds": {"days": 5}}, minutes=20), position)
    assert later.body == f'"{store.at_release(3).pointer.position}"' == '"3.0"'


def test_answers_are_kept_long_enough_and_not_for_ever(store, draft, clock):
    store.settle(draft({"policy:returns": {"days": 30}}), position, ONCE)
    clock.instant += KEPT_FOR - timedelta(seconds=1)
    store.settle(None, position, Once("key_1", "next", "sha256:two"))
    assert store.answered(ONCE)
    clock.advance(1)
    store.settle(None, position, Once("key_1", "later", "sha256:three"))
    assert store.answered(ONCE) is None


@pytest.mark.parametrize("key", ["", "x" * 201, "zwölf", "a\nb"])
def test_a_name_that_cannot_stand_in_a_header_is_refused(key):
    with pytest.raises(Invalid, match="Idempotency-Key"):
        Once("key_1", key, "sha256:one")
