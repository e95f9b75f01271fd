"""Why a text cannot be read at all, in words that say what to do."""

from __future__ import annotations

import re
from typing import Any

from yaml import YAMLError

from truth.files.rules import SYNTAX, found
from truth.model.finding import Finding, Mark

_CAUSES: dict[str, tuple[str, str]] = {
    "mapping values are not allowed in this context": (
        "a second ': ' where one value is expected",
        "quote the text that holds the colon, or check the indentation",
    ),
    "did not find expected key": (
        "this does not fit what stands above it",
        "line it up with its neighbours, and quote a text that holds quotes or brackets",
    ),
    "did not find expected '-' indicator": (
        "this does not continue the list above it",
        "begin it with '- ', or line it up with the entry it belongs to",
    ),
    "did not find expected ',' or '}'": ("the mapping in braces is not closed", "add the missing , or }"),
    "did not find expected ',' or ']'": ("the list in brackets is not closed", "add the missing , or ]"),
    "found unexpected end of stream": ("the quoted text is not closed", "add the closing quote"),
    "found unexpected document indicator": ("the quoted text is not closed", "add the closing quote"),
    "found unknown escape character": (
        "an unknown escape in double quotes",
        "write \\\\ for a backslash, or use single quotes",
    ),
    "found invalid Unicode character escape code": (
        "an escape that names no character",
        "write the character itself, or its own code point",
    ),
    "could not find expected ':'": ("a key without a colon", "write 'key: value'; quote a text that goes over lines"),
    "did not find expected <document start>": ("text after the document's end", "take '...' and what follows it out"),
    "block sequence entries are not allowed in this context": (
        "a '-' where a value is expected",
        'begin the list on a line of its own, or quote the dash: "-"',
    ),
    "mapping keys are not allowed in this context": ("a '?' where a value is expected", 'quote it: "?"'),
}
_OPENED = re.compile(r"quoted scalar|flow (?:mapping|sequence)")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def invisible(text: str, file: str) -> Finding | None:
    """The first character that does not show, or that readers do not agree on as a line break."""
    match = _INVISIBLE.search(text)
    if match is None:
        return None
    mark = at_index(text, match.start(), file)
    if match.group() == "\ufeff" and match.start() == 0:
        return found(SYNTAX, mark, "the file begins with a byte order mark", "save it as UTF-8 without one")
    code = f"U+{ord(match.group()):04X}"
    return found(SYNTAX, mark, f"the character {code} does not show in an editor", "take it out")


def explain(error: YAMLError, text: str, file: str) -> tuple[Mark, str, str | None]:
    """Where, what and what to do, for an error of the parser."""
    at: Any = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or error)
    note: str | None = getattr(error, "note", None)
    if problem == "found character that cannot start any token":
        return (mark_of(at, file), *_bad_start(text[at.index : at.index + 1]))
    if _OPENED.search(getattr(error, "context", None) or "") and "escape" not in problem:
        at = getattr(error, "context_mark", None) or at
    cause, fix = _CAUSES.get(problem, (problem, note))
    return (mark_of(at, file) if at else Mark(file, 1, 1), cause, fix)


def _bad_start(character: str) -> tuple[str, str]:
    if character == "\t":
        return "a tab where spaces are expected", "indent with spaces"
    return f"a word cannot begin with {character}", "quote the text"


def mark_of(at: Any, file: str) -> Mark:
    """A parser's position as ours."""
    return Mark(file, at.line + 1, at.column + 1)


def at_index(text: str, index: int, file: str) -> Mark:
    """The place of a character, counted from 0."""
    before = text[:index]
    return Mark(file, before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1)


def at_byte(data: bytes, index: int, file: str) -> Mark:
    """The place of a byte before which everything is UTF-8."""
    before = data[:index].decode("utf-8")
    return at_index(before, len(before), file)
