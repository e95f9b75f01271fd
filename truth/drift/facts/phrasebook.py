"""Phrasebook: finds in the words of a page the canonical wordings, and those that are nearly so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from truth.drift.facts.phrases import FEWEST, Phrase
from truth.drift.piece import HOLE

Words = tuple[str, ...]
SIMILAR = 0.8
"""How much of two wordings has to be the same, word by word, for one to be taken for an alteration of the other."""

_MOST_CANDIDATES = 8


@dataclass(frozen=True, eq=False)
class Phrasebook:
    """The canonical wordings of a Snapshot, in an order that is always the same."""

    phrases: Sequence[Phrase]

    @cached_property
    def exact(self) -> Mapping[Words, tuple[Phrase, ...]]:
        """Phrases by their words."""
        found: dict[Words, list[Phrase]] = {}
        for phrase in self.phrases:
            found.setdefault(phrase.words, []).append(phrase)
        return {words: tuple(phrases) for words, phrases in found.items()}

    @cached_property
    def _lengths(self) -> Mapping[Words, tuple[int, ...]]:
        """The lengths of the phrases that begin with two words, the longest first."""
        lengths: dict[Words, set[int]] = {}
        for words in self.exact:
            if len(words) >= FEWEST:
                lengths.setdefault(words[:2], set()).add(len(words))
        return {start: tuple(sorted(each, reverse=True)) for start, each in lengths.items()}

    @cached_property
    def _pairs(self) -> Mapping[Words, tuple[int, ...]]:
        """The phrases, by index, that hold two words one after the other."""
        found: dict[Words, list[int]] = {}
        for index, phrase in enumerate(self.phrases):
            if phrase.known:
                for pair in set(pairwise(phrase.words)):
                    found.setdefault(pair, []).append(index)
        return {pair: tuple(each) for pair, each in found.items()}

    def whole(self, words: Words, locales: Sequence[str]) -> Phrase | None:
        """The phrase these words are, in one of the locales; what says all of its text before what says a part."""
        found = [phrase for phrase in self.exact.get(words, ()) if phrase.locale in locales]
        return min(found, key=_rank) if found else None

    def within(self, words: Sequence[str], locales: Sequence[str]) -> Iterator[tuple[int, int, Phrase]]:
        """The longest phrases of at least five words in a run of words, one after the other: (first, after, phrase)."""
        at = 0
        while at < len(words) - 1:
            found = self._at(words, at, locales)
            if found:
                yield at, at + len(found.words), found
            at += len(found.words) if found else 1

    def nearly(self, words: Words, locales: Sequence[str]) -> Phrase | None:
        """The phrase that a sentence is an alteration of: one of at least five words that it nearly is, and is not."""
        if sum(word[0].isalpha() for word in words) < FEWEST or words in self.exact:
            return None
        near = [(one, likeness(words, one.words)) for one in self._candidates(words) if one.locale in locales]
        best = max(near, key=lambda each: (each[1], -_rank(each[0])[0], each[0].ref), default=None)
        return best[0] if best and best[1] > SIMILAR else None

    def _at(self, words: Sequence[str], at: int, locales: Sequence[str]) -> Phrase | None:
        for length in self._lengths.get(tuple(words[at : at + 2]), ()):
            found = self.whole(tuple(words[at : at + length]), locales) if at + length <= len(words) else None
            if found:
                return found
        return None

    def _candidates(self, words: Words) -> Iterator[Phrase]:
        shared = Counter(index for pair in set(pairwise(words)) for index in self._pairs.get(pair, ()))
        for index, count in shared.most_common(_MOST_CANDIDATES):
            phrase = self.phrases[index]
            longer = max(len(phrase.words), len(words))
            if abs(len(phrase.words) - len(words)) <= longer * (1 - SIMILAR) * 2 and count >= (longer - 1) * 0.3:
                yield phrase


def likeness(one: Words, other: Words) -> float:
    """How much of two wordings is the same, from 0 to 1; what is filled in is like anything filled in."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def difference(canonical: str, typed: str) -> str:
    """What differs between two wordings, word by word: `“within” → “in”`; holes as `…`."""
    old, new = canonical.replace(HOLE, "…").split(), typed.replace(HOLE, "…").split()
    changes = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "delete":
            changes.append(f"“{' '.join(old[a:b])}” is missing")
        elif kind == "insert":
            changes.append(f"“{' '.join(new[c:d])}” is added")
        elif kind == "replace":
            changes.append(f"“{' '.join(old[a:b])}” became “{' '.join(new[c:d])}”")
    return "; ".join(changes)


def _rank(phrase: Phrase) -> tuple[int, int, str]:
    """What a ref says wholly first, labels before titles, then by ref."""
    return (not phrase.whole, ("label", "sentence", "clause", "title").index(phrase.role), phrase.ref)
