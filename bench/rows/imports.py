"""Importing a policy's history: a thousand versions of one file in git, renamed on the way."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.databases import databases, opened
from bench.measuring import Spread, seconds
from bench.report import Section, Table, Verdict, time
from bench.scale import Scale
from truth.files.git_history import git_versions
from truth.model.ref import Ref
from truth.model.release import Authority
from truth.registry.as_of import AsOf
from truth.registry.importing import converted
from truth.registry.policy_sides import Sides, Wanted

_MOST = 1_000
_CLAUSES = 20
_LIMIT = 60.0  # seconds
_POLICY = Ref("policy", "refunds")

_NOTES = (
    "*Import*: every version of one file of about 2,000 words read from git, renames followed, turned into clauses, "
    "and recorded in one transaction; each version changes one clause. *Again*: the same once more: nothing is new. "
    "*Difference*: the first and the last version, word by word. *git alone*: `git log --follow -p`, for scale."
)


def measure(scale: Scale) -> Section:
    """An import into each engine, and what reads it."""
    versions = min(scale.versions[0], _MOST)
    with tempfile.TemporaryDirectory() as folder:
        repository = Path(folder)
        _make(repository, versions)
        alone = seconds(lambda: _git(repository, "log", "--follow", "-p", "--", "refunds/index.md"))
        found = {engine: _imported(engine, repository) for engine in scale.engines}
    rows = [(engine, *(time(Spread.of([one])) for one in (*taken, alone))) for engine, taken in found.items()]
    table = Table((f"{versions:,} versions", "import", "again", "difference", "git alone"), rows)
    verdicts = [
        Verdict(
            f"import {versions:,} versions of one file, {engine}",
            "under a minute",
            f"{taken[0]:.1f} s",
            taken[0] < _LIMIT if versions == _MOST else None,
        )
        for engine, taken in found.items()
    ]
    return Section("Importing a policy's history", _NOTES, [table], verdicts)


def _imported(engine: str, repository: Path) -> tuple[float, float, float]:
    with databases(engine) as new_url, opened(new_url()) as store:

        def run() -> None:
            read = converted(git_versions(repository, "refunds/index.md"), _POLICY.key, "en", "Refunds")
            store.imported.add(read.versions, Authority("bench"))

        first, again = seconds(run), seconds(run)
        span = store.imported.spans(_POLICY)["en"]
        sides = Sides(store, None, AsOf(store.now(), None), store.now())
        ends = (f"published:{one.isoformat()}" for one in (span.first, span.last))
        return first, again, seconds(lambda: sides.compare(Wanted(_POLICY, *ends)))


def _make(repository: Path, versions: int) -> None:
    """A repository whose file changes a sentence with every commit, and its name half-way."""
    _git(repository, "init", "--quiet", "--initial-branch=main")
    _git(repository, "fast-import", "--quiet", given="".join(_commits(versions)))


def _commits(versions: int) -> Iterator[str]:
    for number in range(versions):
        text = _text(number).encode()
        when = f"Bench <bench@shop.example> {1_500_000_000 + number * 86_400} +0000"
        moved = number == versions // 2
        name = "refunds.md" if number < versions // 2 else "refunds/index.md"
        yield f"commit refs/heads/main\nauthor {when}\ncommitter {when}\ndata 6\nchange\n"
        yield "D refunds.md\n" if moved else ""
        yield f"M 100644 inline {name}\ndata {len(text)}\n{text.decode()}\n"


def _text(number: int) -> str:
    """Twenty clauses of about 125 words; one of them differs from the version before."""
    clauses = []
    for place in range(_CLAUSES):
        days = 10 + (number + place) // _CLAUSES
        sentence = f"Within {days} days of delivery we **refund** what you paid, see [help](https://shop.example). "
        clauses.append(f"## Clause {place}\n\n{sentence * 8}\n\n* You keep the receipt.\n* We keep our word.\n")
    return "---\ntitle: Refunds\n---\n\n# Refunds\n\n" + "\n".join(clauses)


def _git(repository: Path, *arguments: str, given: str = "") -> None:
    command = ["git", "-C", str(repository), *arguments]
    subprocess.run(command, input=given.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
