"""Do the numbers that people read say what the registry says?

A quantity is held against a value only within one sentence of one of the value's anchors, and only where no reading
makes the two equal. Where the sentence says the right number too, the other is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from truth.drift.facts.promises import Promise
from truth.drift.piece import HOLE, Piece, Role
from truth.drift.rules.cues import counts_otherwise, is_about_something_else, takes
from truth.drift.rules.places import is_status_text
from truth.drift.rules.reading import Hit, Reading, is_for_customers
from truth.model.errors import Invalid
from truth.model.finding import Rule, Severity
from truth.text.mention import Mention, amounts_in, percents_in, times_in
from truth.text.phrases import for_locale
from truth.text.sample import sentences
from truth.text.size import PERCENT, TIME, Size

_SHOP = {
    "policy:returns": {
        "values": {
            "label_fee": {
                "type": "money",
                "value": {"EUR": "2.50"},
                "favours": "lower",
                "anchors": {"en": ["return label"], "de": ["Rücksendeetikett"]},
            }
        }
    }
}
PROMISE_CONTRADICTS = Rule(
    "drift/promise-contradicts",
    Severity.ERROR,
    "A customer may hold the company to the number they read, wherever they read it.",
    passes={"files": {"page.html": "<p>You can return your order for 30 days.</p>\n"}},
    fails={"files": {"page.html": "<p>Easy 14-day returns.</p>\n"}},
)
PRICE_CONTRADICTS = Rule(
    "drift/price-contradicts",
    Severity.ERROR,
    "A price that is typed in stays behind, and the customer pays another one.",
    passes={"documents": _SHOP, "files": {"page.html": "<p>The return label costs €2.50.</p>\n"}},
    fails={"documents": _SHOP, "files": {"page.html": "<p>The return label costs €3.50.</p>\n"}},
)
RULES = (PROMISE_CONTRADICTS, PRICE_CONTRADICTS)

_FEWEST_WORDS = 2  # of a string that speaks
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 600  # characters of a sentence
_ENDINGS = {
    "en": r"(?:s|es|d|ed|ing(?!\s(?:customer|visitor|guest|user|client|shopper|member)s?\b)|able)?",
    "de": r"[^\W\d_]*",
    "fr": r"(?:s|e|es)?",
}
_SPACE = r"[\s\u00a0-]+"
_BETWEEN = {"en": rf"{_SPACE}(?:(?:it|them|this|that|these|those|anything|everything|your|an?|the|items?){_SPACE})?"}
_PARTED = re.compile(r"(zurück|ab|an|auf|aus|ein|mit|nach|vor|weg|zu)([a-zäöüß]{4,})$")
_INFLECTED = re.compile(r"([a-zäöüß]{4,}?)e[nrs]?")
_BARRIER = re.compile(r"[,;:()–—]|\s(?:and|und|et|but|aber|mais)\s", re.IGNORECASE)
_THRESHOLD = re.compile(
    r"^[\s–-]*$|\b(?:from|over|above|exceeding|least|more than|for|on|at|of)\W*$"
    r"|\b(?:ab|über|von|dès|partir de|plus de|pour)\W*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|over|above|ab|über|dès|à partir de)\b[^.,;:!?\d]{0,40}$", re.IGNORECASE)
_FEW_WORDS = 4
_TOGETHER = re.compile(r"\b(?:together with|bundle|zusammen mit|im Set|ensemble)\b", re.IGNORECASE)
_WITHDRAWAL = 14  # days
_APART = 40  # how many times as long one time can be as another
_LICENCE = re.compile(r"(?:^|/)(?:licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a sentence names what a promise is about."""

    promise: Promise
    start: int
    end: int


def check(reading: Reading) -> Iterator[Hit]:
    """Durations, percentages and amounts beside an anchor that are not what the registry says."""
    if _LICENCE.search(reading.path):
        return
    for piece in reading.of_role(Role.TEXT, Role.VALUE):
        free = reading.may_promise(piece) and speaks(piece) and not reading.is_canonical(piece)
        if free and is_for_customers(reading.path, piece) and not is_status_text(reading, piece):
            yield from _piece(reading, piece)


def speaks(piece: Piece) -> bool:
    """Whether a piece is words for people: a text, or a string of several words."""
    if not any(char.isdigit() for char in piece.text) and len(piece.text) < 12:
        return False
    return piece.role is Role.TEXT or (" " in piece.text and len(_WORD.findall(piece.text)) >= _FEWEST_WORDS)


