"""Verdicts, translations and what a customer reads, as they are sent: what `truth status …` prints as JSON too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from truth.api.shown import text_json
from truth.kinds.status.display import vocabulary_of
from truth.kinds.status.mapping import Translation
from truth.kinds.status.moves import Possible, Verdict, possible
from truth.model.canonical import Json
from truth.registry.catalogue import Catalogue
from truth.registry.moves import graph_in
from truth.registry.resolve import Question, resolve_text
from truth.registry.status_block import StatusBlock
from truth.text.setting import Format


def vocabulary_json(catalogue: Catalogue, key: str, locale: str | None, channel: str | None) -> dict[str, Json]:
    """A vocabulary with its labels, and what is possible from each status."""
    graph = graph_in(catalogue, key)
    document = catalogue.document(vocabulary_of(key))
    statuses = document.body["statuses"]
    labels = {
        code: resolve_text(catalogue, Question(document.entry / code / "label", locale, channel, Format.TEXT))
        for code in statuses
    }
    return {
        "ref": str(document.entry),
        "mode": document.body["mode"],
        "initial": list(graph.initial),
        "locale": locale or catalogue.setting.source,
        "statuses": [_status_json(code, one, labels[code].text) for code, one in statuses.items()],
        "next": {code: [_possible_json(one) for one in possible(graph, code)] for code in statuses},
        "retired": dict(graph.retired),
    }


def verdict_json(verdict: Verdict) -> dict[str, Json]:
    """Whether a move is allowed, why, and what is possible from its start."""
    following = [_possible_json(one) for one in verdict.next]
    return {"allowed": verdict.allowed, "why": verdict.why, "next": following}


def translation_json(one: Translation) -> dict[str, Json]:
    """A translation; `says` is the status, or `unknown`, or `ignored`."""
    return {"says": one.says, **asdict(one)}


def block_json(block: StatusBlock) -> dict[str, Json]:
    """What a customer reads: which status is shown, what may be offered, and every text."""
    shown = block.shown
    return {
        "asked": dict(block.asked),
        "shown": str(shown.ref),
        "code": shown.code,
        "real": str(shown.real),
        "allows": list(shown.allows),
        "phase": shown.phase,
        "terminal": shown.terminal,
        "texts": {name: text_json(answer) for name, answer in block.texts.items()},
    }


def _status_json(code: str, status: Mapping[str, Json], label: str) -> dict[str, Json]:
    return {
        "code": code,
        "label": label,
        "meaning": status["meaning"],
        "phase": status["phase"],
        "terminal": bool(status.get("terminal")),
        "audience": status.get("audience", "customer"),
        "shown_as": status.get("shown_as"),
        "allows": list(status.get("allows", ())),
        "expect_within": status.get("expect_within"),
    }


def _possible_json(one: Possible) -> dict[str, Json]:
    return {"event": one.event, "to": one.to, "actors": list(one.actors), "reasons": list(one.reasons)}
