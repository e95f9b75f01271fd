"""What a run found, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.measuring import Spread

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


@dataclass(frozen=True)
class Verdict:
    """One row of the targets: what was asked, what was measured, whether it was met (None: nothing was asked)."""

    work: str
    target: str
    measured: str
    met: bool | None = None


@dataclass(frozen=True)
class Table:
    """A small table: column heads, and rows of finished words."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Section:
    """What one module of `bench/rows` found; `notes` say how it was measured."""

    title: str
    notes: str
    tables: Sequence[Table] = field(default=())
    verdicts: Sequence[Verdict] = field(default=())


def time(spread: Spread) -> str:
    """`12.3 ms (11.9–12.8)`: median and quartiles, in the unit of the median."""
    scale, unit = next(((scale, unit) for scale, unit in _UNITS if spread.median >= scale), _UNITS[-1])
    if spread.count == 1:
        return f"{_short(spread.median / scale)} {unit} (once)"
    low, high = _short(spread.low / scale), _short(spread.high / scale)
    return f"{_short(spread.median / scale)} {unit} ({low}–{high})"


def ratio(spread: Spread) -> str:
    """`1.42 × (1.38–1.47)`."""
    if spread.count == 1:
        return f"{spread.median:.2f} ×"
    return f"{spread.median:.2f} × ({spread.low:.2f}–{spread.high:.2f})"


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def markdown(machine: Sequence[str], sections: Sequence[Section], command: str) -> str:
    """The whole page."""
    verdicts = [verdict for section in sections for verdict in section.verdicts]
    lines = ["# Results", "", f"Written by `{command}`. {_HOW}", "", *(f"- {line}" for line in machine), ""]
    lines += [*_table(_verdict_table(verdicts)), ""]
    for section in sections:
        lines += [f"## {section.title}", "", section.notes, ""]
        for table in section.tables:
            lines += [*_table(table), ""]
    return "\n".join(lines).rstrip() + "\n"


_HOW = (
    "Ours and the alternative ran in one run on the same machine, warmed up, turn by turn; shown are the median and "
    "the quartiles, in brackets. Times say something about this machine only; ratios and growth are what to compare."
)


def _verdict_table(verdicts: Sequence[Verdict]) -> Table:
    said = {True: "yes", False: "**no**", None: "–"}
    rows = [(one.work, one.target, one.measured, said[one.met]) for one in verdicts]
    return Table(("work", "target", "measured", "met"), rows)


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(table.heads)} |"
    yield f"|{'---|' * len(table.heads)}"
    yield from (f"| {' | '.join(row)} |" for row in table.rows)