def _piece(reading: Reading, piece: Piece) -> Iterator[Hit]:
    met: set[tuple[int, int]] = set()
    for locale in reading.locales_of(piece):
        at = 0
        for sentence in sentences(" ".join(piece.text.split("\n")), locale):
            begin = piece.text.replace("\n", " ").find(sentence, at)
            at = max(begin, at)
            for hit in _sentence(reading, piece, sentence, max(begin, 0), locale) if len(sentence) <= _LONGEST else ():
                if (hit.start, hit.end) not in met:
                    met.add((hit.start, hit.end))
                    yield hit


def _sentence(reading: Reading, piece: Piece, sentence: str, begin: int, locale: str) -> Iterator[Hit]:
    anchors = _anchors(reading.facts.promises, sentence, locale)
    if not anchors or is_about_something_else(sentence, locale):
        return
    mentions = [one for one in _mentions(reading, sentence, locale) if not _is_the_laws(reading, one)]
    said = {anchor.promise.ref for anchor in anchors for one in mentions if _agrees(one, anchor.promise)}
    for mention in mentions:
        anchor = _meant(mention, anchors, sentence, locale)
        if anchor and anchor.promise.ref not in said and not _is_said(mention, anchors):
            yield _hit(piece, mention, anchor.promise, begin, sentence, locale)


def _is_the_laws(reading: Reading, mention: Mention) -> bool:
    """Whether a page about the right of withdrawal says its fourteen days (Directive 2011/83/EU, article 9)."""
    return (
        mention.size.of == TIME and mention.size.low == mention.size.high == _WITHDRAWAL and reading.tells_of_withdrawal
    )


def _is_said(mention: Mention, anchors: Sequence[Anchor]) -> bool:
    """Whether a number is what anything the sentence names comes to."""
    return any(_agrees(mention, anchor.promise) for anchor in anchors)


def _mentions(reading: Reading, sentence: str, locale: str) -> list[Mention]:
    try:
        found = [*times_in(sentence, locale), *percents_in(sentence, locale)]
        return [*found, *amounts_in(sentence, locale, reading.facts.currencies)]
    except Invalid:  # a locale without data says no numbers we could read
        return []


def _anchors(promises: Sequence[Promise], sentence: str, locale: str) -> list[Anchor]:
    """The anchors of values that nothing in a sentence says it is not about, the longest where several overlap."""
    found = []
    for promise in promises:
        words = for_locale(promise.anchors, locale)
        pattern = _pattern(tuple(words), locale.split("-")[0]) if words else None
        away = _pattern(tuple(for_locale(promise.not_near, locale)), locale.split("-")[0])
        if pattern is None or (away and away.search(sentence)):
            continue
        found += [Anchor(promise, match.start(), match.end()) for match in pattern.finditer(sentence)]
    return [one for one in found if not any(_covers(other, one) for other in found)]


def _covers(other: Anchor, one: Anchor) -> bool:
    return other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start


@lru_cache(maxsize=4096)
def _pattern(words: tuple[str, ...], language: str) -> re.Pattern[str] | None:
    """Finds any of the words, however they are spaced, in the forms a language gives them."""
    if not words:
        return None
    longest_first = sorted(words, key=len, reverse=True)
    said = "|".join(way for word in longest_first for way in _ways(word.split(), language))
    return re.compile(rf"(?<!\w)(?:{said}){_ENDINGS.get(language, '')}(?!\w)", re.IGNORECASE)


def _ways(parts: Sequence[str], language: str) -> Iterator[str]:
    """The orders in which a language says an anchor: `free delivery`, `delivery is free`."""
    forms = [_form(part, language) for part in parts]
    yield _BETWEEN.get(language, _SPACE).join(forms)
    if len(forms) == 2 and language == "en":
        yield rf"{forms[1]}{_SPACE}(?:is|are){_SPACE}{forms[0]}"
    elif len(forms) == 2 and language == "fr":
        yield rf"{forms[0]}{_SPACE}(?:est|sont){_SPACE}{forms[1]}"
    elif len(forms) == 2 and language == "de" and (adjective := _INFLECTED.fullmatch(parts[0])):
        yield rf"{forms[1]}{_SPACE}(?:ist|sind){_SPACE}{re.escape(adjective[1])}"


