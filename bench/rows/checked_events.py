"""`truth check` on a file of events: how much memory it takes, however long the file is."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.processes import run
from bench.report import Section, Table, Verdict
from bench.rows.events import made
from bench.scale import Scale
from bench.service import TRUTH, environment_with
from truth.factory import read_content
from truth.kinds.status.graph import Graph, graph_of
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.snapshot_file import write_snapshot

_CONTENT = Path(__file__).parents[2] / "content"
_CONFIG = '[[check.events]]\nvocabulary = "fulfilment"\nfiles = ["*.ndjson"]\n'
_FOUND = 1  # exit code
_GROWTH = 1.25
_LINES = 1_000  # written at a time
_NOTES = (
    "An NDJSON file of events of fulfilment, as in *Files of events*, that `truth.toml` names; `truth check` with "
    "its usual report, as a process with an empty cache. Memory is the most that it and its children held at a time, "
    "what they share counted once; it holds what was found until it is reported. One order in a hundred leaves a step "
    "out."
)


def measure(scale: Scale) -> Section:
    """A small and a large file."""
    documents = read_content(_CONTENT).documents
    graph = graph_of(documents[Ref("status", "fulfilment")])
    snapshot = write_snapshot(snapshot_of(documents.values()))
    measured = [_measured(snapshot, graph, size) for size in scale.logged]
    (small, least, *_), (large, most, *_) = measured
    rows = [
        (f"{size / 10**6:,.1f} MB", f"{peak / 10**6:.0f} MB", f"{spent:.1f} s", f"{size / spent / 10**6:.1f} MB")
        for size, peak, spent in measured
    ]
    growth = most / least
    work = f"memory of a check of {large / 10**6:,.1f} MB of events ÷ {small / 10**6:,.1f} MB"
    verdict = Verdict(work, f"≤ {_GROWTH:g} ×", f"{growth:.2f} ×", growth <= _GROWTH)
    table = Table(("events", "memory", "processor seconds", "a second"), rows)
    return Section("Checked files of events", _NOTES, [table], [verdict])


def _measured(snapshot: bytes, graph: Graph, size: int) -> tuple[int, int, float]:
    """Bytes of the file and of memory, and processor seconds."""
    with TemporaryDirectory(prefix="truth-bench-") as name:
        root = Path(name)
        folder = root / "data"
        folder.mkdir()
        (root / "snapshot.json").write_bytes(snapshot)
        (folder / "truth.toml").write_text(_CONFIG, encoding="utf-8")
        written = _written(folder / "events.ndjson", graph, size)
        command = [*TRUTH, "check", "--source", str(root / "snapshot.json")]
        environment = environment_with(XDG_CACHE_HOME=str(root / "cache"))
        done = run(command, folder, environment, (0, _FOUND), watched=True)
        return written, done.memory, done.spent.processor


def _written(file: Path, graph: Graph, size: int) -> int:
    """Whole lines, until there are as many bytes."""
    lines, written = made(graph), 0
    with file.open("wb") as events:
        while written < size:
            written += events.write(b"".join(islice(lines, _LINES)))
    return written
