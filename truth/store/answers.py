"""Answers kept for requests that may be sent again. Within a transaction."""

from __future__ import annotations

from truth.model.errors import Invalid
from truth.registry.answers import KEPT_FOR, Answered, Once
from truth.store.tables import Tables

_KEPT_FOR = int(KEPT_FOR.total_seconds() * 1_000_000)


def find_answer(tables: Tables, once: Once) -> Answered | None:
    """What was answered to this request before; `Invalid` when its name was given to another one."""
    answer = tables.answer
    columns = (answer.request, answer.release_id, answer.body)
    same = (answer.principal == once.principal) & (answer.key == once.key)
    row = answer.select(*columns).where(same).tuples().first()
    if row is None:
        return None
    request, release, body = row
    if request != once.request:
        raise Invalid(
            f"the Idempotency-Key '{once.key}' belongs to another request, which was answered already; "
            "give each request a key of its own, and send the same one only with the same body"
        )
    return Answered(release, body)


def keep_answer(tables: Tables, once: Once, answered: Answered, now: int) -> None:
    """Keep an answer, and let go of those that nobody will ask for again. `now` is in microseconds."""
    answer = tables.answer
    answer.delete().where(answer.recorded_at < now - _KEPT_FOR).execute()
    row = (once.principal, once.key, once.request, answered.release, answered.body, now)
    answer.insert_many([row], fields=answer._meta.sorted_fields).execute()
