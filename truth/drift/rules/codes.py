"""Are the codes a program holds, compares and lists those of the vocabulary?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from truth.drift.facts.vocabularies import Vocabulary
from truth.drift.found import Edit
from truth.drift.piece import HOLE, Group, Piece, Role
from truth.drift.rules.places import vocabulary_of
from truth.drift.rules.reading import Hit, Reading
from truth.kinds.status.history.rules import OFF_SCHEMA_CODE, RETIRED_CODE
from truth.kinds.status.meant import letters
from truth.kinds.status.moves import either
from truth.model.finding import Rule, Severity
from truth.model.nearest import nearest
from truth.text.phrases import folded

PLACES: Mapping[str, Any] = {
    "statuses": [{"vocabulary": "order", "fields": ["order.status"], "enums": ["OrderStatus"]}]
}
"""The configuration that the examples of rules about statuses have."""


def example(path: str, text: str) -> Mapping[str, Any]:
    """A file, with `PLACES`."""
    return {"check": PLACES, "files": {path: text}}


CODE_SHOWN_RAW = Rule(
    "drift/code-shown-raw",
    Severity.ERROR,
    "A code is for programs, a label for people: a customer reads `in_transit`, a comparison with a label never holds.",
    passes=example("mail.html.j2", '<p>{{ truth.status("order", order.status).label }}</p>\n'),
    fails=example("mail.html.j2", "<p>Your order: {{ order.status }}</p>\n"),
)
ENUM_DIFFERS = Rule(
    "drift/enum-differs",
    Severity.ERROR,
    "A list of statuses that is not the vocabulary's refuses what is right, or accepts what is not.",
    passes=example("order.ts", 'type OrderStatus = "placed" | "shipped" | "cancelled" | "delivered";\n'),
    fails=example("order.ts", 'type OrderStatus = "placed" | "shipped" | "delivered";\n'),
)
SWITCH_WITHOUT_DEFAULT = Rule(
    "drift/switch-without-default",
    Severity.INFO,
    "A status that comes later finds no branch; a default says what happens then.",
    passes=example("order.ts", 'switch (order.status) { case "placed": wait(); break; default: show(); }\n'),
    fails=example("order.ts", 'switch (order.status) { case "placed": wait(); break; }\n'),
)
STATUS_LIST_INSTEAD_OF_ALLOWS = Rule(
    "drift/status-list-instead-of-allows",
    Severity.WARNING,
    "What may be done in which status is the vocabulary's to say; a list of statuses stays behind.",
    passes=example("order.py", 'if "cancel" in truth.status("order", order.status).allows:\n    offer()\n'),
    fails=example("order.py", 'if order.status in ("placed", "shipped"):\n    offer_cancel()\n'),
)
RULES = (CODE_SHOWN_RAW, ENUM_DIFFERS, SWITCH_WITHOUT_DEFAULT, STATUS_LIST_INSTEAD_OF_ALLOWS)
FILE_EXAMPLES: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    OFF_SCHEMA_CODE.id: (
        example("order.py", 'if order.status == "shipped":\n    tell()\n'),
        example("order.py", 'if order.status == "dispatched":\n    tell()\n'),
    ),
}
"""A passing and a failing file for rules whose own examples are events."""


def check(reading: Reading) -> Iterator[Hit]:
    """Codes nobody has, comparisons with labels, enumerations, switches and lists of codes."""
    yield from _codes(reading)
    for known, pieces in _compared_together(reading):
        yield from _list(reading, known, pieces)


def _codes(reading: Reading) -> Iterator[Hit]:
    groups: dict[Group, list[Piece]] = {}
    held: dict[Group, Vocabulary] = {}
    for piece in reading.of_role(Role.VALUE, Role.COMPARED, Role.CASE, Role.MEMBER):
        known = vocabulary_of(reading, piece)
        if known is None:
            continue
        if piece.group:
            groups.setdefault(piece.group, []).append(piece)
            held[piece.group] = known
        if not _is_a_type(reading, piece):
            yield from _code(known, piece)
    for group, pieces in groups.items():
        judged = _switch if group.form == "switch" else _enumeration
        yield from judged(reading, held[group], group, pieces) if pieces[0].role is not Role.COMPARED else ()


_TYPEOF = re.compile(rb"\btypeof\b[^&|?;{}]*\Z")


def _is_a_type(reading: Reading, piece: Piece) -> bool:
    """Whether a string is what `typeof` is compared with."""
    before = reading.file.data[max(0, piece.start - 60) : piece.start]
    return piece.role is Role.COMPARED and _TYPEOF.search(before) is not None


def _code(known: Vocabulary, piece: Piece) -> Iterator[Hit]:
    text = piece.text.strip()
    if not text or HOLE in text or text in known.codes:
        return
    if text in known.retired:
        if piece.role is Role.VALUE:
            yield _retired(known, piece, text)
        return
    if piece.role in (Role.COMPARED, Role.CASE) and folded(text) in known.spoken.labelled:
        code = known.spoken.labelled[folded(text)][0]
        message = f"'{text}' is the label of '{code}'; {known.entry} has no code of that name, so this never holds"
        yield Hit(CODE_SHOWN_RAW, piece.start, piece.end, f"{known.entry}/{code}", message, f"compare with '{code}'")
        return
    yield off_schema(known, piece, text)


def off_schema(known: Vocabulary, piece: Piece, text: str) -> Hit:
    """A code the vocabulary lacks, with the one it was probably meant to be."""
    message = f"{known.entry} has no status '{text[:80]}'"
    return Hit(OFF_SCHEMA_CODE, piece.start, piece.end, known.entry, message, instead_of(known, text))


def instead_of(known: Vocabulary, text: str) -> str:
    """What to write in place of a code the vocabulary lacks."""
    meant = [f"'{code}'" for code in known.spoken.meant(text)]
    return f"write {either(meant)}" if meant else f"use one of: {', '.join(known.statuses)}"


def _retired(known: Vocabulary, piece: Piece, code: str) -> Hit:
    successor = known.retired[code]
    message = f"the status '{code}' of {known.entry} is retired"
    edit = Edit(piece.start, piece.end, successor.encode()) if successor else None
    fix = f"write '{successor}'" if successor else "nothing took its place"
    return Hit(RETIRED_CODE, piece.start, piece.end, f"{known.entry}/{code}", message, fix, edit)


def _enumeration(reading: Reading, known: Vocabulary, group: Group, members: Sequence[Piece]) -> Iterator[Hit]:
    listed = [one.text.strip() for one in members if HOLE not in one.text]
    extra = [one for one in listed if one and one not in known.codes and one not in known.retired]
    missing = [code for code in known.statuses if code not in listed and not _is_named(code, listed)]
    misspelled = {code for one in extra[:_MOST_EXTRA] for code in nearest(one, missing)}
    missing = [code for code in missing if code not in misspelled]  # that is told at the misspelled one already
    if not missing:
        return
    message = f"{group.name} is not what {known.entry} lists: it lacks {', '.join(missing)}"
    fix = f"take it from the registry: truth status code {known.key}"
    yield Hit(ENUM_DIFFERS, *_name_span(reading, group), known.entry, message, fix)


_MOST_EXTRA = 40  # members that may be misspelled codes


def _is_named(code: str, listed: Sequence[str]) -> bool:
    """Whether a member without a value of its own is named after a code: `InTransit`."""
    return any(letters(one) == letters(code) and not one.islower() for one in listed)


def _name_span(reading: Reading, group: Group) -> tuple[int, int]:
    """The bytes of an enumeration's name, at its start or before it; else its first line."""
    data, name = reading.file.data, group.name.split(".")[-1].encode()
    at = data.find(name, group.start, min(group.end, group.start + _HEAD)) if name else -1
    if at < 0 and name:
        at = data.rfind(name, max(0, group.start - _HEAD), group.start)
    if at >= 0:
        return at, at + len(name)
    line = data.find(b"\n", group.start, group.end)
    return group.start, line if line > group.start else group.end


