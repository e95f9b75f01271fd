"""A policy's wording as Markdown files, one per locale (and per channel where a channel needs shorter words).

A clause begins at a level-2 heading that names it, `## Return window {#window}`, and ends at the next. Front matter may
record which source text a translation translates (`of: sha256:…`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt

from truth.kinds.kind import Assembled, Part, Problem
from truth.model.canonical import Body, Json, pointer

PART = re.compile(r"(?P<locale>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)(?:\.(?P<channel>[a-z][a-z0-9_]*))?\.md")
_HEADING = re.compile(r"##[ \t]+(?P<heading>\S.*?)[ \t]+\{#(?P<id>[a-z][a-z0-9_]*)\}[ \t]*#*[ \t]*")
_FRONT = re.compile(r"---\n(?P<fields>(?:.*\n)*?)---\n")
_OF = re.compile(r"of:[ \t]*[\"']?(?P<digest>sha256:[0-9a-f]{64})[\"']?[ \t]*")
_BLOCKS = MarkdownIt("commonmark", {"html": False}).disable("inline")


@dataclass(frozen=True)
class Clause:
    """One clause of one file: its heading and Markdown, and where they stand (lines and columns from 1)."""

    id: str
    heading: str
    text: str
    heading_line: int
    heading_column: int
    text_line: int


@dataclass(frozen=True)
class Sheet:
    """One Markdown file, taken apart."""

    of: str | None
    clauses: tuple[Clause, ...]
    problems: tuple[tuple[int, str], ...]


def assemble(body: Body, parts: Sequence[Part]) -> Assembled:
    """The policy's body with the wording of its Markdown files in it."""
    if not parts:
        return Assembled(body)
    if "wording" in body:
        inline = Problem(
            parts[0].name, 1, "the wording is already inline in the policy's main file; keep one of the two"
        )
        return Assembled(body, problems=(inline,))
    assembly = _Assembly()
    for part in sorted(parts, key=_default_first):
        assembly.add(part)
    return Assembled({**body, "wording": assembly.wording}, assembly.places, tuple(assembly.problems))


@dataclass
class _Assembly:
    wording: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, part: Part) -> None:
        match = PART.fullmatch(part.name)
        if not match:
            self.problems.append(Problem(part.name, 1, "is not named <locale>.md or <locale>.<channel>.md"))
            return
        sheet = take_apart(part.text)
        self.problems += [Problem(part.name, line, message) for line, message in sheet.problems]
        if match["channel"]:
            self._add_channel(part.name, match["locale"], match["channel"], sheet)
        else:
            self._add_locale(part.name, match["locale"], sheet)

    def _add_locale(self, name: str, locale: str, sheet: Sheet) -> None:
        clauses = {clause.id: {"heading": clause.heading, "text": clause.text} for clause in sheet.clauses}
        self.wording[locale] = {**({"of": sheet.of} if sheet.of else {}), "clauses": clauses}
        self.places[pointer(("wording", locale))] = (name, 1, 1)
        for clause in sheet.clauses:
            self._place(name, locale, clause)

    def _add_channel(self, name: str, locale: str, channel: str, sheet: Sheet) -> None:
        clauses = self.wording.get(locale, {"clauses": {}})["clauses"]
        for clause in sheet.clauses:
            known = clauses.get(clause.id)
            if known is None:
                where = f"{locale}.md has no clause '{clause.id}' for {channel} to say in its own words"
                self.problems.append(Problem(name, clause.heading_line, where))
                continue
            if clause.heading != known["heading"]:
                other = f"the heading differs from {locale}.md; every channel has the same: {known['heading']}"
                self.problems.append(Problem(name, clause.heading_line, other))
            known["text"] = _varied(known["text"], channel, clause.text)
            at = pointer(("wording", locale, "clauses", clause.id, "text", channel))
            self.places[at] = (name, clause.text_line, 1)

    def _place(self, name: str, locale: str, clause: Clause) -> None:
        at = ("wording", locale, "clauses", clause.id)
        self.places[pointer(at)] = (name, clause.heading_line, 1)
        self.places[pointer((*at, "heading"))] = (name, clause.heading_line, clause.heading_column)
        self.places[pointer((*at, "text"))] = (name, clause.text_line, 1)


