"""Many questions at once: one JSON object a line in, one answer a line out, each as soon as it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truth.kinds.policy.decisions.asked import SHAPE, UNREADABLE_LINE
from truth.kinds.status.history.ndjson import read_ndjson
from truth.kinds.status.history.record import BLANK, Unreadable
from truth.model.canonical import Json
from truth.model.errors import Refused
from truth.model.finding import Finding, Mark
from truth.registry.decide import Decider
from truth.registry.status_block import View

FINDINGS = "findings"
"""What a line of the answer holds where its question could not be answered."""


def answers(decider: Decider, blocks: Iterable[bytes], view: View, name: str) -> Iterator[dict[str, Json]]:
    """An answer for every line that asks, with the number of the line; `findings` for one that cannot be answered.

    `name` is what findings call the stream. Lines with nothing on them ask nothing.
    """
    for batch in read_ndjson(blocks):
        for number, record in zip(batch.numbers, batch.records, strict=True):
            if record is not BLANK:
                yield {"line": number, **_answer(decider, record, view, Mark(name, number, 1))}


def _answer(decider: Decider, record: object, view: View, mark: Mark) -> dict[str, Json]:
    if isinstance(record, Unreadable):
        found = UNREADABLE_LINE.finding(decider.ref, record.why, fix="write one question a line, as JSON")
        return {FINDINGS: [found.at(mark).as_json()]}
    try:
        return decider.answer(record, view)
    except Refused as error:
        return {FINDINGS: [finding.at(mark).as_json() for finding in _told(decider, error)]}


def _told(decider: Decider, error: Refused) -> Iterable[Finding]:
    """What is wrong with a question; an argument or a channel that does not fit has no finding of its own."""
    return error.findings or (SHAPE.finding(decider.ref, error.message),)
