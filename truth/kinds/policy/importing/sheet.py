"""One Markdown file as a policy's title and clauses, in one language.

The highest heading that repeats divides it; a single level-1 heading above those is the title of the page, and heads
what stands before the first clause. Headings within clauses move to level 3 and below, where a policy has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from truth.kinds.policy.importing.cleaning import Cleaning, escaped, template_link
from truth.kinds.policy.importing.front_matter import FrontMatter, read_front_matter
from truth.kinds.policy.importing.headings import Heading, headings_of, lenient_parser, title_of
from truth.kinds.policy.importing.naming import Ids, slug
from truth.kinds.policy.importing.rules import (
    EMPTY_CLAUSE,
    FRONT_MATTER,
    HEADING,
    MISSING,
    TEMPLATE_CODE,
    Note,
    excerpt,
)
from truth.model.errors import Invalid, TooLarge
from truth.text.clause import Clause as Written
from truth.text.markdown_writer import write_markdown

LONGEST = 512 * 1024
"""Characters of a file."""

MOST_BRACKETS = 4_000
"""Opening square brackets in a file: beyond them, a Markdown parser takes more than its length in time."""

_UNUSABLE = re.compile("[\x00\ud800-\udfff\ufdd0-\ufdef]")
_TEMPLATE_LINK = re.compile(r"\]\([ \t]*((?:[^\s()]|\{\{[^{}\n]{0,200}\}\})*\{\{[^{}\n]{0,200}\}\}[^\s()]*)[ \t]*\)")
_TEMPLATE_TARGET = re.compile(r"^( {0,3}\[[^\]\n]{1,200}\]:[ \t]*)(\S*\{\{[^{}\n]{0,200}\}\}\S*)[ \t]*$", re.MULTILINE)
_TEMPLATE = re.compile(r"\{\{[^{}\n]{0,200}\}\}|\{%[^{}\n]{0,200}%\}")
_USED = ("title", "description", "summary", "lang", "language", "locale")
_LONGEST_HEADING = 200


@dataclass(frozen=True)
class Section:
    """A clause to be: its id, heading (a pattern) and Markdown, and the line it began on."""

    id: str
    heading: str
    text: str
    line: int


@dataclass(frozen=True)
class Sheet:
    """What a file says: its title and clauses, in their order; `language` where it names one."""

    title: str
    description: str | None
    language: str | None
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class _Part:
    """A heading, and the Markdown below it, which begins on `line`, counted from 0."""

    heading: Heading
    source: str
    line: int
    id: str = ""


References = tuple[tuple[str, str, str], ...]
"""Link reference definitions: label, destination, title. A definition holds in the whole file."""


def read_sheet(text: str, name: str) -> Sheet:
    """A file's title and clauses; `name` is what the policy is called where the file does not say.

    Raises `TooLarge` beyond `LONGEST`, and `Invalid` where there are no words.
    """
    text = _usable(text)
    front = read_front_matter(text)
    source = _without_templates(front, text)
    env: dict[str, Any] = {}
    tokens = _blocks().parse(source, env)
    headings = list(headings_of(tokens))
    title, divided = title_of(headings)
    level = min((one.level for one in divided), default=1)
    named = front.fields.get("title") or (title.words if title else "") or name
    starts = [one for one in divided if one.level == level]
    parts = _identified(_parts(source, _first_word(tokens, title), title, starts, named))
    anchors = tuple({slug(part.heading.words): part.id for part in reversed(parts)}.items())
    converted = [_converted(part.source, _references(env), anchors, level) for part in parts]
    written = [
        Section(part.id, pattern_of(part.heading.words or part.id.replace("_", " ")), text, part.heading.start + 1)
        for part, (text, _) in zip(parts, converted, strict=True)
    ]
    about = [
        replace(note, line=note.line + part.line)
        for part, (_, notes) in zip(parts, converted, strict=True)
        for note in notes
    ]
    sections = tuple(section for section in written if section.text)
    if not sections:
        raise Invalid("there are no words in it to make clauses of")
    notes = (*_about_front_matter(front), *_aboutheadings_of(headings, title, parts, named), *about)
    silent = [_empty(section) for section in written if not section.text]
    return Sheet(
        title=named,
        description=front.fields.get("description") or front.fields.get("summary") or None,
        language=next((front.fields[one] for one in _USED[3:] if front.fields.get(one)), None),
        sections=sections,
        notes=(*notes, *silent, *_about_templates(source, sections)),
    )


def _usable(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if len(text) > LONGEST or text.count("[") > MOST_BRACKETS:
        limits = f"{LONGEST:,} characters and {MOST_BRACKETS:,} square brackets"
        raise TooLarge(f"this is more than a policy: up to {limits} are read")
    unusable = _UNUSABLE.search(text)
    if unusable:
        line = text.count("\n", 0, unusable.start()) + 1
        raise Invalid(f"line {line} holds a code point that is no character; save the file as UTF-8")
    return text


def _without_templates(front: FrontMatter, text: str) -> str:
    """The Markdown on the lines it stood on, template code in links put aside."""
    body = "".join(text.splitlines(keepends=True)[front.height :])
    body = _TEMPLATE_LINK.sub(lambda found: f"]({template_link(found[1])})", body)
    body = _TEMPLATE_TARGET.sub(lambda found: f"{found[1]}{template_link(found[2])}", body)
    return "\n" * front.height + body


@lru_cache(maxsize=1)
def _blocks() -> MarkdownIt:
    """The same without looking into lines: where headings are, and which references are defined."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").disable("inline")


