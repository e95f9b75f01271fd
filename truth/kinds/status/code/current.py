"""Whether a file still says what its vocabulary says, and if not, why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

_SOURCE = re.compile(r"(status:[a-z0-9-]{1,80}), (draft|release [0-9]{1,15}), (sha256:[0-9a-f]{64})")
_SHOWN = 60
_DIGITS = 19  # `sha256:` and twelve of its digits, enough to tell two apart


@dataclass(frozen=True)
class _Made:
    """What a text says it was made from."""

    entry: str
    release: str
    digest: str

    def __str__(self) -> str:
        return f"{self.release}, {self.digest[:_DIGITS]}…"


def outdated(found: str, expected: str) -> str | None:
    """Why a file's text is not the expected one; None when it is, to the last character."""
    if found == expected:
        return None
    was, now = _made(found), _made(expected)
    if was is None or now is None:
        return "it does not say what it was made from, so it was not written by this command"
    if was.entry != now.entry:
        return f"it was made from {was.entry}, not from {now.entry}"
    if was.digest != now.digest:
        return f"{now.entry} has changed since: the file was made from {was}; now there is {now}"
    if was.release != now.release:
        return f"the document is the same, but the file calls it {was.release} and now it is {now.release}"
    how = "it was edited by hand, or written with other options or by another version of truth"
    return f"{how}: {_first(found, expected)}"


def _made(text: str) -> _Made | None:
    match = _SOURCE.search(text)
    return _Made(*match.groups()) if match else None


def _first(found: str, expected: str) -> str:
    """The first line that differs."""
    lines = zip_longest(found.split("\n"), expected.split("\n"))
    for number, (has, wants) in enumerate(lines, 1):
        if has != wants:
            return f"line {number} is {_line(has)} and should be {_line(wants)}"
    return "the line endings differ"


def _line(text: str | None) -> str:
    return "not there" if text is None else repr(text.strip()[:_SHOWN])
