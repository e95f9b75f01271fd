"""The kind `company`: one entry, `company:profile`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from truth.kinds.company import rules
from truth.kinds.entry import own_links, own_values, title
from truth.kinds.kind import Assembled, BodyPath, Link, Part, Path, TextAt, ValueAt, descend
from truth.kinds.promise import value_breaks
from truth.model.canonical import Body, Json
from truth.model.document import Document
from truth.model.finding import Finding, Rule
from truth.model.snapshot import Snapshot


class Company:
    """What the company says about itself, and what all other documents build on."""

    name = "company"
    foldered = False
    shelves: Mapping[str, str] = {}
    rules: tuple[Rule, ...] = rules.RULES

    def read(self, body: Body, parts: Sequence[Part]) -> Assembled:
        """The main file is the document."""
        return Assembled(body)

    def write(self, body: Body) -> tuple[Body, tuple[Part, ...]]:
        """The document is the main file."""
        return body, ()

    def texts(self, document: Document) -> Iterator[TextAt]:
        """The titles of the company and its teams, and what each authority is about."""
        yield title(document)
        for team, spec in document.body["owners"].items():
            yield TextAt(("owners", team, "title"), spec["title"], "title")
        for place, authority in enumerate(document.body.get("authorities", [])):
            yield TextAt(("authorities", str(place), "about"), authority["about"], "title")

    def values(self, document: Document) -> Iterator[ValueAt]:
        """The company's own constants."""
        return own_values(document)

    def links(self, document: Document) -> Iterator[Link]:
        """Shared arguments' refs, and the vocabulary an authority speaks."""
        yield from own_links(document)
        for place, authority in enumerate(document.body.get("authorities", [])):
            if vocabulary := authority.get("vocabulary"):
                yield Link(("authorities", place, "vocabulary"), f"status:{vocabulary}", "entry")

    def check(self, document: Document, snapshot: Snapshot) -> Iterator[Finding]:
        """The calendar of its business days."""
        return rules.check(document)

    def breaking(self, old: Document, new: Document | None) -> Iterator[Finding]:
        """Values that are promises, such as how long a customer waits for an answer."""
        return value_breaks(old, new) if new else iter(())

    def body_path(self, document: Document, path: Path) -> BodyPath:
        """Refs follow the body."""
        return path

    def node(self, document: Document, path: Path) -> Json:
        """Refs follow the body."""
        return descend(document.body, path)

    def retired(self, document: Document) -> Mapping[Path, Path | None]:
        """Nothing is retired within the profile."""
        return {}
