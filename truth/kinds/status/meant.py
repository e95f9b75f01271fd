"""Meant: the status that a code nobody has was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from truth.model.canonical import Json
from truth.model.nearest import nearest
from truth.text.phrases import folded


@dataclass(frozen=True)
class Spoken:
    """How people speak of a vocabulary's statuses: their codes by their letters alone, whatever the case; by a label
    in any locale and channel; and by a word to avoid, which can be one for several."""

    spelled: Mapping[str, str]
    labelled: Mapping[str, tuple[str, ...]]
    avoided: Mapping[str, tuple[str, ...]]

    def meant(self, text: str) -> tuple[str, ...]:
        """The codes a text may stand for: otherwise spelled, a label, a word to avoid, or else the nearest; or none."""
        if letters(text) in self.spelled:
            return (self.spelled[letters(text)],)
        said = folded(text.replace("_", " ").replace("-", " "))
        near = tuple(nearest(text, self.spelled.values()))
        return self.labelled.get(said) or self.avoided.get(said) or near


def spoken_of(statuses: Mapping[str, Mapping[str, Json]]) -> Spoken:
    """How people speak of the statuses of a vocabulary's document."""
    return Spoken(
        {letters(code): code for code in statuses},
        _codes_by_words(statuses, "label"),
        _codes_by_words(statuses, "avoid"),
    )


def letters(code: str) -> str:
    """A code's letters and digits alone, in small letters."""
    return "".join(char for char in code.casefold() if char.isalnum())


def _codes_by_words(statuses: Mapping[str, Mapping[str, Json]], field: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for code, status in statuses.items():
        for words in _words(status.get(field, {})):
            found.setdefault(folded(words), {})[code] = None
    return {words: tuple(codes) for words, codes in found.items()}


def _words(said: Json) -> Iterator[str]:
    """Every wording there is, by locale and perhaps channel, one or several."""
    if isinstance(said, str):
        yield said
        return
    for each in said.values() if isinstance(said, Mapping) else said:
        yield from _words(each)
