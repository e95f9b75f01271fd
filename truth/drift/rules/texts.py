"""Are the registry's words asked for, or were they typed in by hand, perhaps not quite as they are?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from truth.drift.facts.phrasebook import difference
from truth.drift.facts.phrases import FEWEST, Phrase
from truth.drift.found import Edit
from truth.drift.piece import HOLE, Piece, Role
from truth.drift.rules.places import code_around, is_status_text
from truth.drift.rules.reading import Hit, Reading, is_for_customers
from truth.drift.tokens import Token, sentence_spans, tokens_of
from truth.kinds.status.moves import either
from truth.model.finding import Rule, Severity
from truth.text.numerals import number_words
from truth.text.quantity import BUSINESS_DAYS

HARD_CODED_TEXT = Rule(
    "drift/hard-coded-text",
    Severity.WARNING,
    "Words typed in by hand stay behind when the registry's change.",
    passes={"files": {"mail.html.j2": '<p>{{ truth.text("status:order/shipped/happened") }}</p>\n'}},
    fails={"files": {"mail.html.j2": "<p>We handed your parcel to the carrier.</p>\n"}},
)
ALTERED_WORDING = Rule(
    "drift/altered-wording",
    Severity.WARNING,
    "Words that are nearly the registry's were theirs once, and say something else by now.",
    passes={"files": {"mail.html.j2": "<p>The carrier scanned your parcel at noon.</p>\n"}},
    fails={"files": {"mail.html.j2": "<p>We have handed your parcel to the carrier.</p>\n"}},
)
RULES = (HARD_CODED_TEXT, ALTERED_WORDING)


def check(reading: Reading) -> Iterator[Hit]:
    """Canonical words in texts, and in strings that hold a sentence."""
    for piece in reading.of_role(Role.TEXT, Role.VALUE):
        free = reading.may_be_canonical(piece) and not reading.is_canonical(piece)
        free = free and is_for_customers(reading.path, piece)
        if free and not is_status_text(reading, piece):
            yield from _piece(reading, piece)


def _piece(reading: Reading, piece: Piece) -> Iterator[Hit]:
    locales, tokens = reading.locales_of(piece), tokens_of(piece.text)
    words = tuple(token.word for token in tokens)
    if not words or (piece.role is Role.VALUE and len(words) < FEWEST):
        return
    phrase = reading.facts.phrasebook.whole(words, locales) or _filled_around(reading, words, locales)
    if phrase and (phrase.known or _stands_alone(phrase, piece)):
        yield _typed(reading, piece, tokens, phrase)
        return
    near = reading.facts.phrasebook.nearly(words, locales)
    if near is None or _holds(words, near.words):
        yield from _sentences(reading, piece, tokens, locales) if len(words) >= FEWEST else ()
    elif not _differ_in_numbers_alone(words, near):
        yield _altered(piece, tokens, near)


def _filled_around(reading: Reading, words: tuple[str, ...], locales: Sequence[str]) -> Phrase | None:
    """A label of some words with nothing beside it but what is filled in: `Out for delivery {{ time }}`."""
    said = tuple(word for word in words if word != HOLE)
    phrase = reading.facts.phrasebook.whole(said, locales) if 1 < len(said) < len(words) else None
    return phrase if phrase and phrase.role == "label" else None


def _holds(words: Sequence[str], canonical: Sequence[str]) -> bool:
    """Whether a canonical wording stands among other words, unaltered."""
    said = f" {' '.join(words)} "
    return f" {' '.join(canonical)} " in said


def _stands_alone(phrase: Phrase, piece: Piece) -> bool:
    """Whether a few words are known by themselves: a status's label, or a short sentence that is all a ref says.

    A label of one word counts as a whole text of a page alone: in a catalogue or an attribute it may be anybody's.
    """
    if phrase.role == "label":
        return len(phrase.words) > 1 or not (piece.path or piece.name)
    return phrase.whole and phrase.role != "title" and len(phrase.words) > 2


def _sentences(reading: Reading, piece: Piece, tokens: list[Token], locales: Sequence[str]) -> Iterator[Hit]:
    """Canonical sentences, one or several, among others; and of those that are not, the ones that nearly are."""
    at, book = 0, reading.facts.phrasebook
    spans = sentence_spans(piece.text, tokens)
    while at < len(spans):
        first, after = spans[at]
        found = _longest(reading, tokens, spans[at:], locales)
        if found:
            phrase, count = found
            yield _typed(reading, piece, tokens[first : spans[at + count - 1][1]], phrase)
            at += count
            continue
        words = tuple(token.word for token in tokens[first:after])
        near = book.nearly(words, locales)
        if near and not _differ_in_numbers_alone(words, near):
            yield _altered(piece, tokens[first:after], near)
        at += 1


def _longest(
    reading: Reading, tokens: list[Token], spans: Sequence[tuple[int, int]], locales: Sequence[str]
) -> tuple[Phrase, int] | None:
    """The phrase that most of the next sentences together are, and how many they are."""
    first = spans[0][0]
    for count in range(min(len(spans), _MOST_SENTENCES), 0, -1):
        words = tuple(token.word for token in tokens[first : spans[count - 1][1]])
        phrase = reading.facts.phrasebook.whole(words, locales)
        if phrase and phrase.known:
            return phrase, count
    return None


_MOST_SENTENCES = 8  # of one paragraph of a clause


def _typed(reading: Reading, piece: Piece, tokens: list[Token], phrase: Phrase) -> Hit:
    start, end = piece.span(tokens[0].start, _with_its_stop(piece.text, tokens[-1].end))
    refs = _refs_saying(reading, piece, phrase)
    said = _short(piece.text[tokens[0].start : tokens[-1].end])
    message = f"“{said}” is what {refs[0]} says, typed in by hand"
    fix = f"ask for {either(refs if len(refs) <= _MOST_REFS else [*refs[:_MOST_REFS], 'another that says it'])}"
    return Hit(HARD_CODED_TEXT, start, end, refs[0], message, fix, _edit(reading, piece, phrase, refs))


def _refs_saying(reading: Reading, piece: Piece, phrase: Phrase) -> Sequence[str]:
    """The refs that say the same, the likeliest first; of labels, that of the status the words stand for alone."""
    same = reading.facts.phrasebook.exact[phrase.words]
    refs = dict.fromkeys([phrase.ref, *sorted({one.ref for one in same if one.whole == phrase.whole})])
    around = code_around(reading, piece) if phrase.role == "label" else None
    own = f"{around[0].entry}/{around[1]}/label" if around else ""
    return [own] if own in refs else [*refs]


_MOST_REFS = 3  # that are named


def _edit(reading: Reading, piece: Piece, phrase: Phrase, refs: Sequence[str]) -> Edit | None:
    """The call that says the same, where it is certain; see `_is_certain`."""
    if piece.holes or piece.gaps or not _is_certain(reading, piece, phrase, refs):
        return None
    ref = refs[0]
    if piece.role is Role.TEXT and reading.text_call and piece.outer is None:
        written = reading.file.data[piece.start : piece.end]
        call = reading.text_call.replace("{ref}", ref).encode().replace(b"{text}", written)
        return Edit(piece.start, piece.end, call)
    if piece.role is Role.VALUE and reading.value_call and piece.outer:
        return Edit(*piece.outer, reading.value_call.replace("{ref}", ref).encode())
    return None


def _is_certain(reading: Reading, piece: Piece, phrase: Phrase, refs: Sequence[str]) -> bool:
    """Whether a piece says all that one ref does, and no other does, with nothing filled in.

    One word may mean anything, unless its element says of which status it is. Code is left alone that does not ask the
    registry for anything yet: what it would call is not there.
    """
    is_all = phrase.whole and not phrase.open and _same(piece.text, phrase.said) and len(refs) == 1
    says_enough = len(phrase.words) >= _ENOUGH_WORDS or code_around(reading, piece) is not None
    return is_all and says_enough and (not reading.path.endswith(_CODE) or _asks(reading))


_ENOUGH_WORDS = 2  # that one ref alone says
_CODE = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".mdx", ".py", ".pyi")


def _asks(reading: Reading) -> bool:
    """Whether a program calls `truth` already."""
    return any(one.call and one.call.function in ("text", "value", "status") for one in reading.of_role(Role.REF))


def _same(typed: str, canonical: str) -> bool:
    return typed.split() == canonical.split()


def _altered(piece: Piece, tokens: list[Token], phrase: Phrase) -> Hit:
    typed = piece.text[tokens[0].start : tokens[-1].end]
    start, end = piece.span(tokens[0].start, _with_its_stop(piece.text, tokens[-1].end))
    message = f"this is nearly what {phrase.ref} says: {difference(phrase.said.rstrip('.!?'), typed.rstrip('.!?'))}"
    right = phrase.said.replace(HOLE, "…")
    return Hit(ALTERED_WORDING, start, end, phrase.ref, message, f"write “{right}”, or ask for {phrase.ref}")


def _with_its_stop(text: str, end: int) -> int:
    """Where a sentence ends that has its last word before `end`."""
    return end + 1 if text[end : end + 1] in _STOPS else end


_STOPS = tuple(".!?…")


def _differ_in_numbers_alone(words: Sequence[str], phrase: Phrase) -> bool:
    """Whether only numbers differ: then what is said is another promise, which has a rule of its own."""
    return _numberless(words, phrase.locale) == _numberless(phrase.words, phrase.locale)


def _numberless(words: Sequence[str], locale: str) -> str:
    spoken = number_words(locale)
    said = " ".join("#" if word[0].isdigit() or word in spoken else word for word in words)
    business = BUSINESS_DAYS.get(locale.split("-")[0])  # by whichever of their names
    return re.sub(business, "#", said) if business else said


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else f"{plain[:79]}…"
