"""Page: a policy's clauses as one reader gets them, each below its heading. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from truth.model.ref import Ref
from truth.registry.wording import Answer, ClauseAnswer, Supplied, Wording
from truth.text.insertion import escape_html
from truth.text.layout import WIDTH, lay_out
from truth.text.sample import length
from truth.text.setting import Format
from truth.text.sms import count_segments

WITH_CONTENTS = (Format.HTML, Format.MARKDOWN, Format.TEXT)
"""The formats that have room for a table of contents."""

_SECTIONS = {
    Format.HTML: '<section id="{id}">\n<h2>{heading}</h2>\n{text}\n</section>',
    Format.MARKDOWN: "## {heading} {{#{id}}}\n\n{text}",
    Format.TEXT: "{heading}\n{line}\n\n{text}",
    Format.SMS: "{heading}\n{text}",
    Format.JSON: "{heading}\n\n{text}",
}


@dataclass(frozen=True)
class Clause:
    """A clause's heading and its text; the last segment of the text's ref is the clause's id, and its anchor."""

    heading: Wording
    body: Wording

    @property
    def id(self) -> str:
        """What links to it end in."""
        return self.body.ref.path[-1]


@dataclass(frozen=True, eq=False)
class Page:
    """Clauses of one policy in the order asked for; never empty.

    `contents` is what stands above a table of contents (`Inhalt`); None: without one.
    """

    ref: Ref
    clauses: Sequence[Clause]
    contents: str | None = None

    @property
    def format(self) -> Format:
        """What the text comes out as."""
        return self.clauses[0].body.format

    @cached_property
    def open(self) -> frozenset[str]:
        """The arguments its clauses use and the channel may supply."""
        return frozenset(name for clause in self.clauses for name in clause.heading.open | clause.body.open)

    def text(self, supplied: Supplied) -> str:
        """The text alone; `Invalid` for an argument that is missing or does not fit."""
        headings = [one.heading.text(supplied) for one in self.clauses]
        if self.format is Format.TEXT:  # laid out as one, so that its links are numbered through
            return lay_out(self._joined(headings, [one.body.unfinished(supplied) for one in self.clauses]), WIDTH)
        return self._joined(headings, [one.body.text(supplied) for one in self.clauses])

    def answer(self, supplied: Supplied) -> Answer:
        """The text and what went into it; `Invalid` for an argument that is missing or does not fit."""
        headings = [one.heading.answer(supplied) for one in self.clauses]
        bodies = [one.body.answer(supplied) for one in self.clauses]
        text = self.text(supplied)
        return replace(
            bodies[0],
            ref=self.ref,
            text=text,
            pattern=self._sections(Format.MARKDOWN, [one.pattern for one in headings], [one.pattern for one in bodies]),
            arguments={name: shown for part in (*headings, *bodies) for name, shown in part.arguments.items()},
            segments=count_segments(text) if self.format is Format.SMS else None,
            tree=None,
            clauses=self._clauses(headings, bodies),
        )

    def _clauses(self, headings: Sequence[Answer], bodies: Sequence[Answer]) -> Sequence[ClauseAnswer]:
        if self.format is not Format.JSON:
            return ()
        return [ClauseAnswer(heading.text, body) for heading, body in zip(headings, bodies, strict=True)]

    def _joined(self, headings: Sequence[str], texts: Sequence[str]) -> str:
        sections = self._sections(self.format, headings, texts)
        return sections if self.contents is None else f"{self._contents(self.contents, headings)}\n\n{sections}"

    def _sections(self, format: Format, headings: Sequence[str], texts: Sequence[str]) -> str:
        """Clauses one after another, in HTML a section each."""
        section, parts = _SECTIONS[format], zip(self.clauses, headings, texts, strict=True)
        return "\n\n".join(
            section.format(id=one.id, heading=heading, line="-" * length(heading), text=text.rstrip("\n"))
            for one, heading, text in parts
        )

    def _contents(self, title: str, headings: Sequence[str]) -> str:
        """A list of the clauses, each a link where the format has links."""
        rows = [
            (number, one.id, heading)
            for number, (one, heading) in enumerate(zip(self.clauses, headings, strict=True), start=1)
        ]
        match self.format:
            case Format.HTML:
                items = "\n".join(f'<li><a href="#{id}">{heading}</a></li>' for _, id, heading in rows)
                return f'<nav aria-label="{escape_html(title)}">\n<ol>\n{items}\n</ol>\n</nav>'
            case Format.MARKDOWN:
                return f"**{title}**\n\n" + "\n".join(f"{number}. [{heading}](#{id})" for number, id, heading in rows)
            case _:
                return f"{title}\n\n" + "\n".join(f"{number}. {heading}" for number, _, heading in rows)