def _form(word: str, language: str) -> str:
    """A word as a language writes it within a sentence: German nouns are capitalized, its verbs take `zu` and `ge`."""
    plain = re.escape(word).replace("'", "['’]").replace("’", "['’]")
    if language != "de":
        return plain
    if word[0].isupper():
        return f"(?-i:{re.escape(word[0])}){plain[len(re.escape(word[0])) :]}"
    parted = _PARTED.match(word)
    return f"{parted[1]}(?:zu|ge)?{re.escape(parted[2])}" if parted else plain


def _agrees(mention: Mention, promise: Promise) -> bool:
    if mention.currency:
        return any(
            mention.size.low <= amount <= mention.size.high for amount in promise.amounts.get(mention.currency, ())
        )
    return promise.size is not None and promise.size.of == mention.size.of and promise.size.agrees(mention.size)


def _meant(mention: Mention, anchors: Sequence[Anchor], sentence: str, locale: str) -> Anchor | None:
    """The anchor that a number belongs to: the nearest, the one before it rather than the one after it."""
    if counts_otherwise(sentence, mention.start, mention.end, locale):
        return None
    taken = takes(sentence, mention.start, locale)
    fitting = [one for one in anchors if _is_comparable(mention, one.promise)]
    fitting = [one for one in fitting if not (taken and one.promise.type == "duration")]
    near = [(apart, one) for one in fitting if (apart := _distance(mention, one, sentence)) is not None]
    return min(near, key=lambda each: (each[0], each[1].start))[1] if near else None


def _is_comparable(mention: Mention, promise: Promise) -> bool:
    if mention.currency:
        return mention.currency in promise.amounts
    if promise.size is None or promise.size.of != mention.size.of:
        return False
    return mention.size.of == PERCENT or (mention.size.of == TIME and _is_of_a_kind(mention.size, promise.size))


def _is_of_a_kind(said: Size, promised: Size) -> bool:
    """Whether two times can be of one thing: minutes are not for what takes days, nor years for what takes weeks."""
    return promised.low <= said.high * _APART and said.low <= promised.high * _APART


def _distance(mention: Mention, anchor: Anchor, sentence: str) -> int | None:
    """How far a number is from an anchor, in characters, more where something stands between; None: not tied to it."""
    before = anchor.end <= mention.start
    between = sentence[anchor.end : mention.start] if before else sentence[mention.end : anchor.start]
    barriers = len(_BARRIER.findall(between))
    if mention.currency and (_TOGETHER.search(sentence) or not _is_tied(between, before)):
        return len(between) if _is_threshold(mention, anchor, sentence, between) else None
    if mention.currency and anchor.promise.ref.endswith("/free_from") and before and not _THRESHOLD.search(between):
        return None
    return len(between) + 25 * barriers + (0 if before else 5)


def _is_threshold(mention: Mention, anchor: Anchor, sentence: str, between: str) -> bool:
    """Whether an amount is one from which on something is free, said before it: "Ab 60 € liefern wir frei Haus"."""
    if not anchor.promise.ref.endswith("/free_from") or mention.start > anchor.start or _TOGETHER.search(sentence):
        return False
    few = len(between.split()) <= _FEW_WORDS and not _BARRIER.search(between)
    return few and _FROM.search(sentence[: mention.start]) is not None


def _is_tied(between: str, before: bool) -> bool:
    """Whether an amount belongs to the words beside it: in the same clause; where they follow it, at once."""
    if not before:
        return len(between.split()) <= 1 and not _BARRIER.search(between)
    return not between.strip(" \u00a0,") or _BARRIER.search(between.lstrip(" \u00a0:–—-")) is None


def _hit(piece: Piece, mention: Mention, promise: Promise, begin: int, sentence: str, locale: str) -> Hit:
    start, end = piece.span(begin + mention.start, begin + mention.end)
    since = f", as of release {promise.since}" if promise.since else ""
    right, said = promise.shown_in(locale, mention.currency), sentence[mention.start : mention.end]
    message = f"“{said}” contradicts {promise.ref}, which says {right}{since}"
    rule = PRICE_CONTRADICTS if promise.priced else PROMISE_CONTRADICTS
    return Hit(
        rule,
        start,
        end,
        promise.ref,
        message.replace(HOLE, "…"),
        f"say {right}, or ask for {promise.ref}",
    )
