"""A process that applies releases until it is killed, and marks on stdout how far it is.

For each line on stdin it forks an applier, which writes `pid N`, then, for every release, a `w` after each statement
that wrote and `a N` once release N is acknowledged. When the applier is gone, this process writes `dead`.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from truth.model.document import Document
from truth.model.ref import Ref
from truth.model.release import Authority, Draft
from truth.store.store import DatabaseStore

ENTRIES = [Ref("policy", f"p{number}") for number in range(40)]


def mark(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def apply_for_ever(url: str) -> None:
    store = DatabaseStore(url, lambda: datetime.now(UTC))
    store._database.peewee.query_hooks.append(_mark_writes)
    mark(f"pid {os.getpid()}")
    while True:
        _apply(store, timedelta(days=1))  # the next release makes this one stale: events are written too
        _apply(store, None)


def _apply(store: DatabaseStore, ahead: timedelta | None) -> None:
    effective_at = None if ahead is None else store.now() + ahead
    base, _ = store.base(effective_at)
    changes: dict[Ref, Document | None] = {entry: Document(entry, {"release": base.head + 1}) for entry in ENTRIES}
    release = store.publish(Draft(changes, base, Authority("applier"), effective_at))
    mark(f"a {release.number}")


def _mark_writes(event: Any) -> None:
    if event.sql.startswith("INSERT"):
        mark("w")


def main() -> None:
    for _line in sys.stdin:
        child = os.fork()
        if not child:
            apply_for_ever(sys.argv[1])
        os.waitpid(child, 0)
        mark("dead")


if __name__ == "__main__":
    main()
