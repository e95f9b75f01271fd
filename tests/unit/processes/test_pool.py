"""Work in processes of its own: answered, ended when it takes too long, made up for when it breaks."""

from __future__ import annotations

import operator
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from truth.model.errors import Invalid, TooLarge, Unavailable
from truth.model.ref import Ref
from truth.processes.pool import Mistake, Pool


@pytest.fixture
def pool() -> Iterator[Callable[..., Pool[Any]]]:
    """Makes pools whose work is a function, and closes them."""
    made: list[Pool[Any]] = []

    def make(work: Callable[..., Any], patience: float = 30, size: int = 1) -> Pool[Any]:
        made.append(Pool(partial(partial, work), size, patience))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_it_answers_from_another_process_which_stays(pool: Any) -> None:
    where = pool(os.getpid)
    first = where()
    assert first != os.getpid()
    assert where() == first


def test_it_answers_as_many_at_once_as_it_has_processes(pool: Any) -> None:
    add = pool(operator.add, size=2)
    found: list[int] = []
    threads = [threading.Thread(target=lambda n=n: found.append(add(n, n))) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 2, 4, 6, 8, 10]


def test_our_errors_are_raised_as_they_are(pool: Any) -> None:
    with pytest.raises(Invalid, match="'returns' is not a ref") as refused:
        pool(Ref.parse)("returns")
    assert refused.value.findings == ()


def test_a_mistake_is_told_with_its_traceback_and_the_process_stays(pool: Any) -> None:
    divide = pool(operator.truediv)
    with pytest.raises(Mistake, match="ZeroDivisionError"):
        divide(1, 0)
    assert divide(1, 2) == 0.5


def test_what_takes_too_long_is_ended_and_the_next_is_answered(pool: Any) -> None:
    work = pool(eval, patience=2)
    began = time.monotonic()
    with pytest.raises(TooLarge, match="longer than the 2 seconds"):
        work("__import__('re').match('(a+)+$', 'a' * 60 + '!')")  # holds the interpreter, and would for years
    assert time.monotonic() - began < 10
    assert work("1 + 1") == 2


@pytest.mark.parametrize("end", ["__import__('os')._exit(0)", "__import__('os').kill(__import__('os').getpid(), 9)"])
def test_a_process_that_breaks_down_is_unavailable_and_never_a_hang(pool: Any, end: str) -> None:
    work = pool(eval)
    with pytest.raises(Unavailable, match="broke down"):
        work(end)
    assert work("1 + 1") == 2


def test_a_process_that_ended_while_it_waited_is_made_up_for(pool: Any) -> None:
    where = pool(os.getpid)
    os.kill(where(), signal.SIGKILL)
    assert where() != os.getpid()


def test_who_finds_none_free_is_told_so_in_time(pool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("truth.processes.pool._TURN", 0)
    work = pool(eval, patience=1)
    work("1")
    with work._free, pytest.raises(Unavailable, match="busy"):
        work("1")
    assert work("1") == 1


def test_memory_that_is_not_there_is_told_as_too_much(pool: Any) -> None:
    with pytest.raises(TooLarge, match="memory"):
        pool(eval)("bytearray(2**62)")
