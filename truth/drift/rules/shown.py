"""Do pages and mails that carry their source show what it says?

An element says which ref its words come from (`data-truth="policy:returns/clauses/window@sha256:…"`); where nothing in
it is filled in any more, its words can be held against the ref's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from truth.drift.facts.facts import Facts
from truth.drift.facts.phrasebook import difference
from truth.drift.facts.phrases import Phrase
from truth.drift.piece import HOLE, Call, Piece, Role
from truth.drift.rules.reading import Hit, Reading
from truth.drift.rules.refs import ref_of
from truth.drift.tokens import words_of
from truth.model.finding import Rule, Severity

_MARKED = '<p data-truth="status:order/shipped/happened">{}</p>\n'
PAGE_DIFFERS = Rule(
    "drift/page-differs",
    Severity.ERROR,
    "A page that says where its words come from, and shows others, is out of date or was changed by hand.",
    passes={"files": {"page.html": _MARKED.format("We handed your parcel to the carrier.")}},
    fails={"files": {"page.html": _MARKED.format("We gave your parcel to a courier.")}},
)
MAIL_DIFFERS = Rule(
    "drift/mail-differs",
    Severity.ERROR,
    "A mail that says where its words come from, and shows others, is what the customer will quote.",
    passes={
        "check": {"channels": {"mail/**": "email"}},
        "files": {"mail/sent.html": _MARKED.format("We handed your parcel to the carrier.")},
    },
    fails={
        "check": {"channels": {"mail/**": "email"}},
        "files": {"mail/sent.html": _MARKED.format("We gave your parcel to a courier.")},
    },
)
RULES = (PAGE_DIFFERS, MAIL_DIFFERS)
_MAILS = (".eml", ".mjml")
_MOST_FILLED = 12  # words that one argument takes


def check(reading: Reading) -> Iterator[Hit]:
    """Elements whose words are not their ref's."""
    rule = MAIL_DIFFERS if reading.channel == "email" or reading.path.endswith(_MAILS) else PAGE_DIFFERS
    texts = [one for one in reading.of_role(Role.TEXT) if HOLE not in one.text and reading.is_canonical(one)]
    texts.sort(key=lambda one: one.start)
    for piece in reading.of_role(Role.REF):
        known = said_at(reading.facts, ref_of(piece))
        if known and piece.call and piece.call.function in ("attribute", "element"):
            for text in _within(texts, piece, piece.call):
                yield from _element(ref_of(piece), text, known, rule)


def _within(texts: Sequence[Piece], piece: Piece, call: Call) -> Iterator[Piece]:
    """The texts of an element, after what says which ref it shows."""
    at = bisect_left(texts, piece.end, key=lambda one: one.start)
    return takewhile(lambda one: one.end <= call.end, texts[at : at + _MOST_TEXTS])


def _element(ref: str, text: Piece, known: Sequence[Phrase], rule: Rule) -> Iterator[Hit]:
    words = words_of(text.text)
    if words and not any(_fits(phrase.words, words) for phrase in known):
        nearest = max(known, key=lambda phrase: len(set(phrase.words) & set(words)))
        message = f"this is not what {ref} says: {difference(nearest.said, text.text.strip())}"
        yield Hit(rule, text.start, text.end, ref, message, f"render {ref} anew")


_MOST_TEXTS = 200  # of one element


def said_at(facts: Facts, ref: str) -> tuple[Phrase, ...]:
    """What a ref says, in every locale and channel: its paragraphs, its heading, its sentences."""
    by_ref = _by_ref(facts)
    return by_ref.get(ref, ())


@lru_cache(maxsize=4)
def _by_ref(facts: Facts) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in facts.phrasebook.phrases:
        found.setdefault(phrase.ref, []).append(phrase)
        if phrase.ref.endswith("/heading"):
            found.setdefault(phrase.ref.removesuffix("/heading"), []).append(phrase)
    return {ref: tuple(each) for ref, each in found.items()}


def _fits(canonical: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether words are canonical ones with something filled in where an argument is open."""
    if HOLE not in canonical:
        return canonical == words
    return _filled(canonical).fullmatch(" ".join(words)) is not None


@lru_cache(maxsize=1024)
def _filled(canonical: tuple[str, ...]) -> re.Pattern[str]:
    anything = rf"\S+(?: \S+){{0,{_MOST_FILLED}}}"
    return re.compile(" ".join(anything if word == HOLE else re.escape(word) for word in canonical))
