"""Ids of clauses from the words of their headings."""

from __future__ import annotations

import re
from unicodedata import combining, normalize

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "å": "aa"})
_NUMBERED = re.compile(r"\A\s*(?:§+\s*|art(?:icle|ikel)?\.?\s+)?[0-9]{1,3}(?:\.[0-9]{1,3})*[.):]\s+", re.IGNORECASE)
_APOSTROPHE = re.compile("['’]")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_LONGEST = 48


class Ids:
    """Gives out ids, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, heading: str, place: int) -> str:
        """The id of a heading's clause: its words, or `clause_3` for the third where they have no Latin letters."""
        wanted = slug(heading) or f"clause_{place}"
        id, number = wanted, 1
        while id in self._taken:
            number += 1
            id = f"{wanted}_{number}"
        self._taken.add(id)
        return id


def slug(heading: str) -> str:
    """`[a-z][a-z0-9_]*` from the words of a heading, its numbering left out; empty where nothing is left."""
    words = _APOSTROPHE.sub("", _NUMBERED.sub("", heading).casefold()).translate(_SPELLED)
    letters = "".join(letter for letter in normalize("NFKD", words) if not combining(letter))
    id = _shortened(_BETWEEN.sub("_", letters).strip("_"))
    return f"clause_{id}" if id[:1].isdigit() else id


def _shortened(id: str) -> str:
    if len(id) <= _LONGEST:
        return id
    whole = id[: _LONGEST + 1].rpartition("_")[0]
    return whole or id[:_LONGEST]
