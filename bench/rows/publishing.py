"""Publishing one change: does a large registry cost?"""

from __future__ import annotations

from collections.abc import Sequence

from bench.content import documents
from bench.databases import databases, draft, opened, write_history
from bench.measuring import Spread, seconds
from bench.report import Section, Table, Verdict, time
from bench.scale import Scale
from truth.model.document import Document
from truth.store.store import DatabaseStore

_CHANGES = 20  # for each round of the scale
_LIMIT = 0.050  # seconds

_NOTES = (
    "*Publish*: the transaction that records a release with one changed entry, until the database has it on disk. "
    "*Read back*: the first read of the Snapshot afterwards, all entries of it, which everyone who asks next shares."
)


def measure(scale: Scale) -> Section:
    """Publishing, and reading back, for each size of registry, on each engine."""
    tables, verdicts = [], []
    for engine in scale.engines:
        spreads = {entries: _measured(engine, entries, scale) for entries in scale.published}
        rows = [(f"{entries:,}", time(one), time(other)) for entries, (one, other) in spreads.items()]
        tables.append(Table((f"entries ({engine})", "publish", "read back"), rows))
        verdicts += _verdicts(engine, [one for one, _ in spreads.values()], scale)
    return Section("Publishing one change", _NOTES, tables, verdicts)


def _verdicts(engine: str, spreads: Sequence[Spread], scale: Scale) -> list[Verdict]:
    slowest, growth = max(one.median for one in spreads), spreads[-1].median / spreads[0].median
    sizes = f"{scale.published[0]:,} → {scale.published[-1]:,} entries, {engine}"
    return [
        Verdict(f"publish one change, {sizes}", "p50 ≤ 50 ms", f"{slowest * 1000:.1f} ms", slowest <= _LIMIT),
        Verdict(f"the same, {sizes}", "growth < 2 ×", f"{growth:.2f} ×", growth < 2),
    ]


def _measured(engine: str, entries: int, scale: Scale) -> tuple[Spread, Spread]:
    first = list(documents(entries))
    with databases(engine) as new_url:
        url = new_url()
        with opened(url) as store:
            write_history(store, [{document.entry: document for document in first}])
        with opened(url) as store:
            store.at()
            taken = [_publish(store, first[1 + number % (entries - 1)], number) for number in _numbers(scale)]
    return Spread.of([one for one, _ in taken[1:]]), Spread.of([other for _, other in taken[1:]])


def _numbers(scale: Scale) -> range:
    """One for warming up, and those that count."""
    return range(1, 2 + scale.rounds * _CHANGES)


def _publish(store: DatabaseStore, document: Document, number: int) -> tuple[float, float]:
    changed = Document(document.entry, {**document.body, "description": f"Change {number}."})
    made = draft({changed.entry: changed}, number)
    return seconds(lambda: store.publish(made)), seconds(store.at)
