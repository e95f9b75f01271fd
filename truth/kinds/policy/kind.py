"""The kind `policy`: `policy:returns/clauses/window` is a clause, `policy:returns/values/window` a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from truth.kinds.entry import own_links, own_values, title
from truth.kinds.kind import Assembled, BodyPath, Link, Part, Path, TextAt, ValueAt, descend
from truth.kinds.policy import breaking, rules, wording
from truth.kinds.policy.decisions import rules as decision_rules
from truth.kinds.policy.decisions import texts as decision_texts
from truth.model.canonical import Body, Json
from truth.model.document import Document
from truth.model.finding import Finding
from truth.model.snapshot import Snapshot


class Policy:
    """Wording addressed clause by clause, with its numbers stored once."""

    name = "policy"
    foldered = True
    shelves: Mapping[str, str] = {}
    rules = (*rules.RULES, *decision_rules.RULES, *breaking.RULES)

    def read(self, body: Body, parts: Sequence[Part]) -> Assembled:
        """The main file, with the wording of its Markdown files."""
        return wording.assemble(body, parts)

    def write(self, body: Body) -> tuple[Body, tuple[Part, ...]]:
        """The main file without its wording, and a Markdown file per locale (and channel)."""
        return wording.take_out(body)

    def texts(self, document: Document) -> Iterator[TextAt]:
        """The title, each clause's text and heading, and the words of decisions."""
        yield title(document)
        for id in document.body["clauses"]:
            clauses = {
                locale: translation["clauses"][id]
                for locale, translation in document.body.get("wording", {}).items()
                if id in translation["clauses"]
            }
            if clauses:
                texts = {locale: clause["text"] for locale, clause in clauses.items()}
                headings = {locale: clause["heading"] for locale, clause in clauses.items()}
                yield TextAt(("clauses", id), texts, "clause", markdown=True)
                yield TextAt(("clauses", id, "heading"), headings, "title")
        yield from decision_texts.texts(document)

    def values(self, document: Document) -> Iterator[ValueAt]:
        """The policy's own constants."""
        return own_values(document)

    def links(self, document: Document) -> Iterator[Link]:
        """Arguments' refs, the successor, and the values its decisions speak of."""
        yield from own_links(document)
        for path, id in _own_values_meant(document.body.get("decisions", {}), ("decisions",)):
            yield Link(path, f"{document.entry}/{id}", "value")

    def check(self, document: Document, snapshot: Snapshot) -> Iterator[Finding]:
        """Clauses and wording that do not fit together, and decisions that do not answer as they should."""
        yield from rules.check(document, snapshot)
        yield from decision_rules.check(document, snapshot)

    def breaking(self, old: Document, new: Document | None) -> Iterator[Finding]:
        """Clauses and wording, values and decisions, for those who read them, ask them and were promised them."""
        return breaking.breaking(old, new)

    def body_path(self, document: Document, path: Path) -> BodyPath:
        """A clause's words stand below `wording/<locale>`, which the path names after the clause."""
        match path:
            case ("clauses", id, "heading", locale, *_):
                return ("wording", locale, "clauses", id, "heading")
            case ("clauses", id, locale, *channel) if locale != "heading":
                return ("wording", locale, "clauses", id, "text", *channel)
            case _:
                return decision_texts.body_path(document, path)

    def node(self, document: Document, path: Path) -> Json:
        """Refs follow the body; a rule of a decision may be known by its id."""
        return descend(document.body, decision_texts.body_path(document, path))

    def retired(self, document: Document) -> Mapping[Path, Path | None]:
        """Clauses that are no longer part of the policy, and their successors."""
        tombstones = document.body.get("retired_clauses", {})
        return {("clauses", id): _successor(tombstone) for id, tombstone in tombstones.items()}


def _successor(tombstone: Mapping[str, Json]) -> Path | None:
    id = tombstone.get("replaced_by")
    return ("clauses", id) if id else None


def _own_values_meant(node: Json, path: BodyPath) -> Iterator[tuple[BodyPath, str]]:
    """Every `ref:` or `plus:` below a node of decisions, with its path; they name values of the policy itself."""
    if isinstance(node, Mapping):
        for key, child in node.items():
            if key in ("ref", "plus") and isinstance(child, str):
                yield (*path, key), child
            else:
                yield from _own_values_meant(child, (*path, key))
    elif isinstance(node, list):
        for place, child in enumerate(node):
            yield from _own_values_meant(child, (*path, place))
