"""Candidates an owner has confirmed, as values that the words are bound to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from truth.kinds.policy.importing.candidates import Candidate
from truth.kinds.policy.importing.rules import OTHER_WORDS, Note
from truth.kinds.policy.importing.sheet import Section
from truth.model.canonical import Json
from truth.model.errors import UsageError
from truth.model.nearest import did_you_mean
from truth.text.argument import TypedValue
from truth.text.formatting import display
from truth.text.message import NAME

_UNTOUCHED = r"\]\([^)]*\)|`+[^`]*`+|<[^>]*>"  # where a link leads, and code, are no words
_WRITTEN = re.compile(
    r"""\s*(?P<name>\w+)\s*=\s*(?P<quote>["']?)(?P<typed>\S.{0,80}?)(?P=quote)\s*(?:@(?P<clause>[a-z][a-z0-9_]*))?\s*"""
)
_SPACES = re.compile("[ \u00a0\u202f]")


@dataclass(frozen=True)
class Confirmed:
    """`NAME=WORDS` or `NAME=WORDS@CLAUSE`: what an owner calls a number; in one clause, or wherever it stands."""

    name: str
    typed: str
    clause: str | None = None

    @staticmethod
    def parse(written: str) -> Confirmed:
        """Raises `UsageError` for what is not written so."""
        match = _WRITTEN.fullmatch(written)
        if match is None or not NAME.fullmatch(match["name"]):
            raise UsageError(f"--confirm '{written[:80]}' is not NAME=WORDS; write it like --confirm window='30 days'")
        return Confirmed(match["name"], match["typed"], match["clause"])


@dataclass(frozen=True)
class Bound:
    """The clauses with what was confirmed bound, the values they are bound to, and what stayed typed."""

    sections: tuple[Section, ...]
    values: Mapping[str, Mapping[str, Json]]
    notes: tuple[Note, ...]


def bind(sections: Sequence[Section], found: Sequence[Candidate], confirmed: Sequence[Confirmed], locale: str) -> Bound:
    """Put `{name}` where the words then read the same; elsewhere they stay, with a note.

    Raises `UsageError` where no candidate is written so, or one name is given to two different values.
    """
    values: dict[str, Mapping[str, Json]] = {}
    notes: list[Note] = []
    for one in confirmed:
        meant = _meant(found, one)
        spec = {"type": meant.type, "value": meant.value}
        if values.setdefault(one.name, spec) != spec:
            raise UsageError(f"--confirm gives '{one.name}' to two different values; call them differently")
        shown = _shown(meant, locale)
        if _same(shown, one.typed):
            sections = [_with_slot(section, one) for section in sections]
        else:
            message = f"'{one.typed}' would read '{shown}' as {{{one.name}}}, so the words stay as they are"
            line = next(section.line for section in sections if section.id == meant.clause)
            notes.append(Note(OTHER_WORDS, line, message, f"say it with {{{one.name}}} in a sentence that fits"))
    return Bound(tuple(sections), values, tuple(notes))


def _meant(found: Sequence[Candidate], one: Confirmed) -> Candidate:
    for candidate in found:
        if _same(candidate.typed, one.typed) and one.clause in (None, candidate.clause):
            return candidate
    known = [candidate.typed for candidate in found if one.clause in (None, candidate.clause)]
    where = f" in '{one.clause}'" if one.clause else ""
    raise UsageError(f"there is no number written '{one.typed[:60]}'{where}{did_you_mean(one.typed, known)}")


def _shown(candidate: Candidate, locale: str) -> str:
    currency = next(iter(candidate.value)) if candidate.type == "money" else ""
    value = TypedValue(candidate.type, candidate.value)
    return display(value, locale, currency=currency, time_zone="UTC").text


def _same(one: str, other: str) -> bool:
    return _SPACES.sub(" ", one) == _SPACES.sub(" ", other)


def _with_slot(section: Section, one: Confirmed) -> Section:
    if one.clause not in (None, section.id):
        return section
    words = "[ \u00a0\u202f]".join(re.escape(word) for word in _SPACES.split(one.typed))
    pattern = re.compile(rf"{_UNTOUCHED}|(?<![\w.,])(?P<hit>{words})(?![\w])")
    return replace(
        section, text=pattern.sub(lambda hit: f"{{{one.name}}}" if hit["hit"] else hit.group(), section.text)
    )
