"""DOT, for Graphviz: rounded boxes, a double line around an end, dashed lines for staff statuses."""

from __future__ import annotations

from collections.abc import Iterator

from truth.kinds.status.code.facts import StatusFacts
from truth.kinds.status.code.quoting import comment, seen
from truth.kinds.status.diagram.picture import COLOURS, UNKNOWN, Arrow, Picture

_FONT = 'fontname="Helvetica"'


def write(picture: Picture) -> str:
    """The graph's text."""
    sections = (_head, _nodes, _edges)
    return "\n".join(line for section in sections for line in section(picture)) + "\n}\n"


def _head(picture: Picture) -> Iterator[str]:
    yield f"// {comment(picture.source)}"
    yield "// Dashed: for staff; customers see another status in its place."
    yield f"digraph {_quoted(picture.facts.entry.key)} {{"
    yield f"  graph [label={_quoted(picture.title)} labelloc=t rankdir=TB nodesep=0.5 ranksep=0.6 {_FONT}]"
    yield f'  node [shape=box style="rounded,filled" {_FONT} fontsize=12 fontcolor="#222222" margin="0.15,0.08"]'
    yield f'  edge [{_FONT} fontsize=10 color="#777777" fontcolor="#555555" arrowsize=0.7]'


def _nodes(picture: Picture) -> Iterator[str]:
    if picture.facts.initial:
        yield '  "*" [shape=point width=0.15 style=filled label=""]'
    for status in picture.facts.statuses:
        yield f"  {_quoted(status.code)} [{' '.join(_attributes(picture, status))}]"


def _attributes(picture: Picture, status: StatusFacts) -> Iterator[str]:
    fill, line = COLOURS.get(status.phase, UNKNOWN)
    yield f"label={_quoted(picture.words[status.code])}"
    yield f'fillcolor="{fill}" color="{line}"'
    if status.terminal:
        yield "peripheries=2"
    if status.staff:
        yield 'style="rounded,filled,dashed"'
    yield f"tooltip={_quoted(f'{status.code}: {status.meaning}' if status.meaning else status.code)}"


def _edges(picture: Picture) -> Iterator[str]:
    for code in picture.facts.initial:
        yield f'  "*" -> {_quoted(code)}'
    for arrow in picture.arrows:
        yield f"  {_quoted(arrow.source)} -> {_quoted(arrow.target)}{_events(arrow)}"


def _events(arrow: Arrow) -> str:
    """One event to a line."""
    lines = "\\n".join(arrow.events)
    return f' [label="{lines}"]' if lines else ""


def _quoted(text: str) -> str:
    """A string of DOT in which no escape means anything; `&` begins an entity there, as in HTML."""
    plain = " ".join(seen(text).split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain.replace("&", "&amp;")}"'
