"""The texts of decisions, and where they are found: a rule is known in refs by its id, else by its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth.kinds.kind import BodyPath, Path, TextAt
from truth.kinds.policy.decisions.decision import CALM, row_name
from truth.model.canonical import Json
from truth.model.document import Document


def texts(document: Document) -> Iterator[TextAt]:
    """What decisions and their inputs are called, and every word of an answer that is not a clause's."""
    for name, decision in document.body.get("decisions", {}).items():
        path = ("decisions", name)
        if "title" in decision:
            yield TextAt((*path, "title"), decision["title"], "title")
        for input, spec in decision["input"].items():
            yield from _input((*path, "input", input), spec)
        for answer, spec in decision.get("answers", {}).items():
            yield from _words((*path, "answers", answer), spec)
        for place, rule in enumerate(decision["rules"]):
            yield from _words((*path, "rules", row_name(rule, place)), rule)


def body_path(document: Document, path: Path) -> BodyPath:
    """Where in the body a path below `decisions` leads."""
    match path:
        case ("decisions", name, "rules", rule, *rest) if name in document.body.get("decisions", {}):
            return ("decisions", name, "rules", _place(document.body["decisions"][name]["rules"], rule), *rest)
        case _:
            return path


def _place(rules: list[Mapping[str, Json]], name: str) -> str | int:
    return next((place for place, rule in enumerate(rules) if row_name(rule, place) == name), name)


def _input(path: Path, spec: Mapping[str, Json]) -> Iterator[TextAt]:
    if "label" in spec:
        yield TextAt((*path, "label"), spec["label"], "title")
    for word, text in spec.get("words", {}).items():
        yield TextAt((*path, "words", word), text, "title")


def _words(path: Path, spec: Mapping[str, Json]) -> Iterator[TextAt]:
    for part in ("label", *CALM):
        if isinstance(spec.get(part), Mapping):
            yield TextAt((*path, part), spec[part], "sentence")
