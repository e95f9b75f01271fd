"""Forked processes: what has to be made anew in them, since threads do not come along."""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class Forked(Protocol):
    """Something that holds a lock, or a time to do something."""

    def forked(self) -> None:
        """Called in a new process, before anything else runs there."""


_watched: WeakSet[Forked] = WeakSet()


def watch(one: Forked) -> None:
    """Have `forked` called in every process forked from here, as long as the object lives."""
    _watched.add(one)


def _tell_all() -> None:
    for one in list(_watched):
        one.forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_tell_all)
