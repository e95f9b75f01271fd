"""Are statuses called what the registry calls them, and by nothing else?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from truth.drift.facts.vocabularies import Status, Vocabulary
from truth.drift.piece import HOLE, Piece, Role
from truth.drift.rules.codes import CODE_SHOWN_RAW, off_schema
from truth.drift.rules.places import catalogue_code, code_around, vocabulary_named, vocabulary_of
from truth.drift.rules.reading import Hit, Reading
from truth.drift.tokens import words_of
from truth.model.finding import Rule, Severity
from truth.model.nearest import nearest
from truth.text.phrases import any_of, folded, for_locale

_CATALOGUE = {"statuses": [{"vocabulary": "order", "i18n": ["order.status."]}]}
_STAFF = {"status:order": {"statuses": {"placed": {"audience": "staff", "shown_as": "shipped"}}}}
OFF_SCHEMA_LABEL = Rule(
    "drift/off-schema-label",
    Severity.ERROR,
    "A status has one name; another one is a second truth.",
    passes={"check": _CATALOGUE, "files": {"locales/en.json": '{"order": {"status": {"shipped": "Shipped"}}}\n'}},
    fails={"check": _CATALOGUE, "files": {"locales/en.json": '{"order": {"status": {"shipped": "Sent off"}}}\n'}},
)
LABEL_ON_WRONG_CODE = Rule(
    "drift/label-on-wrong-code",
    Severity.ERROR,
    "A customer is told of another status than the order is in.",
    passes={"check": _CATALOGUE, "files": {"locales/en.json": '{"order": {"status": {"shipped": "Shipped"}}}\n'}},
    fails={"check": _CATALOGUE, "files": {"locales/en.json": '{"order": {"status": {"shipped": "Delivered"}}}\n'}},
)
STAFF_STATUS_SHOWN = Rule(
    "drift/staff-status-shown",
    Severity.WARNING,
    "What only staff should see has no words for customers; they see the status it is shown as.",
    passes={
        "documents": _STAFF,
        "files": {"mail.html.j2": '<p>{{ truth.status("order", order.status).label }}</p>\n'},
    },
    fails={"documents": _STAFF, "files": {"mail.html.j2": '<p>{{ truth.text("status:order/placed/label") }}</p>\n'}},
)
_TONE = {"company:profile": {"tone": {"avoid": {"en": [{"say": "unfortunately", "because": "say what happens next"}]}}}}


def _toned(text: str) -> Mapping[str, Any]:
    return {"documents": _TONE, "check": {"locale": "en"}, "files": {"page.html": text}}


AVOIDED_WORD = Rule(
    "drift/avoided-word",
    Severity.WARNING,
    "The company has decided not to say this; what a page says by itself is the company speaking, too.",
    passes=_toned("<p>We have no linen tees today.</p>\n"),
    fails=_toned("<p>Unfortunately we have no linen tees today.</p>\n"),
)
RULES = (OFF_SCHEMA_LABEL, LABEL_ON_WRONG_CODE, STAFF_STATUS_SHOWN, AVOIDED_WORD)

_LONGEST = 200  # characters of an expression that shows a field
_NEAR = 400  # bytes from a comparison to the words it decides about
_MOST_WORDS = 4  # that a label has
_FILTERS = "upper lower title capitalize capfirst humanize ucfirst escape e safe trim"
_CASES = (
    "title titleize titlecase upper upcase lower downcase capitalize humanize toUpperCase toLowerCase toString to_s"
)
_CALLS = "ucfirst ucwords strtoupper strtolower capitalize title upper lower humanize titleize str String e h"
_RAW = re.compile(
    rf"(?:(?:{'|'.join(_CALLS.split())})\(\s*)?"
    r"(?P<name>[\w$@.\->?!\[\]'\"]+?)"
    r"(?:\s*\))?"
    rf"(?:\??\.(?:{'|'.join(_CASES.split())})(?:\(\))?)*"
    rf"(?:\s*\|\s*(?:{'|'.join(_FILTERS.split())}|default\([^)]*\)|replace(?:\([^)]*\)|:[^|]*)))*"
)
_LABELS = re.compile(r"(?:label|bezeichnung|libell)\w*$", re.IGNORECASE)
_NOT_CODES = frozenset(
    (
        "title",
        "label",
        "heading",
        "header",
        "name",
        "unknown",
        "default",
        "other",
        "all",
        "any",
        "none",
        "empty",
        "help",
    )
)


@dataclass(frozen=True)
class Named:
    """A piece of words beside a status's code. `surely`: they stand for its label, not just for something about it."""

    vocabulary: Vocabulary
    status: Status
    piece: Piece
    surely: bool


def check(reading: Reading) -> Iterator[Hit]:
    """Labels, the words beside codes, staff's statuses, words to avoid, and codes shown as they are."""
    for named in _named(reading):
        yield from _judged(reading, named)
    for piece in reading.of_role(Role.TEXT):
        yield from _shown_raw(reading, piece)
    yield from _unknown_keys(reading)


def check_tone(reading: Reading) -> Iterator[Hit]:
    """Words the company avoids, in texts whose language is known."""
    for piece in reading.of_role(Role.TEXT):
        yield from _tone(reading, piece)


