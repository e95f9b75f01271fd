"""Ref: the address of an entry, or of one thing in it.

    kind:key/section/id[/field]        policy:returns/clauses/window
    kind:key                           status:fulfilment

Segments are percent-encoded once (RFC 3986 §2.1); the section is always written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn
from urllib.parse import quote, unquote_to_bytes

from truth.model.errors import Invalid

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KIND = re.compile(r"[a-z]+")
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+")
_LONGEST = 1024


@dataclass(frozen=True, order=True)
class Ref:
    """An address: the entry `kind:key`, and the path of something in it (empty: the entry itself)."""

    kind: str
    key: str
    path: tuple[str, ...] = ()

    @staticmethod
    def parse(text: str) -> Ref:
        """Read a ref as written; `Invalid` says which part is wrong."""
        if len(text) > _LONGEST:
            _refuse(text, "it is longer than 1,024 characters")
        return _parse(text)

    @property
    def entry(self) -> Ref:
        """The ref of the entry this one points into."""
        return self if not self.path else Ref(self.kind, self.key)

    def __truediv__(self, segment: str | int) -> Ref:
        return Ref(self.kind, self.key, (*self.path, str(segment)))

    def join(self, path: tuple[str, ...]) -> Ref:
        """The ref of `path` below this one."""
        return Ref(self.kind, self.key, (*self.path, *path))

    def __str__(self) -> str:
        return "/".join([f"{self.kind}:{self.key}", *(quote(segment, safe="") for segment in self.path)])


@lru_cache(maxsize=65_536)
def _parse(text: str) -> Ref:
    head, *segments = text.split("/")
    kind, colon, key = head.partition(":")
    if not colon:
        _refuse(text, "it has no kind; write it like policy:returns/clauses/window")
    if not _KIND.fullmatch(kind):
        _refuse(text, f"'{kind}' is not a kind")
    if not KEY.fullmatch(key):
        _refuse(text, f"'{key}' is not a key: lower-case letters, digits and single hyphens")
    return Ref(kind, key, tuple(_decode(text, segment) for segment in segments))


def _decode(text: str, segment: str) -> str:
    if not _SEGMENT.fullmatch(segment):
        _refuse(text, f"the segment '{segment}' is empty or has characters that must be percent-encoded")
    try:
        return unquote_to_bytes(segment).decode("utf-8", "strict")
    except UnicodeDecodeError:
        _refuse(text, f"the segment '{segment}' is not UTF-8 once decoded")


def _refuse(text: str, why: str) -> NoReturn:
    raise Invalid(f"'{text[:120]}' is not a ref: {why}")
