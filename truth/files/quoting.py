"""How a scalar is written: as it is where every strict reader gives it back, else in double quotes.

Quotes are a matter of the text, hardly of its surroundings: `:`, `{`, `}`, `[` and `]` are always quoted, although a
block would bear them, so that moving a text between a block and a line changes nothing; only commas are left alone in a
block. A text without a letter, such as a telephone number, is quoted too.
"""

from __future__ import annotations

import re

from truth.files.limits import LONGEST_KEY
from truth.files.scalars import reads_as_itself
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.registry.soundness import FORBIDDEN, LARGEST_INTEGER

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`~=<")
_RISKY = re.compile(r"[:{}\[\]\\\t\n\r\x85\u2028\u2029\ufeff\ufffe\uffff]| #")
_RISKY_IN_BLOCK = re.compile("[\t\r\x85\u2028\u2029\ufeff\ufffe\uffff]")
_ESCAPED = re.compile('["\\\\\t\n\r\x85\u2028\u2029\ufeff\ufffe\uffff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def scalar(value: Json, *, flow: bool) -> str:
    """A scalar on one line; in `flow`, inside brackets or braces. `Invalid` for what no file can hold."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return _integer(value)
    if not isinstance(value, str):
        raise Invalid(f"{value!r} cannot be written to a file; documents hold text and whole numbers")
    return _text(value, flow)


def key(name: str, *, flow: bool) -> str:
    """The key of a mapping's entry."""
    if len(name) > LONGEST_KEY:
        raise Invalid(f"the key '{name[:64]}…' is longer than {LONGEST_KEY} characters; shorten it")
    return _text(name, flow)


def literal(value: str) -> bool:
    """Whether a text goes over lines and can be written as it looks, in a `|` block."""
    lines = value.split("\n")
    if len(lines) < 2 or _RISKY_IN_BLOCK.search(value) or FORBIDDEN.search(value):
        return False
    first = next((line for line in lines if line), "")
    return bool(first) and not first[0].isspace() and all(line == line.rstrip() for line in lines)


def chomping(value: str) -> str:
    """What follows `|`: how many line breaks at the end belong to the text (YAML 1.2 §8.1.1.2)."""
    if not value.endswith("\n"):
        return "-"
    return "+" if value.endswith("\n\n") else ""


def _integer(value: int) -> str:
    if abs(value) > LARGEST_INTEGER:
        raise Invalid(f"{value} is beyond ±(2^53-1); write it as a text")
    return str(value)


def _text(value: str, flow: bool) -> str:
    if FORBIDDEN.search(value):
        raise Invalid(f"{value[:64]!r} holds a control character; no text for people does, take it out")
    return value if _goes_plain(value, flow) else f'"{_ESCAPED.sub(_escape, value)}"'


def _goes_plain(value: str, flow: bool) -> bool:
    return (
        any(character.isalpha() for character in value)
        and reads_as_itself(value)
        and value.strip() == value
        and value[0] not in _INDICATORS
        and not _RISKY.search(value)
        and not (flow and "," in value)
    )


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character, f"\\u{ord(character):04X}")
