"""A whole Snapshot at a random past instant: does a long history cost?"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import cycle, islice

from bench.content import documents
from bench.databases import BEGAN, Changes, databases, ends_at, opened, write_history
from bench.measuring import Spread, seconds
from bench.report import Section, Table, Verdict, time
from bench.scale import Scale
from truth.model.document import Document
from truth.store.store import DatabaseStore

_PER_RELEASE = 10
_READS = 5  # for each round of the scale

_NOTES = (
    "Every entry is in the first release; each later one gives the same entry, and nine others in turn, a new version, "
    "so that one entry holds a tenth of all versions. Each read is of the whole Snapshot and its digest, at an instant "
    "drawn at random from the history, with a fixed seed. *Cold*: by a store opened anew, so that every document is "
    "read and parsed, however long the history; the target is about these. *Warm*: one store reads one instant after "
    "the other, and parses what it has not met yet: little in a short history, nearly everything in a long one."
)


def measure(scale: Scale) -> Section:
    """Cold and warm reads for each length of history, on each engine."""
    tables, verdicts = [], []
    for engine in scale.engines:
        rows, cold = [], []
        for versions in scale.versions:
            one, other, releases = _measured(engine, versions, scale)
            cold.append(one)
            rows.append((f"{versions:,}", f"{releases:,}", time(one), time(other)))
        tables.append(Table((f"versions ({engine})", "releases", "cold", "warm"), rows))
        verdicts.append(_verdict(engine, cold, scale))
    return Section(f"Snapshot at a random past instant, {scale.entries:,} entries", _NOTES, tables, verdicts)


def _verdict(engine: str, spreads: Sequence[Spread], scale: Scale) -> Verdict:
    growth = spreads[-1].median / spreads[0].median
    work = f"snapshot at a past instant, {scale.versions[0]:,} → {scale.versions[-1]:,} versions, {engine}"
    return Verdict(work, "growth < 2 ×", f"{growth:.2f} ×", growth < 2)


def _measured(engine: str, versions: int, scale: Scale) -> tuple[Spread, Spread, int]:
    """Cold and warm seconds, and the number of releases."""
    releases = list(history(scale.entries, versions))
    with databases(engine) as new_url:
        url = new_url()
        with opened(url) as store:
            write_history(store, releases)
        instants = list(islice(_instants(len(releases)), scale.rounds * _READS))
        cold = [_cold(url, instant, scale.entries) for instant in instants]
        with opened(url) as store:
            _read(store, BEGAN, scale.entries)
            warm = [seconds(partial(_read, store, instant, scale.entries)) for instant in instants]
    return Spread.of(cold), Spread.of(warm), len(releases)


def history(entries: int, versions: int) -> Iterator[Changes]:
    """Releases that together make so many versions."""
    first = list(documents(entries))
    yield {document.entry: document for document in first}
    hot, others = first[1], cycle(first[2:])
    made = entries
    while made < versions:
        some = [hot, *islice(others, min(_PER_RELEASE, versions - made) - 1)]
        made += len(some)
        yield {one.entry: Document(one.entry, {**one.body, "description": f"Version {made}."}) for one in some}


def _instants(releases: int) -> Iterator[datetime]:
    drawn = random.Random(7)  # noqa: S311 - reproducible, not secret
    length = ends_at(releases) - BEGAN
    while True:
        yield BEGAN + length * drawn.random()


def _cold(url: str, instant: datetime, entries: int) -> float:
    with opened(url) as store:
        store.head()
        return seconds(partial(_read, store, instant, entries))


def _read(store: DatabaseStore, instant: datetime, entries: int) -> str:
    snapshot = store.at(instant)
    assert len(snapshot.documents) == entries
    return snapshot.digest
