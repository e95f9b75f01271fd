"""A content folder: reading it, checking it, planning it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from bench.content import documents, write_folder
from bench.databases import opened, write_history
from bench.measuring import Spread, Work, ratios, seconds, turn_by_turn
from bench.report import Section, Table, Verdict, ratio, time
from bench.scale import Scale
from bench.service import TRUTH, environment_with
from truth.factory import open_shapes
from truth.files.folder import Folder, read_folder
from truth.files.remembered import Remembered
from truth.kinds import KINDS
from truth.model.document import Document
from truth.model.snapshot import snapshot_of
from truth.registry.validate import validate

_LIMITS = {"unchanged": 2.0, "changed": 3.0, "new": None}
_LONG = 2_000  # documents from which a full check is measured once only
_WORDS = {"unchanged": "nothing changed", "changed": "1 % changed", "new": "nothing changed, nothing remembered"}

_NOTES = (
    "*Plan* is `truth plan` as a process, from start to exit, on a registry in SQLite that holds the same documents, "
    "one file each and all in the machine's file cache; beside it `git status` on the same folder, for scale. "
    "*Nothing remembered*: what files said when they were read last has been deleted. *Read* makes documents of the "
    "files, and would name every mistake with its line; beside it PyYAML's C loader, which would not. *Check* is every "
    "schema and every publish-time rule on every document, in process; beside it jsonschema alone, which reads no text."
)


@dataclass(frozen=True)
class Shop:
    """A folder under git, and a registry that says the same."""

    root: Path
    entries: int

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.root / "content"

    @property
    def cache(self) -> Path:
        """Where what was read is remembered."""
        return self.root / "cache"

    @property
    def database(self) -> str:
        """The URL of the registry."""
        return f"sqlite:///{self.root}/truth.db"


@dataclass(frozen=True)
class Planned:
    """Seconds of `truth plan` and of `git status`, round by round, on one state of the folder."""

    state: str
    ours: Sequence[float]
    git: Sequence[float]


def measure(scale: Scale) -> Section:
    """Each size of folder in turn."""
    plans: list[tuple[str, ...]] = []
    parts: list[tuple[str, ...]] = []
    verdicts: list[Verdict] = []
    for entries in scale.folders:
        with TemporaryDirectory(prefix="truth-bench-") as name:
            shop = _shop(Path(name), entries)
            parts += [_reading(shop, scale), _checking(shop, scale)]
            planned = list(_planned(shop, scale))
        plans += [_plan_row(entries, one) for one in planned]
        verdicts += [_verdict(entries, one) for one in planned]
    tables = [
        Table(("truth plan", "ours", "git status", "ours ÷ git"), plans),
        Table(("work", "ours", "alternative", "alternative ÷ ours"), parts),
    ]
    return Section("Content folders", _NOTES, tables, verdicts)


def _shop(root: Path, entries: int) -> Shop:
    shop = Shop(root, entries)
    written = list(documents(entries))
    write_folder(shop.content, written)
    _git(shop, "init", "--quiet")
    _git(shop, "add", "content")
    _git(shop, "-c", "user.name=bench", "-c", "user.email=bench@shop.example", "commit", "--quiet", "--message=All")
    with opened(shop.database) as store:
        write_history(store, [{document.entry: document for document in written}])
    return shop


def _git(shop: Shop, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=shop.root, capture_output=True, text=True, check=True)
    return done.stdout


def _reading(shop: Shop, scale: Scale) -> tuple[str, ...]:
    paths = sorted(shop.content.rglob("*.yaml"))
    works: dict[str, Work] = {"ours": lambda: _read(shop.content), "theirs": lambda: [_load(path) for path in paths]}
    taken = turn_by_turn(works, scale.rounds)
    return _row(f"read {shop.entries:,} documents (PyYAML, C loader)", taken)


def _read(content: Path, remembered: Remembered | None = None) -> Folder:
    folder = read_folder(content, KINDS, remembered)
    assert not folder.findings
    return folder


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _checking(shop: Shop, scale: Scale) -> tuple[str, ...]:
    read = list(_read(shop.content).documents.values())
    works: dict[str, Work] = {
        "ours": lambda: _check(read),
        "theirs": partial(_check_with_jsonschema, read, _validators()),
    }
    often = 1 if shop.entries > _LONG else scale.rounds
    return _row(f"check {shop.entries:,} documents (jsonschema)", turn_by_turn(works, often, warm=0))


def _check(read: Iterable[Document]) -> None:
    assert not validate(snapshot_of(read), open_shapes(), datetime.now(UTC))


def _validators() -> Mapping[str, Draft202012Validator]:
    shapes = open_shapes()
    return {kind: Draft202012Validator(shapes.schema(kind)) for kind in shapes.kinds()}


def _check_with_jsonschema(read: Iterable[Document], validators: Mapping[str, Draft202012Validator]) -> None:
    assert all(validators[document.entry.kind].is_valid(document.body) for document in read)


def _planned(shop: Shop, scale: Scale) -> Iterable[Planned]:
    """As it stands; with nothing remembered; and with one document in a hundred edited."""
    yield _plan(shop, scale, "unchanged", lambda: None, 0)
    yield _plan(shop, scale, "new", lambda: _replace(shop.cache), 0)
    known = shop.root / "known"
    _replace(known, shop.cache)
    changed = max(1, shop.entries // 100)
    write_folder(shop.content, list(documents(shop.entries, changed))[-changed:])
    yield _plan(shop, scale, "changed", lambda: _replace(shop.cache, known), changed)


def _replace(folder: Path, source: Path | None = None) -> None:
    """Put a copy of another folder in the place of one, or nothing; a small shop remembers nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    if source and source.is_dir():
        shutil.copytree(source, folder)


def _plan(shop: Shop, scale: Scale, state: str, prepare: Callable[[], object], changed: int) -> Planned:
    """Plan again and again; `prepare` puts the folder's surroundings back between two plans."""
    command = [*TRUTH, "plan", "content", "--to", shop.database, "--format", "json"]
    environment = environment_with(XDG_CACHE_HOME=str(shop.cache))
    ours, git = [], []

    def plan() -> None:
        done = subprocess.run(command, cwd=shop.root, env=environment, capture_output=True, text=True, check=True)
        entries = json.loads(done.stdout)["entries"]
        assert len(entries) == changed, f"{len(entries)} entries are to change, not {changed}"

    for _ in range(scale.rounds + 1):
        prepare()
        git.append(seconds(lambda: _git(shop, "status", "--porcelain", "content")))
        ours.append(seconds(plan))
    return Planned(state, ours[1:], git[1:])


def _row(work: str, taken: Mapping[str, Sequence[float]]) -> tuple[str, ...]:
    ours, theirs = taken["ours"], taken["theirs"]
    return (work, time(Spread.of(ours)), time(Spread.of(theirs)), ratio(ratios(theirs, ours)))


def _plan_row(entries: int, one: Planned) -> tuple[str, ...]:
    shown = (time(Spread.of(one.ours)), time(Spread.of(one.git)), ratio(ratios(one.ours, one.git)))
    return (f"{entries:,} documents, {_WORDS[one.state]}", *shown)


def _verdict(entries: int, one: Planned) -> Verdict:
    spread, limit = Spread.of(one.ours), _LIMITS[one.state]
    target = f"≤ {limit:.0f} s" if limit else "reported"
    met = None if limit is None else spread.median <= limit
    return Verdict(f"plan, {entries:,} documents, {_WORDS[one.state]}", target, time(spread), met)
