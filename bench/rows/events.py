"""Files of events: how many a second one core judges, and how much memory that takes, however long the file."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import orjson

from bench.measuring import Spread
from bench.report import Section, Table, Verdict, time
from bench.scale import Scale
from truth.factory import read_content
from truth.files.events import blocks, format_of, opened
from truth.kinds.status.graph import Graph, graph_of
from truth.kinds.status.history.formats import read_events
from truth.kinds.status.history.histories import Histories
from truth.kinds.status.history.record import Fields
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.histories import histories

_CONTENT = Path(__file__).parents[2] / "content"
_LEAST = 500_000
_GROWTH = 1.25  # the table of ended orders is rebuilt now and then, and for that moment there are two
_UNDER_WAY = 1_000
_START = datetime(2026, 3, 2, 9, tzinfo=UTC)
_NOTES = (
    "An NDJSON file of events of fulfilment as `truth status validate` judges it, in process: order, status, time, and "
    "of every event but the first its name, actor and reason; 1,000 orders are under way at any time, and one in a "
    "hundred leaves a step out. The time is that of the processor, so other work on the machine does not count; beside "
    "it each line through orjson alone, which checks nothing. Memory is the most that Python held while it judged, by "
    "tracemalloc, in a run of its own; both files are long enough for the most ended orders to be remembered."
)


def measure(scale: Scale) -> Section:
    """The speed on the small file, the memory on both."""
    catalogue = Catalogue(snapshot_of(read_content(_CONTENT).documents.values()))
    graph = graph_of(catalogue.document(Ref("status", "fulfilment")))
    with TemporaryDirectory() as folder:
        files = {count: _written(Path(folder), graph, count) for count in scale.events}
        small, large = scale.events
        ours, bare = _times(catalogue, files[small], max(2, scale.rounds))
        peaks = {count: _peak(catalogue, file) for count, file in files.items()}
        found = judged(catalogue, files[small]).counts
    rate, growth = small / ours.median, peaks[large] / peaks[small]
    rows = [
        ("ours", time(ours), f"{rate:,.0f}", f"{found.total():,}"),
        ("orjson alone", time(bare), f"{small / bare.median:,.0f}", "–"),
    ]
    memory = [(f"{count:,}", f"{peak / 2**20:.1f} MiB") for count, peak in peaks.items()]
    verdicts = [
        Verdict("events of NDJSON, a second of one core", f"≥ {_LEAST:,}", f"{rate:,.0f}", rate >= _LEAST),
        Verdict(f"memory for {large:,} events ÷ {small:,}", f"≤ {_GROWTH:g} ×", f"{growth:.2f} ×", growth <= _GROWTH),
    ]
    speeds = Table(("way", f"{small:,} events", "events a second", "findings"), rows)
    return Section("Files of events", _NOTES, [speeds, Table(("events", "memory"), memory)], verdicts)


def made(graph: Graph) -> Iterator[bytes]:
    """Lines of events without an end, ten a second of their clock; the same ones every time."""
    drawn, number, clock = random.Random(7), 0, 0  # noqa: S311 - reproducible, not secret
    courses = [_course(graph, drawn) for _ in range(2_000)]
    under_way: list[Iterator[bytes]] = []
    while True:
        while len(under_way) < _UNDER_WAY:
            number += 1
            under_way.append(_named(f"A-{number:07d}", courses[drawn.randrange(len(courses))]))
        place = drawn.randrange(_UNDER_WAY)
        begun = next(under_way[place], None)
        if begun is None:
            under_way[place] = under_way[-1]
            under_way.pop()
            continue
        clock += 1
        at = (_START + timedelta(seconds=clock // 10)).strftime("%Y-%m-%dT%H:%M:%SZ")
        yield b'%s,"at":"%s"}\n' % (begun, at.encode())


def judged(catalogue: Catalogue, file: Path) -> Histories:
    """What judged a whole file; each finding was made, and none kept."""
    found = histories(catalogue, "fulfilment", Fields(), name=file.name)
    with opened(str(file)) as (read, _):
        for _ in found.judge(read_events(blocks(read, lambda count: None), format_of(file.name), Fields())):
            pass
    return found


def _course(graph: Graph, drawn: random.Random) -> list[bytes]:
    """The events of an order from its beginning to an end, as JSON without order and time, and without brackets."""
    events: list[dict[str, Any]] = [{"status": graph.initial[0]}]
    while (code := events[-1]["status"]) not in graph.terminal:
        taken = drawn.choice(graph.outgoing[code])
        event = {"status": taken.target, "event": taken.event}
        event |= {"actor": taken.actors[0]} if taken.actors else {}
        events.append(event | ({"reason": taken.reasons[0]} if taken.reasons else {}))
    if len(events) > 3 and drawn.random() < 0.01:
        del events[drawn.randrange(1, len(events) - 1)]
    return [orjson.dumps(event)[1:-1] for event in events]


def _named(order: str, course: list[bytes]) -> Iterator[bytes]:
    return (b'{"order":"%s",%s' % (order.encode(), event) for event in course)


def _written(folder: Path, graph: Graph, count: int) -> Path:
    file = folder / f"{count}.ndjson"
    with file.open("wb") as lines:
        lines.writelines(islice(made(graph), count))
    return file


def _times(catalogue: Catalogue, file: Path, rounds: int) -> tuple[Spread, Spread]:
    """Processor seconds, ours and orjson's, turn by turn."""
    ours, bare = [], []
    for _ in range(rounds):
        begun = process_time()
        judged(catalogue, file)
        between = process_time()
        _loaded(file)
        ours.append(between - begun)
        bare.append(process_time() - between)
    return Spread.of(ours), Spread.of(bare)


def _loaded(file: Path) -> None:
    with file.open("rb") as lines:
        for line in lines:
            orjson.loads(line)


def _peak(catalogue: Catalogue, file: Path) -> int:
    """Bytes that judging a file holds at most."""
    tracemalloc.start()
    try:
        judged(catalogue, file)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
