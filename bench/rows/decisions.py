"""Decisions: beside a rules engine, alone and with every word of the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import orjson
import zen

from bench.measuring import Spread, per, ratios, repeated, seconds, turn_by_turn
from bench.report import Section, Table, Verdict, ratio, time
from bench.scale import Scale
from truth.factory import read_content
from truth.kinds.policy.decisions.asked import facts_of
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.decide import Decider, decider
from truth.registry.status_block import View

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
_TODAY = date(2026, 11, 25)
_SAMPLE = Path(__file__).parents[2] / "content"
_ROUNDS = 3  # for each round of the scale
_OURS, _WHOLE, _ZEN = "rule and last day", "whole answer", "zen-engine"
_VIEW = View("de", "email")

_NOTES = (
    "The returns policy of the sample, which has five rules, asked {count} different questions in turn. *Rule and last "
    "day*: the question as JSON is judged, the rule found and the day until which it holds. *Whole answer*: that with "
    "the clause, the next step, how long it takes, help and recovery in German HTML, the rule as a sentence, and the "
    "JSON bytes. zen-engine finds the answer and the clause in a decision table of the same rules, for questions "
    "nobody judges; it compares days by its own dates, and knows no last day. Both find the same answers, which is "
    "checked."
)

Question = dict[str, Any]


def measure(scale: Scale) -> Section:
    """All of it."""
    asked = questions()
    works = _works(asked)
    times = max(1, int(scale.burst / 8 / seconds(works[_WHOLE])))
    taken = turn_by_turn({name: repeated(work, times) for name, work in works.items()}, scale.rounds * _ROUNDS)
    each = {name: per(Spread.of(values), times * len(asked)) for name, values in taken.items()}
    rows = [(name, time(each[name]), ratio(ratios(taken[name], taken[_OURS]))) for name in works]
    table = Table(("one question", "each", f"÷ {_OURS}"), rows)
    beside = ratios(taken[_ZEN], taken[_OURS])
    verdicts = [
        Verdict("decisions a second, with every word", "", f"{1 / each[_WHOLE].median:,.0f}"),
        Verdict(f"{_ZEN} ÷ {_OURS}", "≥ 1 ×", ratio(beside), beside.median >= 1),
    ]
    return Section("Decisions", _NOTES.format(count=len(asked)), [table], verdicts)


def questions() -> list[Question]:
    """Every condition with every tag, delivered today and up to ten weeks ago."""
    conditions = ("unopened", "opened", "damaged_on_arrival")
    tags: list[list[str]] = [[], ["final-sale"], ["linen", "sealed-for-hygiene"]]
    days = [(_TODAY - timedelta(weeks=weeks)).isoformat() for weeks in range(11)]
    return [
        {"condition": condition, "delivered_on": day, "tags": words}
        for condition, words, day in product(conditions, tags, days)
    ]


def _works(asked: Sequence[Question]) -> Mapping[str, Callable[[], None]]:
    catalogue = Catalogue(snapshot_of(read_content(_SAMPLE).documents.values()))
    returns = decider(catalogue, "returns", "return", AT)
    table = _by_zen()
    for question in asked:
        ours = returns.answer(question, _VIEW)
        clause = ours["clause"]["ref"].rpartition("/")[2]
        assert table(question) == {"answer": ours["answer"], "clause": clause}, question
    ways = {_OURS: _bare(returns), _WHOLE: lambda one: orjson.dumps(returns.answer(one, _VIEW)), _ZEN: table}
    return {name: _one_by_one(way, asked) for name, way in ways.items()}


def _bare(returns: Decider) -> Callable[[Question], object]:
    """Our answer without its words."""
    table, today = returns.table("EUR"), returns.today

    def asked(question: Question) -> object:
        facts = facts_of(returns.ref, table.decision, question, "EUR", today)
        row = table.row(facts, today)
        return row and (row, table.until(row, facts))

    return asked


def _one_by_one(answer: Callable[[Question], object], asked: Sequence[Question]) -> Callable[[], None]:
    def work() -> None:
        for question in asked:
            answer(question)

    return work


def _by_zen() -> Callable[[Question], Mapping[str, Any]]:
    """The same rules as a decision table of zen-engine, the window worked out for the day."""
    first = (_TODAY - timedelta(days=30)).isoformat()
    rules = [
        ('"damaged_on_arrival"', "", "", "accept", "refund"),
        ("", 'contains($, "final-sale")', "", "refuse", "exclusions"),
        ('"opened"', 'contains($, "sealed-for-hygiene")', "", "refuse", "exclusions"),
        ("", "", f'date($) >= date("{first}")', "accept", "window"),
        ("", "", "", "ask", "window"),
    ]
    names, told = ("condition", "tags", "delivered_on"), ("answer", "clause")
    rows = [
        {"_id": str(place), **dict(zip(names, row, strict=False)), "answer": f'"{row[3]}"', "clause": f'"{row[4]}"'}
        for place, row in enumerate(rules)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in names],
        "outputs": [{"id": name, "name": name, "field": name} for name in told],
        "rules": rows,
    }
    kinds = {"in": ("inputNode", {}), "rules": ("decisionTableNode", content), "out": ("outputNode", {})}
    nodes = [
        {"id": name, "name": name, "type": kind, "content": inside, "position": {"x": 0, "y": 0}}
        for name, (kind, inside) in kinds.items()
    ]
    edges = [
        {"id": f"{one}-{two}", "type": "edge", "sourceId": one, "targetId": two}
        for one, two in (("in", "rules"), ("rules", "out"))
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return lambda question: decision.evaluate(question)["result"]  # type: ignore[no-any-return,unused-ignore]