def _references(env: Mapping[str, Any]) -> References:
    defined = env.get("references", {})
    return tuple((label, one["href"], one["title"]) for label, one in defined.items())


def _first_word(tokens: Sequence[Token], title: Heading | None) -> int | None:
    """The line on which the first block begins that is not the title."""
    own = title.start if title else None
    return next((token.map[0] for token in tokens if token.map and token.map[0] != own), None)


def _parts(
    source: str, first_word: int | None, title: Heading | None, starts: Sequence[Heading], named: str
) -> Iterator[_Part]:
    """What stands before the first clause, below the title, where there are words; then each clause."""
    lines = source.split("\n")
    end = starts[0].start if starts else len(lines)
    if first_word is not None and first_word < end:
        heading = title or Heading(1, named, None, first_word, first_word)
        blank = [""] * (title.end - title.start) if title else []
        before = [*lines[: title.start], *blank, *lines[title.end : end]] if title else lines[:end]
        yield _part(replace(heading, words=heading.words or named), before, 0)
    ends = [*(one.start for one in starts[1:]), len(lines)]
    for one, following in zip(starts, ends, strict=False):
        yield _part(one, lines[one.end : following], one.end)


def _part(heading: Heading, lines: Sequence[str], line: int) -> _Part:
    empty = next((number for number, one in enumerate(lines) if one.strip()), len(lines))
    return _Part(heading, "\n".join(lines[empty:]).rstrip(), line + empty)


def _identified(parts: Iterator[_Part]) -> list[_Part]:
    ids = Ids()
    return [
        replace(part, id=ids.give((part.heading.id or "").replace("_", " ") or part.heading.words, place))
        for place, part in enumerate(parts, 1)
    ]


@lru_cache(maxsize=512)
def _converted(
    source: str, references: References, anchors: tuple[tuple[str, str], ...], level: int
) -> tuple[str, tuple[Note, ...]]:
    """A clause's Markdown from that of its part, and notes by its own lines; most stay from version to version."""
    known = {label: {"href": href, "title": title} for label, href, title in references}
    cleaning = Cleaning(dict(anchors))
    tokens = cleaning.clean(_lowered(lenient_parser().parse(source, {"references": known}), level))
    return (escaped(write_markdown(Written(tuple(tokens), ()))) if tokens else ""), tuple(cleaning.notes)


def _lowered(tokens: Sequence[Token], level: int) -> Iterator[Token]:
    """The tokens with headings below `level` at level 3 and below."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close") and token.level == 0:
            depth = min(max(int(token.tag[1]) - level, 1) + 2, 6)
            token.tag, token.markup = f"h{depth}", "#" * depth
        yield token


def pattern_of(words: str) -> str:
    """Words as an ICU pattern that says them: apostrophes are doubled only where braces make ICU read them."""
    words = words[: _LONGEST_HEADING - 1].rstrip() + "…" if len(words) > _LONGEST_HEADING else words
    if not any(mark in words for mark in ("{", "}", "''")):
        return words
    return re.sub(r"[{}]+", r"'\g<0>'", words.replace("'", "''"))


def _about_front_matter(front: FrontMatter) -> Iterator[Note]:
    left = [name for name in front.fields if name not in _USED]
    if left:
        first = min(front.lines[name] for name in left)
        yield Note(FRONT_MATTER, first, f"front matter a policy has no place for is left out: {', '.join(left)}")


def _aboutheadings_of(
    headings: Sequence[Heading], title: Heading | None, parts: Sequence[_Part], named: str
) -> Iterator[Note]:
    if not headings:
        yield Note(
            HEADING, parts[0].heading.start + 1, f"there are no headings, so all of it is one clause, '{parts[0].id}'"
        )
    elif parts and title is None and parts[0].heading.start != headings[0].start:
        message = f"the words before the first heading are the clause '{parts[0].id}', headed '{excerpt(named)}'"
        yield Note(HEADING, parts[0].heading.start + 1, message, "give it a heading of its own")
    for part in parts:
        if len(part.heading.words) > _LONGEST_HEADING:
            message = f"the heading has {len(part.heading.words)} characters, and was cut at {_LONGEST_HEADING}"
            yield Note(MISSING, part.heading.start + 1, message, "write a shorter one, and the rest into the text")


def _empty(section: Section) -> Note:
    message = f"the heading '{excerpt(section.heading)}' has nothing below it, so it is left out"
    return Note(EMPTY_CLAUSE, section.line, message, "write what it should say, or join it to its neighbour")


def _about_templates(source: str, sections: Sequence[Section]) -> Iterator[Note]:
    """Template code that is still there, as words; some of it went with the HTML it stood in."""
    shown = {code for section in sections for code in _TEMPLATE.findall(section.text.replace("\\", ""))}
    for number, line in enumerate(source.split("\n"), start=1):
        for code in _TEMPLATE.findall(line) if shown else ():
            if code in shown:
                message = f"'{excerpt(code)}' is template code, and is kept as typed"
                yield Note(TEMPLATE_CODE, number, message, "write what it stood for, or bind a value")