def take_apart(text: str) -> Sheet:
    """The clauses of one Markdown file, and what about it cannot be read as clauses."""
    text = text.replace("\r\n", "\n")
    of, skipped, problems = _front_matter(text)
    lines = text.split("\n")
    starts = list(headings(lines, skipped))
    first = starts[0][0] if starts else len(lines)
    problems += _stray_words(lines, skipped, first)
    clauses: dict[str, Clause] = {}
    for (start, heading, id), (end, *_) in pairwise([*starts, (len(lines), "", None)]):
        if id is None:
            problems.append((start + 1, f"'{lines[start].strip()}' names no clause; end the heading with {{#id}}"))
        elif id in clauses:
            problems.append((start + 1, f"the clause '{id}' is written twice in this file; keep one"))
        else:
            clauses[id] = _clause(lines, start, end, heading, id)
    return Sheet(of, tuple(clauses.values()), tuple(problems))


def _front_matter(text: str) -> tuple[str | None, int, list[tuple[int, str]]]:
    match = _FRONT.match(text)
    if not match:
        return None, 0, []
    of, problems = None, []
    for number, line in enumerate(match["fields"].splitlines(), start=2):
        found = _OF.fullmatch(line)
        if found:
            of = found["digest"]
        elif line.strip():
            problems.append(
                (number, f"'{line.strip()}' is not known here; front matter holds only of: sha256:<digest>")
            )
    return of, match.group().count("\n"), problems


def headings(lines: list[str], skipped: int) -> Iterator[tuple[int, str, str | None]]:
    """Line (from 0), words and clause id of every heading of level 1 or 2; block structure is markdown-it's to tell."""
    for token in _BLOCKS.parse("\n".join(lines[skipped:])):
        if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2") and token.map:
            line = token.map[0] + skipped
            match = _HEADING.fullmatch(lines[line])
            yield (line, match["heading"], match["id"]) if match else (line, lines[line], None)


def _stray_words(lines: list[str], skipped: int, first: int) -> list[tuple[int, str]]:
    for number in range(skipped, first):
        if lines[number].strip():
            return [(number + 1, "words before the first clause belong to none; begin with ## Heading {#id}")]
    return []


def _clause(lines: list[str], start: int, end: int, heading: str, id: str) -> Clause:
    begin = start + 1
    while begin < end and not lines[begin].strip():
        begin += 1
    text = "\n".join(lines[begin:end]).rstrip()
    column = lines[start].index(heading) + 1
    return Clause(id, heading, text, start + 1, column, min(begin, end - 1) + 1)


def take_out(body: Body) -> tuple[Body, tuple[Part, ...]]:
    """The inverse of `assemble`: the main file's body, and the Markdown files."""
    main = {key: value for key, value in body.items() if key != "wording"}
    parts = []
    for locale, translation in body.get("wording", {}).items():
        clauses = dict(_in_order(body, translation["clauses"]))
        parts.append(Part(f"{locale}.md", _sheet(translation.get("of"), clauses, None)))
        for channel in sorted(_channels(clauses)):
            parts.append(Part(f"{locale}.{channel}.md", _sheet(None, clauses, channel)))
    return main, tuple(parts)


def _in_order(body: Body, clauses: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    known = [id for id in body.get("clauses", []) if id in clauses]
    return ((id, clauses[id]) for id in [*known, *sorted(set(clauses) - set(known))])


def _channels(clauses: Mapping[str, Json]) -> set[str]:
    texts = [clause["text"] for clause in clauses.values()]
    return {channel for text in texts if isinstance(text, Mapping) for channel in text} - {"default"}


def _sheet(of: str | None, clauses: Mapping[str, Json], channel: str | None) -> str:
    front = f"---\nof: {of}\n---\n\n" if of else ""
    return front + "\n".join(_written(id, clause, channel) for id, clause in clauses.items() if _says(clause, channel))


def _says(clause: Json, channel: str | None) -> bool:
    return channel is None or (isinstance(clause["text"], Mapping) and channel in clause["text"])


def _written(id: str, clause: Json, channel: str | None) -> str:
    text = clause["text"]
    words = text if isinstance(text, str) else text[channel or "default"]
    return f"## {clause['heading']} {{#{id}}}\n\n{words}\n"


def _varied(text: Json, channel: str, words: str) -> dict[str, str]:
    return {**(text if isinstance(text, Mapping) else {"default": text}), channel: words}


def _default_first(part: Part) -> tuple[int, str]:
    return (part.name.count("."), part.name)