def check_staff(reading: Reading) -> Iterator[Hit]:
    """Refs that show customers a status only staff should see."""
    yield from _staff_refs(reading)


def _named(reading: Reading) -> Iterator[Named]:
    """Everything that stands beside a known code."""
    before: tuple[Piece, Vocabulary] | None = None
    maps = _label_maps(reading)
    for piece in reading.pieces:
        known = vocabulary_of(reading, piece)
        coded = _coded(reading, piece) or _mapped(maps, piece)
        if known:
            before = (piece, known) if piece.role in (Role.COMPARED, Role.CASE) and _is_alone(piece) else None
        elif coded:
            yield coded
        elif before and piece.role in (Role.TEXT, Role.VALUE):
            first, vocabulary = before
            if first.text in vocabulary.statuses and piece.start - first.end <= _NEAR:
                yield Named(vocabulary, vocabulary.statuses[first.text], piece, surely=False)
            before = None


def _coded(reading: Reading, piece: Piece) -> Named | None:
    """Words whose key in a catalogue is a code, or whose element carries one."""
    by_key = catalogue_code(reading, piece)
    known, code = by_key or (code_around(reading, piece) if piece.role is Role.TEXT else None) or (None, "")
    if known is None or code not in known.statuses:
        return None
    return Named(known, known.statuses[code], piece, surely=by_key is not None)


def _mapped(maps: Mapping[str, Vocabulary], piece: Piece) -> Named | None:
    """A value whose key in an object of labels is a code."""
    owner, _, code = piece.name.rpartition(".")
    known = maps.get(owner) if piece.role is Role.VALUE else None
    return Named(known, known.statuses[code], piece, surely=True) if known and code in known.statuses else None


def _is_alone(piece: Piece) -> bool:
    """Whether a comparison is with this code alone."""
    return piece.group is None or piece.group.form == "switch"


def _label_maps(reading: Reading) -> dict[str, Vocabulary]:
    """The objects whose keys are a vocabulary's codes and that hold its labels: they are called so, or hold some."""
    keys: dict[str, dict[str, str]] = {}
    for piece in reading.of_role(Role.VALUE) if reading.places else ():
        owner, dot, key = piece.name.rpartition(".")
        if dot and not piece.path.startswith("$"):
            keys.setdefault(owner, {})[key] = piece.text
    maps: dict[str, Vocabulary] = {}
    for owner, values in keys.items():
        for place in reading.places:
            known = reading.facts.vocabularies[place.vocabulary]
            codes = values.keys() & known.codes
            holds = len(codes) >= 3 and any(folded(values[code]) in known.spoken.labelled for code in codes)
            if holds or (len(codes) == len(values) and _LABELS.search(owner)):
                maps.setdefault(owner, known)
    return maps


def _judged(reading: Reading, named: Named) -> Iterator[Hit]:
    piece, status, vocabulary = named.piece, named.status, named.vocabulary
    locales = reading.locales_of(piece)
    words = words_of(piece.text)
    if HOLE in piece.text or not words or not locales:
        return
    own = {words_of(label) for label in status.labels_in(locales)}
    if words in own or words in {words_of(label) for label in _shown_labels(vocabulary, status, locales)}:
        return
    other = _other(vocabulary, words, locales)
    subject, label = f"{vocabulary.entry}/{status.code}/label", status.labels_in(locales)[:1]
    if other:
        message = f"“{piece.text.strip()}” is what '{other}' is called, and stands for '{status.code}'"
        fix = f"write “{label[0]}”" if label else None
        yield Hit(LABEL_ON_WRONG_CODE, piece.start, piece.end, subject, message, fix)
    elif named.surely or _is_a_label(status, words, piece.text, locales):
        message = f"'{status.code}' is called “{label[0] if label else '…'}”, not “{piece.text.strip()[:80]}”"
        yield Hit(OFF_SCHEMA_LABEL, piece.start, piece.end, subject, message, f"write “{label[0]}”" if label else None)
    else:
        yield from _avoided(reading, status, piece, subject)