_HEAD = 200  # bytes in which an enumeration's name stands


def _switch(reading: Reading, known: Vocabulary, group: Group, cases: Sequence[Piece]) -> Iterator[Hit]:
    listed = {one.text for one in cases}
    if group.open or known.codes <= listed or listed.isdisjoint(known.codes):
        return
    left = [code for code in known.statuses if code not in listed]
    said = ", ".join(left[:4]) + (f" and {len(left) - 4} more" if len(left) > 4 else "")
    keyword = _KEYWORD.search(reading.file.data, group.start, group.end)
    start, end = keyword.span() if keyword else (group.start, group.start + 1)
    message = f"this says nothing of {said}, and of no status that comes later"
    yield Hit(SWITCH_WITHOUT_DEFAULT, start, end, known.entry, message, "add a default")


def _compared_together(reading: Reading) -> Iterator[tuple[Vocabulary, Sequence[Piece]]]:
    """Runs of codes that one thing is compared with at once: in a list, or one or the other."""
    run: list[Piece] = []
    for piece in reading.of_role(Role.COMPARED):
        known = vocabulary_of(reading, piece)
        if run and (known is None or piece.name != run[-1].name or not _are_joined(reading, run[-1], piece)):
            yield from _together(reading, run)
            run = []
        if known:
            run.append(piece)
    yield from _together(reading, run)


