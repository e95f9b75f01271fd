"""The garbage collector is held back for a while, and no longer."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from truth.registry.collecting import without_collecting


@pytest.fixture(autouse=True)
def on_again() -> Iterator[None]:
    yield
    gc.enable()


def test_it_rests_while_the_work_is_done_and_not_after() -> None:
    with without_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_on_again_after_a_failure() -> None:
    with pytest.raises(ValueError, match="mid-way"), without_collecting():
        raise ValueError("mid-way")
    assert gc.isenabled()


def test_one_within_another_does_not_wake_it_too_early() -> None:
    with without_collecting():
        with without_collecting():
            pass
        assert not gc.isenabled()


def test_who_turned_it_off_finds_it_off() -> None:
    gc.disable()
    with without_collecting():
        pass
    assert not gc.isenabled()


def test_a_function_may_do_all_its_work_so() -> None:
    assert without_collecting()(gc.isenabled)() is False
    assert gc.isenabled()
