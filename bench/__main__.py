"""`python -m bench [--only NAME] [--quick | --full]`: measure, print, and keep what a whole run found.

What is kept is `bench/RESULTS.md`; a run of one row, or with tiny sizes, is printed only.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic

from bench.machine import described
from bench.report import Section, markdown
from bench.rows import (
    checked_events,
    decisions,
    drift,
    events,
    folders,
    imports,
    policies,
    publishing,
    quotes,
    serving,
    snapshots,
    statuses,
    texts,
)
from bench.scale import FULL, NORMAL, QUICK, Scale

RESULTS = Path(__file__).parent / "RESULTS.md"
ROWS: Mapping[str, Callable[[Scale], Section]] = {
    "folders": folders.measure,
    "snapshots": snapshots.measure,
    "publishing": publishing.measure,
    "policies": policies.measure,
    "imports": imports.measure,
    "texts": texts.measure,
    "statuses": statuses.measure,
    "events": events.measure,
    "quotes": quotes.measure,
    "decisions": decisions.measure,
    "drift": drift.measure,
    "checked-events": checked_events.measure,
    "serving": serving.measure,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; exit code 0, whatever the targets say: numbers are for reading."""
    asked = _asked(arguments)
    machine = described()
    sections = [_measured(name, asked.scale) for name in ROWS if name in (asked.only or ROWS)]
    page = markdown(machine, sections, asked.command)
    print(page)
    if asked.writes:
        RESULTS.write_text(page, encoding="utf-8")
        print(f"written to {RESULTS.name}", file=sys.stderr)
    return 0


class _Asked(argparse.Namespace):
    only: list[str] | None
    quick: bool
    full: bool

    @property
    def scale(self) -> Scale:
        return QUICK if self.quick else FULL if self.full else NORMAL

    @property
    def writes(self) -> bool:
        """A part of the rows, or tiny sizes, are for looking at, not for keeping."""
        return not (self.only or self.quick)

    @property
    def command(self) -> str:
        options = [*(f"--only {name}" for name in self.only or ()), *(["--quick"] if self.quick else [])]
        return " ".join(["python -m bench", *options, *(["--full"] if self.full else [])])


def _asked(arguments: Sequence[str] | None) -> _Asked:
    parser = argparse.ArgumentParser("python -m bench", description="Measure the registry beside its alternatives.")
    parser.add_argument("--only", action="append", choices=[*ROWS], help="this row alone; may be given again")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="tiny sizes, SQLite alone: does it run?")
    size.add_argument("--full", action="store_true", help="a million versions, a hundred thousand entries")
    return parser.parse_args(arguments, _Asked())


def _measured(name: str, scale: Scale) -> Section:
    begun = monotonic()
    print(f"{name} …", end=" ", file=sys.stderr, flush=True)
    section = ROWS[name](scale)
    print(f"{monotonic() - begun:.0f} s", file=sys.stderr)
    return section


if __name__ == "__main__":
    sys.exit(main())
