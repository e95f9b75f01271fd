"""Mermaid: a stateDiagram-v2. Identifiers are prefixed, as `end`, `state` and `note` mean something to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truth.kinds.status.code.facts import StatusFacts
from truth.kinds.status.code.quoting import comment, seen
from truth.kinds.status.diagram.picture import COLOURS, UNKNOWN, Picture

_SPECIAL = re.compile(r"""[^A-Za-z0-9 .,!?'()/\-\u0080-\U0010ffff]""")
_STAFF = "staff"


def write(picture: Picture) -> str:
    """The diagram's text."""
    sections = (_head, _states, _arrows, _classes)
    return "\n".join(line for section in sections for line in section(picture)) + "\n"


def _head(picture: Picture) -> Iterator[str]:
    yield "---"
    yield f"title: {_yaml(picture.title)}"
    yield "---"
    yield "stateDiagram-v2"
    yield f"    %% {comment(picture.source)}"
    yield "    %% Dashed: for staff; customers see another status in its place."


def _states(picture: Picture) -> Iterator[str]:
    for status in picture.facts.statuses:
        yield f'    state "{_words(picture.words[status.code])}" as {_id(status.code)}'


def _arrows(picture: Picture) -> Iterator[str]:
    for code in picture.facts.initial:
        yield f"    [*] --> {_id(code)}"
    for arrow in picture.arrows:
        events = f" : {', '.join(arrow.events)}" if arrow.events else ""
        yield f"    {_id(arrow.source)} --> {_id(arrow.target)}{events}"
    for status in picture.facts.statuses:
        if status.terminal:
            yield f"    {_id(status.code)} --> [*]"


def _classes(picture: Picture) -> Iterator[str]:
    groups: dict[str, list[StatusFacts]] = {}
    for status in picture.facts.statuses:
        groups.setdefault(_class(status), []).append(status)
    for name, statuses in groups.items():
        yield f"    classDef {name} {_style(statuses[0])}"
        yield f"    class {','.join(_id(status.code) for status in statuses)} {name}"


def _class(status: StatusFacts) -> str:
    phase = status.phase if status.phase in COLOURS else "unknown"
    return f"{phase}_{_STAFF}" if status.staff else str(phase)


def _style(status: StatusFacts) -> str:
    fill, line = COLOURS.get(status.phase, UNKNOWN)
    dashed = ",stroke-dasharray:5 4" if status.staff else ""
    return f"fill:{fill},stroke:{line},color:#222222{dashed}"


def _id(code: str) -> str:
    return f"s_{code}"


def _words(text: str) -> str:
    """Words in which nothing is markup, Markdown, mathematics or an icon: what could be is a character code, `#35;`."""
    return _SPECIAL.sub(lambda found: f"#{ord(found.group())};", " ".join(seen(text).split()))


def _yaml(text: str) -> str:
    """A title as a YAML string in single quotes, where only the quote itself is special."""
    return "'" + " ".join(seen(text).split()).replace("'", "''") + "'"
