"""Suggest: a first `truth.toml` for a code base, from what looks like statuses in it. It asks nothing and is a start.

A name is suggested where most of what it holds, or is compared with, are codes of one vocabulary; an enumeration where
most of its members are; a prefix of keys where most of what follows it is.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from truth.drift.piece import Piece, Role
from truth.kinds.status.meant import letters

_FEWEST = 2
"""Different codes a name must hold before it is believed to hold statuses."""
_MOST_OTHERS = 0.34
"""The share of other words that is put down to drift."""
_VALUES = (Role.VALUE, Role.COMPARED, Role.CASE)


@dataclass
class _Seen:
    """The words met under one name."""

    words: set[str] = field(default_factory=set)

    def fits(self, codes: frozenset[str]) -> int:
        """How many of the words are codes; 0 where too many are none."""
        known = len({word for word in self.words if letters(word) in codes})
        return known if known >= _FEWEST and len(self.words) - known <= _MOST_OTHERS * len(self.words) else 0


Names = Mapping[str, Mapping[str, _Seen]]
"""By the setting they would be in (`fields`, `enums`, `json`, `columns`, `i18n`), the names met."""


def suggest(
    files: Iterable[tuple[str, Iterable[Piece]]], vocabularies: Mapping[str, frozenset[str]], source: str | None = None
) -> str:
    """The text of a `truth.toml`, with the source it was held against.

    `vocabularies` holds the letters of each one's codes, by its key.
    """
    seen = _collect(files)
    blocks = ["# Where order statuses live here, as far as it can be told. Look it over: it is yours now.", "[check]"]
    if source:
        blocks.append(f"source = {json.dumps(source)}")
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for setting, names in seen.items():
        for name, words in sorted(names.items()):
            best = _best(words, vocabularies)
            if best:
                found[best][setting].append(name)
    for vocabulary in sorted(found):
        blocks.append(f"\n[[check.statuses]]\nvocabulary = {json.dumps(vocabulary)}")
        blocks += [
            f"{setting} = {json.dumps(names, ensure_ascii=False)}" for setting, names in found[vocabulary].items()
        ]
    if not found:
        blocks.append("# Nothing here looks like the codes of a vocabulary.")
    return "\n".join(blocks) + "\n"


def _best(words: _Seen, vocabularies: Mapping[str, frozenset[str]]) -> str | None:
    """The vocabulary most of the words are of; the first by name where two fit alike."""
    fitting = {key: words.fits(codes) for key, codes in vocabularies.items()}
    best = max(sorted(fitting), key=lambda key: fitting[key], default=None)
    return best if best is not None and fitting[best] else None


def _collect(files: Iterable[tuple[str, Iterable[Piece]]]) -> Names:
    seen: dict[str, dict[str, _Seen]] = {key: {} for key in ("fields", "enums", "json", "columns", "i18n")}
    for path, pieces in files:
        for piece in pieces:
            for setting, name, word in _names(path, piece):
                seen[setting].setdefault(name, _Seen()).words.add(word)
    return seen


def _names(path: str, piece: Piece) -> Iterator[tuple[str, str, str]]:
    """The setting, the name and the word a piece speaks for."""
    if piece.role is Role.MEMBER and piece.group and piece.group.name:
        yield "enums", piece.group.name, piece.text
    elif piece.role is Role.TEXT and piece.path and "." in piece.path:
        prefix, _, key = piece.path.rpartition(".")
        yield "i18n", f"{prefix}.", key
    elif piece.role in _VALUES and path.endswith(".csv") and piece.name:
        yield "columns", piece.name, piece.text
    elif piece.role in _VALUES and piece.path.startswith("$"):
        yield "json", piece.path, piece.text
    elif piece.role in _VALUES and piece.name:
        yield "fields", ".".join(piece.name.split(".")[-2:]), piece.text
