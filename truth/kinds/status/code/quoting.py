"""Texts inside source code: as a string that means exactly the text, and as a comment that cannot end early.

Characters that do not show, or that turn the line around (Unicode TR 36 §2.10.3, CVE-2021-42574), are written as
escapes, so that a reader of the source sees what is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_COMMENT_MARKS = re.compile(r"\*(?=/)|/(?=\*)")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_JOINER = "\u200d"  # holds emoji together; escaping it would only make them unreadable


def typescript_string(text: str) -> str:
    """A string of ECMAScript (ECMA-262 §12.9.4)."""
    return _quoted(text, {'"': '\\"'}, _four_digits)


def python_string(text: str) -> str:
    """A string of Python."""
    return _quoted(text, {'"': '\\"'}, _four_digits)


def kotlin_string(text: str) -> str:
    """A string of Kotlin, in which nothing is a template."""
    return _quoted(text, {'"': '\\"', "$": "\\$"}, _four_digits)


def swift_string(text: str) -> str:
    """A string of Swift; a backslash is doubled, so nothing is interpolated."""
    return _quoted(text, {'"': '\\"'}, lambda character: f"\\u{{{ord(character):X}}}")


def seen(text: str) -> str:
    """A text without what does not show: a space in its place."""
    return _UNSEEN.sub(lambda found: found.group() if found.group() == _JOINER else " ", text)


def comment(text: str) -> str:
    """A text as one line of any comment: `//`, `#` or `/* … */`."""
    line = " ".join(seen(text).split())
    return _COMMENT_MARKS.sub(lambda found: f"{found.group()} ", line)


def _quoted(text: str, special: Mapping[str, str], escape: Callable[[str], str]) -> str:
    replaced = {"\\": "\\\\", **_SHORT, **special}
    plain = re.sub("|".join(map(re.escape, replaced)), lambda found: replaced[found.group()], text)
    return '"' + _UNSEEN.sub(lambda found: _escaped(found.group(), escape), plain) + '"'


def _escaped(character: str, escape: Callable[[str], str]) -> str:
    return character if character == _JOINER else escape(character)


def _four_digits(character: str) -> str:
    return f"\\u{ord(character):04x}"
