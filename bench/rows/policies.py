"""Rendering a policy of 5,000 words, beside markdown-it-py rendering the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from markdown_it import MarkdownIt

from bench.measuring import Spread, Work, ratios, turn_by_turn
from bench.report import Section, Table, Verdict, ratio, time
from bench.scale import Scale
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.resolve import Question, read_text
from truth.registry.wording import Wording
from truth.text import clause, message, render, template
from truth.text.formatting import ABSENT, Formatted
from truth.text.setting import Format

_WORDS = 5_000
_SAMPLE = Path(__file__).parents[2] / "content"
_MOST = 1.3
_SPARSE = 5
_NOTES = (
    f"The sample's policies in English, clause after clause, until there are {_WORDS:,} words. *Dense* is as the "
    "sample is, an argument or a choice for every twenty words; in *sparse* only every fifth clause has its own open, "
    "the others' are typed in, as in most policies people have written. markdown-it-py is given the same clauses with "
    "all values typed in; both write the same HTML, which is checked. *First*: nothing is remembered, every clause is "
    "parsed, its patterns are read, the values put in. *Again*: what a process does that has shown the policy before; "
    "markdown-it-py has to parse again."
)


@dataclass(frozen=True)
class _Clause:
    """A clause with its values, and the same as plain Markdown."""

    pattern: str
    values: dict[str, Formatted]
    typed: str


def measure(scale: Scale) -> Section:
    """The whole policy: for the first time, again, and by markdown-it-py alone; dense and sparse."""
    dense = list(_policy())
    sparse = [one if index % _SPARSE == 0 else replace(one, pattern=one.typed) for index, one in enumerate(dense)]
    rows, verdicts = [], []
    for name, clauses in (("sparse", sparse), ("dense", dense)):
        taken = _taken(clauses, scale)
        for time_of in ("first", "again"):
            measured = ratios(taken[time_of], taken["bare"])
            times = [time(Spread.of(taken[one])) for one in (time_of, "bare")]
            rows.append((f"{name}, {time_of}", *times, ratio(measured)))
            work = f"render a policy of {_WORDS:,} words: {name}, {time_of}"
            asked = f"≤ {_MOST} × markdown-it-py"
            verdicts.append(Verdict(work, asked, ratio(measured), measured.median <= _MOST))
    table = Table(("a whole policy", "ours", "markdown-it-py", "ours ÷ markdown-it-py"), rows)
    return Section("Policies", _NOTES, [table], verdicts)


def _taken(clauses: list[_Clause], scale: Scale) -> dict[str, list[float]]:
    """Seconds of each way, all of which must write the same."""
    bare = MarkdownIt("commonmark", {"html": False}).enable("table")
    works: dict[str, Work] = {
        "first": partial(_afresh, clauses),
        "again": partial(_ours, clauses),
        "bare": lambda: [bare.render(one.typed) for one in clauses],
    }
    assert works["first"]() == works["bare"]() == works["again"]()
    return turn_by_turn(works, scale.rounds * 3)


def _ours(clauses: list[_Clause]) -> list[str]:
    return [render.render(one.pattern, "en", Format.HTML, one.values, markdown=True).text for one in clauses]


def _afresh(clauses: list[_Clause]) -> list[str]:
    for remembered in (render.template_of, clause._read, message._parsed, template._filler, template._compiled):
        remembered.cache_clear()
    return _ours(clauses)


def _policy() -> Iterator[_Clause]:
    """Clauses of the sample until there are words enough, no two the same."""
    catalogue = Catalogue(snapshot_of(read_folder(_SAMPLE, KINDS).documents.values()))
    clauses = [
        ref for entry in catalogue.snapshot.of_kind("policy") for ref in catalogue.clauses(entry.entry / "clauses")
    ]
    words = number = 0
    while words < _WORDS:
        for ref in clauses:
            number += 1
            one = _clause(catalogue, ref, number)
            words += len(re.findall(r"\w+", one.typed))
            yield one


def _clause(catalogue: Catalogue, ref: Ref, number: int) -> _Clause:
    wording = read_text(catalogue, Question(ref, "en", format=Format.MARKDOWN))
    assert isinstance(wording, Wording)
    answer = wording.answer({})
    bound = {name: one.bound for name, one in wording.arguments.items()}
    shown = {name: wording.show(value) for name, value in bound.items() if value}
    absent = {name: ABSENT for name in render.names_in(answer.pattern, True) if name not in shown}
    pattern = f"{answer.pattern}\n\nThis is clause {number}."
    return _Clause(pattern, {**absent, **shown}, f"{answer.text}\n\nThis is clause {number}.")