def _shown_labels(vocabulary: Vocabulary, status: Status, locales: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of the status that customers see in place of a staff's."""
    shown = vocabulary.statuses.get(status.shown_as or "")
    return shown.labels_in(locales) if shown else ()


def _other(vocabulary: Vocabulary, words: tuple[str, ...], locales: tuple[str, ...]) -> str | None:
    """Another status that is called this."""
    for code, status in vocabulary.statuses.items():
        if words in {words_of(label) for label in status.labels_in(locales)}:
            return code
    return None


def _is_a_label(status: Status, words: tuple[str, ...], text: str, locales: tuple[str, ...]) -> bool:
    """Whether a few words beside a code are meant for its label: one to avoid, or the label misspelled."""
    if len(words) > _MOST_WORDS:
        return False
    avoided = {words_of(word) for locale in locales for word in for_locale(status.avoid, locale)}
    labels = [folded(label) for label in status.labels_in(locales)]
    return words in avoided or any(
        len(one) > 4 and nearest(folded(text.strip(" .!")), [one]) and _close(text, one) for one in labels
    )


def _close(text: str, label: str) -> bool:
    """One or two letters apart."""
    return abs(len(text.strip(" .!")) - len(label)) <= 2 and text.strip()[:2].casefold() == label[:2]


def _avoided(reading: Reading, status: Status, piece: Piece, subject: str) -> Iterator[Hit]:
    for locale in reading.locales_of(piece):
        found = any_of(tuple(for_locale(status.avoid, locale)))
        match = found.search(folded(piece.text)) if found else None
        if match:
            message = f"“{match.group()}” is a word to avoid for '{status.code}'"
            label = next(iter(status.labels_in((locale,))), "")
            yield Hit(AVOIDED_WORD, *_place(piece, match.group()), subject, message, f"write “{label}”")
            return


def _tone(reading: Reading, piece: Piece) -> Iterator[Hit]:
    """Words the company avoids everywhere; where nobody says the language, those of its own first one.

    A word to avoid in one language may be a good one in another, or a name: French `vite`.
    """
    if piece.text == HOLE or reading.is_canonical(piece):
        return
    locales = reading.locales_of(piece)
    for locale in locales if (piece.locale or reading.locale) else locales[:1]:
        because = {folded(each.say): each.because for each in for_locale(reading.facts.catalogue.setting.avoid, locale)}
        found = any_of(tuple(because))
        for said in dict.fromkeys(match.group() for match in found.finditer(folded(piece.text))) if found else ():
            message = f"“{said}” is a word to avoid: {because[said]}"
            yield Hit(AVOIDED_WORD, *_place(piece, said), "company:profile", message, because[said])


def _place(piece: Piece, said: str) -> tuple[int, int]:
    """The bytes of some words in a piece, whatever their case and their spacing."""
    pattern = r"\s+".join(re.escape(word).replace("'", "['’]") for word in said.split())
    match = re.search(pattern, piece.text, re.IGNORECASE)
    return piece.span(*match.span()) if match else (piece.start, piece.end)


def _shown_raw(reading: Reading, piece: Piece) -> Iterator[Hit]:
    for hole in piece.holes:
        expression = hole.expression.strip()
        raw = _RAW.fullmatch(expression) if len(expression) <= _LONGEST else None
        known = vocabulary_named(reading, raw["name"]) if raw else None
        if raw and known:
            message = f"'{expression}' shows a code of {known.entry} as it is"
            fix = f'show truth.status("{known.key}", {raw["name"]}).label'
            written = raw["name"].encode()
            at = reading.file.data.find(written, hole.start, hole.end)
            start, end = (at, at + len(written)) if at >= 0 else (hole.start, hole.end)
            yield Hit(CODE_SHOWN_RAW, start, end, known.entry, message, fix)
    yield from _code_as_text(reading, piece)


def _code_as_text(reading: Reading, piece: Piece) -> Iterator[Hit]:
    """A text that is nothing but a code no person would write."""
    text = piece.text.strip()
    if "_" not in text or reading.path.endswith((".md", ".mdx")):
        return
    for place in reading.places:
        known = reading.facts.vocabularies[place.vocabulary]
        if text in known.codes:
            label = next(iter(known.statuses[text].labels_in(reading.locales_of(piece))), "")
            message = f"'{text}' is a code of {known.entry}, shown as it is"
            yield Hit(CODE_SHOWN_RAW, piece.start, piece.end, f"{known.entry}/{text}", message, f"write “{label}”")
            return


def _staff_refs(reading: Reading) -> Iterator[Hit]:
    for piece in reading.of_role(Role.REF):
        entry, _, rest = piece.text.partition("@")[0].partition("/")
        known = reading.facts.vocabularies.get(entry.removeprefix("status:"))
        status = known.statuses.get(rest.partition("/")[0]) if known and entry.startswith("status:") else None
        if known and status and status.staff and piece.call and piece.call.function != "literal":
            yield _staff(known, status, piece)


def _staff(vocabulary: Vocabulary, status: Status, piece: Piece) -> Hit:
    message = f"'{status.code}' is for staff; customers see what it is shown as"
    instead = f"status:{vocabulary.key}/{status.shown_as}/label" if status.shown_as else "another status"
    fix = f'ask for {instead}, or show truth.status("{vocabulary.key}", …).label'
    return Hit(STAFF_STATUS_SHOWN, piece.start, piece.end, f"{vocabulary.entry}/{status.code}", message, fix)


def _unknown_keys(reading: Reading) -> Iterator[Hit]:
    """Keys of a catalogue that stand where codes stand, and are none."""
    for piece in reading.of_role(Role.TEXT):
        known, code = catalogue_code(reading, piece) or (None, "")
        if known is None or code in known.codes or code in known.retired:
            continue
        if _KEY.fullmatch(code) and code not in _NOT_CODES:
            start = _key(reading, piece, code)
            yield replace(off_schema(known, piece, code), start=start, end=start + len(code))


def _key(reading: Reading, piece: Piece, code: str) -> int:
    """The byte at which a message's key ends in its code."""
    at = reading.file.data.rfind(code.encode(), 0, piece.start)
    return at if at >= 0 else piece.start


_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
