"""`truth check` on a code base: cold, warm, its scan alone, its memory; beside ripgrep and semgrep."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from bench.measuring import Spread, ratios
from bench.processes import Done, Failed, Spent, run
from bench.report import Section, Table, Verdict, ratio, time
from bench.scale import Scale
from bench.searching import Missing, Search, ripgrep, ripgrep_places, semgrep, semgrep_places
from bench.service import TRUTH, environment_with
from bench.templates import WORD_FOR_WORD, Place, Tree, write_tree
from truth.drift.config import Config
from truth.drift.discover import listed
from truth.drift.facts.facts import Facts
from truth.drift.scan import Matter, Scanner
from truth.drift.source_file import SourceFile
from truth.model.snapshot import Snapshot, snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.snapshot_file import write_snapshot

_COLD, _WARM, _SCAN, _MEMORY = 3.0, 0.5, 2.0, 300 * 10**6
_FOUND = 1  # exit code
_NOTES = (
    "A generated code base in six formats (Jinja, HTML, MJML, Liquid, TSX, JSON catalogues) under git, in the "
    "machine's file cache, and a snapshot file with the phrases. One file in ten asks for a text by its ref; one in "
    "twelve or so says something it should not. What is found is held against what was planted, rule by rule, and "
    "the phrases that stand there word for word against ripgrep's: file, byte and phrase. *Cold* and *warm* are "
    "`truth check` as a process from start to exit, without and with what it kept of the last time; Python's byte "
    "code is there both times. *Scan* is its one pass over the bytes of all files in process, on one core, reading "
    "them included; *compile* is what it takes before. Processor seconds are those of all processes and do not grow "
    "with what else the machine does; ripgrep and the scan are compared by them, on one core each. Memory is the most "
    "that the process and its children held at a time, what they share counted once."
)


@dataclass(frozen=True)
class CodeBase:
    """A folder with a tree of templates under git, the snapshot it is checked against, and room for a cache."""

    root: Path
    tree: Tree
    snapshot: Snapshot

    @property
    def folder(self) -> Path:
        """What is checked."""
        return self.root / "tree"

    @property
    def cache(self) -> Path:
        """Where a check keeps what it found."""
        return self.root / "cache"

    @property
    def environment(self) -> dict[str, str]:
        """An installed program has its byte code beside it."""
        code = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(self.root / "code")}
        return environment_with(XDG_CACHE_HOME=str(self.cache), **code)

    @property
    def command(self) -> Sequence[str]:
        """`truth check` of the tree."""
        return [*TRUTH, "check", "--source", str(self.root / "snapshot.json"), "--report", "json"]


def measure(scale: Scale) -> Section:
    """One code base, checked again and again."""
    with TemporaryDirectory(prefix="truth-bench-") as name:
        base = _written(Path(name), scale)
        missing: list[tuple[str, ...]] = []
        searches = _searches(base, missing)
        _hold(base, searches)
        taken = _taken(base, searches, max(1, scale.rounds // 2))
        rows: list[tuple[str, ...]] = [(what, *_shown(each)) for what, each in taken.items()]
        rows += [_of_semgrep(base, scale), *missing]
        memory = run(base.command, base.folder, _emptied(base), (_FOUND,), watched=True).memory
        parts = _parts(base)
    table = Table(("way", "on the clock", "of processors"), rows)
    return Section(_title(base.tree), _NOTES, [table, parts], _verdicts(base.tree, taken, memory))


def _written(root: Path, scale: Scale) -> CodeBase:
    files, size, phrases = scale.templates
    folder = root / "tree"
    folder.mkdir()
    base = CodeBase(root, tree := write_tree(folder, files, size, phrases), snapshot_of(tree.documents))
    (root / "snapshot.json").write_bytes(write_snapshot(base.snapshot))
    for command in (["git", "init", "--quiet"], ["git", "add", "--all"]):
        subprocess.run(command, cwd=folder, check=True)
    return base


def _title(tree: Tree) -> str:
    return f"Drift in {tree.files:,} files, {tree.bytes / 10**6:.1f} MB, of {len(tree.phrases):,} phrases"


def _searches(base: CodeBase, missing: list[tuple[str, ...]]) -> Mapping[str, Search]:
    """ripgrep on one core and on all, where it is there."""
    try:
        threads = {"one core": 1, "as it is": 0}
        found = {said: ripgrep(base.tree.phrases, base.root, count) for said, count in threads.items()}
    except Missing as why:
        missing.append(("ripgrep", str(why), "–"))
        return {}
    return {f"{search.name}, {said}": search for said, search in found.items()}


def _hold(base: CodeBase, searches: Mapping[str, Search]) -> None:
    """What is found is what was planted, and what ripgrep finds; no file it finds something in is passed over."""
    places = base.tree.places
    for search in searches.values():
        found = ripgrep_places(search.run(base.folder).said)
        assert found == places, f"ripgrep found {len(found)} phrases, {len(found ^ places)} of them amiss"
    findings = json.loads(_checked(base).said)["findings"]
    counts = Counter(one["rule"] for one in findings)
    assert counts == base.tree.faults, f"found {dict(counts)}, planted {base.tree.faults}"
    ours = _places(base, findings)
    assert ours == places, f"{len(ours)} phrases are there word for word, {len(ours ^ places)} of them amiss"
    scanner = _scanner(base)
    passed = [path for path, _, _ in places if Matter.TEXTS not in _matters(scanner, base.folder / path)]
    assert not passed, f"the scan passes over {passed[:3]}"


def _places(base: CodeBase, findings: Sequence[Mapping[str, Any]]) -> frozenset[Place]:
    """The phrases that were found word for word; those with markup between their words are more than ripgrep sees."""
    phrases, found = frozenset(base.tree.phrases), set[Place]()
    files = {one["file"]: SourceFile(one["file"], (base.folder / one["file"]).read_bytes()) for one in findings}
    for one in findings:
        file = files[one["file"]]
        start, end = (_byte(file, one[line], one[column]) for line, column in _ENDS)
        said = file.data[start:end].decode()
        if one["rule"] == WORD_FOR_WORD and said in phrases:
            found.add((file.path, start, said))
    return frozenset(found)


_ENDS = (("line", "column"), ("end_line", "end_column"))


def _byte(file: SourceFile, line: int, column: int) -> int:
    ahead = b"".join(file.data.splitlines(keepends=True)[: line - 1])
    return len(ahead) + len(file.line_text(line)[: column - 1].encode())


def _checked(base: CodeBase) -> Done:
    return run(base.command, base.folder, base.environment, (_FOUND,))


def _emptied(base: CodeBase) -> dict[str, str]:
    """The environment, with nothing kept of the last time."""
    shutil.rmtree(base.cache, ignore_errors=True)
    return base.environment


def _scanner(base: CodeBase) -> Scanner:
    return Scanner(Facts(Catalogue(base.snapshot)), ())


def _matters(scanner: Scanner, file: Path) -> frozenset[Matter]:
    return scanner.see(file.read_bytes()).matters


def _taken(base: CodeBase, searches: Mapping[str, Search], rounds: int) -> dict[str, list[Spent]]:
    """What each way takes, turn by turn."""
    scanner, files = _scanner(base), [one.full for one in listed(base.folder, [], Config())]
    ways: dict[str, Callable[[], Spent]] = {
        "cold": lambda: run(base.command, base.folder, _emptied(base), (_FOUND,)).spent,
        "warm": lambda: _checked(base).spent,
        "scan": lambda: _in_process(lambda: [_matters(scanner, file) for file in files]),
        "compile": lambda: _in_process(lambda: _scanner(base)),
        **{name: partial(_searched, search, base.folder) for name, search in searches.items()},
    }
    taken: dict[str, list[Spent]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            taken[name].append(way())
    return taken


def _searched(search: Search, folder: Path) -> Spent:
    return search.run(folder).spent


def _in_process(work: Callable[[], object]) -> Spent:
    wall, processor = perf_counter(), process_time()
    work()
    return Spent(perf_counter() - wall, process_time() - processor)


def _wall(taken: Sequence[Spent]) -> Spread:
    return Spread.of([one.wall for one in taken])


def _processor(taken: Sequence[Spent]) -> list[float]:
    return [one.processor for one in taken]


def _shown(taken: Sequence[Spent]) -> tuple[str, str]:
    return time(_wall(taken)), time(Spread.of(_processor(taken)))


def _of_semgrep(base: CodeBase, scale: Scale) -> tuple[str, ...]:
    """semgrep takes minutes: once is enough."""
    try:
        search = semgrep(base.tree.phrases, base.root, installs=scale.installs)
        done = search.run(base.folder)
    except (Missing, Failed) as why:
        return ("semgrep", str(why), "–")
    same = semgrep_places(done.said) == base.tree.places
    return (f"{search.name}, {'the same' if same else 'other'} places", *_shown([done.spent]))


def _parts(base: CodeBase) -> Table:
    """How many files the scan lets through, and why; only these are parsed."""
    scanner, counts = _scanner(base), Counter[str]()
    for file in listed(base.folder, [], Config()):
        matters = _matters(scanner, file.full)
        counts.update([*matters, *(["anything"] if matters else [])])
    rows = [(name, f"{counts[name]:,}") for name in ("anything", *Matter) if counts[name]]
    return Table(("files that can matter for", f"of {base.tree.files:,}"), rows)


def _verdicts(tree: Tree, taken: Mapping[str, Sequence[Spent]], memory: int) -> list[Verdict]:
    size = f"{tree.files:,} files × {len(tree.phrases):,} phrases"
    cold, warm = _wall(taken["cold"]), _wall(taken["warm"])
    found = [
        Verdict(f"drift check, {size}, cold", f"≤ {_COLD:g} s", time(cold), cold.median <= _COLD),
        Verdict("the same, warm", f"≤ {_WARM:g} s", time(warm), warm.median <= _WARM),
        Verdict("the same, memory", "≤ 300 MB", f"{memory / 10**6:.0f} MB", memory <= _MEMORY),
    ]
    beside = next((each for name, each in taken.items() if name.startswith("ripgrep")), None)
    if beside is None:
        return [*found, Verdict("drift scan ÷ ripgrep", f"≤ {_SCAN:g} ×", "ripgrep is not installed")]
    slower = ratios(_processor(taken["scan"]), _processor(beside))
    hits = f"{len(tree.places):,}, each at the same byte"
    return [
        *found,
        Verdict("drift scan ÷ ripgrep", f"≤ {_SCAN:g} ×", ratio(slower), slower.median <= _SCAN),
        Verdict("phrases found word for word", "as ripgrep", hits, True),
    ]