def _together(reading: Reading, run: Sequence[Piece]) -> Iterator[tuple[Vocabulary, Sequence[Piece]]]:
    known = vocabulary_of(reading, run[0]) if len(run) > 1 else None
    if known and len({one.text for one in run} & known.codes) > 1:
        yield known, tuple(run)


def _are_joined(reading: Reading, one: Piece, other: Piece) -> bool:
    """Whether nothing but a comma or an `or`, with the comparison repeated, stands between two codes."""
    between = reading.file.data[one.end : other.start]
    return len(between) <= _JOINED and _JOINT.fullmatch(between) is not None


_JOINED = 120  # bytes between two codes of one comparison
_JOINT = re.compile(rb"""["'`\s]*(?:,|(?:\|\||&&|\bor\b|\band\b|\s)[\w\s.$@>?!()\[\]"'=-]*?)?["'`\s]*""")


def _list(reading: Reading, known: Vocabulary, pieces: Sequence[Piece]) -> Iterator[Hit]:
    """A comparison with several codes at once."""
    listed = frozenset(one.text for one in pieces) & known.codes
    actions = {action for code in listed for action in known.statuses[code].allows}
    apart = sorted((len(known.allowing(one) ^ listed), one) for one in actions if listed <= known.allowing(one))
    asked = f'"{apart[0][1]}"' if apart else "what is meant"
    message = f"a list of statuses stays behind when {known.entry} changes"
    fix = f'ask whether {asked} is in truth.status("{known.key}", …).allows'
    yield Hit(STATUS_LIST_INSTEAD_OF_ALLOWS, *_listed_span(reading, pieces), known.entry, message, fix)


def _listed_span(reading: Reading, pieces: Sequence[Piece]) -> tuple[int, int]:
    """The bytes of a list with its brackets, or from the first code to the last."""
    first, last = pieces[0].outer or (pieces[0].start, 0), pieces[-1].outer or (0, pieces[-1].end)
    start, end = first[0], last[1]
    data = reading.file.data
    opened = re.compile(rb"[\[({]\s*\Z").search(data, max(0, start - 8), start)
    closed = re.compile(rb"\s*[\])}]").match(data, end)
    return (opened.start(), closed.end()) if opened and closed else (start, end)


_KEYWORD = re.compile(rb"@?switch|match|case")
