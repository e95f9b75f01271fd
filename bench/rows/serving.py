"""Starting the service, importing the client, and one text over HTTP."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.content import documents, write_folder
from bench.databases import opened, write_history
from bench.measuring import Spread, ratios
from bench.report import Section, Table, Verdict, ratio, time
from bench.scale import Scale
from bench.service import TRUTH, Service, environment_with, free_port, get, requests_per_second, serving
from truth.api.asgi import THREADS

_TEXT = "/v1/text/policy/policy-1/clauses/window?locale=de"
_CONNECTIONS = 16
_LIMITS = {"start": 1.5, "memory": 150 * 2**20, "import": 0.060}
_LIGHT = ("flask", "peewee", "markdown_it")
_IMPORT = (
    "import sys, time; begun = time.perf_counter(); import truth.client; "
    f"print(time.perf_counter() - begun, *(name for name in {_LIGHT} if name in sys.modules))"
)

_NOTES = (
    "*Start*: from the start of the process to its first answer to a text, in a registry that has its content; "
    "*first start* loads and checks the content folder too. *Memory* is the worker's, resident, once it has answered. "
    f"*Import* is the statement itself in a fresh interpreter; none of {', '.join(_LIGHT)} may come with it. "
    f"*Text over HTTP*: one worker, {_CONNECTIONS} kept connections, no cache in front, every request rendered; "
    "beside it an application of one line under the same server with as many threads, answering as many bytes. The "
    "client that asks is the same small one for both, and takes a share of the machine's cores."
)


def measure(scale: Scale) -> Section:
    """Everything that needs a process of its own."""
    with TemporaryDirectory(prefix="truth-bench-") as name:
        folder = Path(name)
        database = _registry(folder, scale.entries)
        starts, memory = _starts(database, folder / "none", scale)
        first = _first_start(folder, scale)
        client = _imports(scale)
        ours, theirs = _throughput(database, folder / "none", scale)
    return _section(scale, starts, memory, first, client, ours, theirs)


def _registry(folder: Path, entries: int) -> str:
    url = f"sqlite:///{folder}/truth.db"
    (folder / "none").mkdir()
    with opened(url) as store:
        write_history(store, [{document.entry: document for document in documents(entries)}])
    return url


@contextmanager
def _truth(database: str, content: Path, path: str = _TEXT) -> Iterator[Service]:
    port = free_port()
    command = [*TRUTH, "serve", "--port", str(port), "--database", database, "--content", str(content)]
    with serving(command, port, path) as service:
        yield service


def _starts(database: str, content: Path, scale: Scale) -> tuple[Spread, int]:
    """Seconds to the first answer, and the most memory a worker took."""
    taken, memory = [], []
    for _ in range(scale.rounds + 1):
        with _truth(database, content) as service:
            taken.append(service.started)
            memory += service.memory()
    return Spread.of(taken[1:]), max(memory)


def _first_start(folder: Path, scale: Scale) -> float:
    """Seconds to the first answer when the content is still in files."""
    write_folder(folder / "content", list(documents(scale.entries)))
    with _truth(f"sqlite:///{folder}/first.db", folder / "content") as service:
        return service.started


def _imports(scale: Scale) -> Spread:
    """Seconds of `import truth.client`, each in a fresh interpreter."""
    taken = []
    for _ in range(scale.rounds + 1):
        done = subprocess.run(
            [sys.executable, "-c", _IMPORT], env=environment_with(), capture_output=True, text=True, check=True
        )
        seconds, *heavy = done.stdout.split()
        assert not heavy, f"import truth.client brings {heavy}"
        taken.append(float(seconds))
    return Spread.of(taken[1:])


def _throughput(database: str, content: Path, scale: Scale) -> tuple[Sequence[float], Sequence[float]]:
    """Answers a second, ours and the bare server's, in turns."""
    with _truth(database, content) as ours:
        length = len(get(ours.port, _TEXT).body)
        port = free_port()
        command = [sys.executable, "-m", "bench.hello", str(port), str(THREADS)]
        with serving(command, port, "/", BENCH_LENGTH=str(length)) as bare:
            asked = [(_rate(ours, _TEXT, scale), _rate(bare, "/", scale)) for _ in range(scale.rounds + 1)]
    return [one for one, _ in asked[1:]], [other for _, other in asked[1:]]


def _rate(service: Service, path: str, scale: Scale) -> float:
    return requests_per_second(service.port, path, _CONNECTIONS, scale.burst)


def _section(
    scale: Scale,
    starts: Spread,
    memory: int,
    first: float,
    client: Spread,
    ours: Sequence[float],
    theirs: Sequence[float],
) -> Section:
    megabytes = f"{memory / 2**20:.0f} MiB"
    share = ratios(ours, theirs)
    rows = [
        (f"start, {scale.entries:,} entries", time(starts)),
        (f"first start, {scale.entries:,} entries", f"{first:.2f} s (once)"),
        ("memory of the worker", megabytes),
        ("import truth.client", time(client)),
    ]
    rates = [("truth serve", _per_second(ours)), ("bare server", _per_second(theirs)), ("ours ÷ bare", ratio(share))]
    verdicts = [
        Verdict(f"start to first answer, {scale.entries:,} entries", "≤ 1.5 s", time(starts), _within("start", starts)),
        Verdict("resident memory of a worker", "≤ 150 MiB", megabytes, memory <= _LIMITS["memory"]),
        Verdict("`import truth.client`", "≤ 60 ms", time(client), _within("import", client)),
        Verdict("one text over HTTP", "reported beside a bare server", ratio(share)),
    ]
    tables = [Table(("starting", "measured"), rows), Table(("text over HTTP", "answers a second"), rates)]
    return Section("Service and client", _NOTES, tables, verdicts)


def _within(name: str, spread: Spread) -> bool:
    return spread.median <= _LIMITS[name]


def _per_second(rates: Sequence[float]) -> str:
    spread = Spread.of(rates)
    return f"{spread.median:,.0f} ({spread.low:,.0f}–{spread.high:,.0f})"
