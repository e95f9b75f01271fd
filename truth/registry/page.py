"""Page: a whole policy as one reader gets it, each clause below its heading. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from truth.model.ref import Ref
from truth.registry.wording import Answer, Supplied, Wording
from truth.text.setting import Format
from truth.text.sms import count_segments

_SECTIONS = {
    Format.HTML: '<section id="{id}">\n<h2>{heading}</h2>\n{text}\n</section>',
    Format.MARKDOWN: "## {heading} {{#{id}}}\n\n{text}",
    Format.TEXT: "{heading}\n\n{text}",
    Format.SMS: "{heading}\n{text}",
    Format.JSON: "{heading}\n\n{text}",
}


@dataclass(frozen=True)
class Clause:
    """A clause's heading and its text; the last segment of the text's ref is the clause's id, and its anchor."""

    heading: Wording
    body: Wording


@dataclass(frozen=True, eq=False)
class Page:
    """The clauses below a ref, in their order; never empty."""

    ref: Ref
    clauses: Sequence[Clause]

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
        return _joined(
            self.format, [(one.body.ref, one.heading.text(supplied), one.body.text(supplied)) for one in self.clauses]
        )

    def answer(self, supplied: Supplied) -> Answer:
        """The text and what went into it; `Invalid` for an argument that is missing or does not fit."""
        headings = [one.heading.answer(supplied) for one in self.clauses]
        bodies = [one.body.answer(supplied) for one in self.clauses]
        pairs = list(zip(headings, bodies, strict=True))
        text = _joined(self.format, [(body.ref, heading.text, body.text) for heading, body in pairs])
        return replace(
            bodies[0],
            ref=self.ref,
            text=text,
            pattern=_joined(Format.MARKDOWN, [(body.ref, heading.pattern, body.pattern) for heading, body in pairs]),
            arguments={name: shown for part in (*headings, *bodies) for name, shown in part.arguments.items()},
            segments=count_segments(text) if self.format is Format.SMS else None,
        )


def _joined(format: Format, parts: Sequence[tuple[Ref, str, str]]) -> str:
    """Clauses, each as its ref, heading and text, one after another; in HTML a section each."""
    section = _SECTIONS[format]
    stripped = ((ref, heading, text.rstrip("\n")) for ref, heading, text in parts)
    return "\n\n".join(section.format(id=ref.path[-1], heading=heading, text=text) for ref, heading, text in stripped)
