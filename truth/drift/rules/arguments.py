"""Is a text given the arguments it needs, and no others?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from truth.drift.piece import HOLE, Call, Piece, Role
from truth.drift.rules.reading import Hit, Reading
from truth.drift.rules.refs import ref_of
from truth.model.errors import Invalid, Refused
from truth.model.finding import Rule, Severity
from truth.model.nearest import nearest
from truth.model.ref import Ref
from truth.registry.page import Page
from truth.registry.resolve import Question, read_text, refuse_unknown
from truth.text.argument import Argument, example_of, read_argument

_ENGLISH = "{first_name}, you have {window}.{left, select, none {} other { {left} left.}}"
_GERMAN = "{first_name}, Sie haben {window} Zeit.{left, select, none {} other { Noch {left}.}}"
_ASKS = {
    "policy:returns": {
        "arguments": {
            "first_name": {"type": "string", "example": "Ada"},
            "left": {"type": "integer", "required": False, "example": 3},
        },
        "wording": {
            "en": {"clauses": {"window": {"text": _ENGLISH}}},
            "de": {"clauses": {"window": {"text": _GERMAN}}},
        },
    }
}
_CALL = '<p>{{% truth "policy:returns/clauses/window" with {} %}}</p>\n'


def _example(given: str) -> Mapping[str, object]:
    return {"documents": _ASKS, "files": {"mail.html.j2": _CALL.format(given)}}


MISSING_ARGUMENT = Rule(
    "drift/missing-argument",
    Severity.ERROR,
    "A text that is not given what it needs cannot be shown.",
    passes=_example("first_name=user.name"),
    fails=_example("left=3"),
)
EXTRA_ARGUMENT = Rule(
    "drift/extra-argument",
    Severity.ERROR,
    "A name the text does not know is refused, or was meant to be another.",
    passes=_example("first_name=user.name"),
    fails=_example("first_name=user.name, firstname=user.name"),
)
ARGUMENT_TYPE = Rule(
    "drift/argument-type",
    Severity.ERROR,
    "A value of the wrong type is refused at run time.",
    passes=_example('first_name=user.name, left="3"'),
    fails=_example('first_name=user.name, left="three"'),
)
RULES = (MISSING_ARGUMENT, EXTRA_ARGUMENT, ARGUMENT_TYPE)
_ASKING = ("text", "tag", "element", "filter")
_ABOUT_SHOWING = frozenset(("locale", "channel", "as", "as_", "currency", "format"))


def check(reading: Reading) -> Iterator[Hit]:
    """What is wrong with the arguments of every text that is asked for."""
    for piece in reading.of_role(Role.REF):
        if piece.call and piece.call.function in _ASKING and not piece.call.dynamic and HOLE not in piece.text:
            yield from _arguments(reading, piece, piece.call)


def _arguments(reading: Reading, piece: Piece, call: Call) -> Iterator[Hit]:
    ref = ref_of(piece)
    try:
        asked = _asked(reading, ref, call)
    except Refused:  # a ref that leads nowhere is a finding of its own
        return
    given = {name: value for name, value in call.given.items() if name not in _ABOUT_SHOWING}
    needed = {name: one for name, one in asked.items() if _is_needed(one)}
    missing = [name for name in needed if name not in given]
    if missing and not call.spread and call.function != "filter":
        named = " and ".join(f"'{name}' ({needed[name].type})" for name in missing)
        example = example_of(needed[missing[0]]).value
        message = f"{ref} needs the argument {named}"
        yield Hit(MISSING_ARGUMENT, piece.start, piece.end, ref, message, f"give {missing[0]}, for example {example}")
    for name, value in given.items():
        yield from _given(reading, piece, call, asked, name, value)


def _given(
    reading: Reading, piece: Piece, call: Call, asked: Mapping[str, Argument], name: str, value: str | None
) -> Iterator[Hit]:
    ref = ref_of(piece)
    if name not in asked:
        refused = _refusal(reading, ref, name)
        if refused:
            close = nearest(name, asked)
            fix = f"write {close[0]}" if close else f"take {name} out"
            yield Hit(EXTRA_ARGUMENT, *_place(reading, piece, call, name), ref, refused, fix)
        return
    if value is None or HOLE in value:
        return
    try:
        read_argument(asked[name], value)
    except Invalid as error:
        fix = f"give a {asked[name].type}, for example {example_of(asked[name]).value}"
        yield Hit(
            ARGUMENT_TYPE,
            *_value(reading, _place(reading, piece, call, name), call, value),
            ref,
            f"{ref}: {error.message}",
            fix,
        )


def _asked(reading: Reading, ref: str, call: Call) -> Mapping[str, Argument]:
    """The arguments the channel supplies to a text, in any locale it may be read in."""
    asked: dict[str, Argument] = {}
    for locale in reading.facts.said_in(call.locale) or reading.facts.locales:
        asking = Question(Ref.parse(ref), locale, _channel(reading, call))
        wording = read_text(reading.facts.catalogue, asking)
        bodies = (
            [each for one in wording.clauses for each in (one.heading, one.body)]
            if isinstance(wording, Page)
            else [wording]
        )
        for body in bodies:
            asked |= {name: one for name, one in body.arguments.items() if one.bound is None}
    return asked


def _channel(reading: Reading, call: Call) -> str | None:
    known = reading.facts.catalogue.setting.channels
    named = call.channel or reading.channel
    return named if named in known else None


def _refusal(reading: Reading, ref: str, name: str) -> str | None:
    """Why a text does not take an argument of a name; None: other words of its entry do, so it does no harm."""
    catalogue = reading.facts.catalogue
    try:
        refuse_unknown(catalogue, read_text(catalogue, Question(Ref.parse(ref))), {name: ""})
    except Refused as error:
        return error.message
    return None


def _is_needed(argument: Argument) -> bool:
    return argument.bound is None and argument.default is None and argument.required


def _value(reading: Reading, name: tuple[int, int], call: Call, value: str) -> tuple[int, int]:
    """The bytes of what an argument is given, after its name, with its quotes."""
    data, written = reading.file.data, value.encode()
    at = data.find(written, name[1], call.end)
    end = at + len(written)
    if at < 0:
        return name
    quoted = data[at - 1 : at] in (b'"', b"'", b"`") and data[at - 1 : at] == data[end : end + 1]
    return (at - 1, end + 1) if quoted else (at, end)


def _place(reading: Reading, piece: Piece, call: Call, name: str) -> tuple[int, int]:
    """The bytes of an argument's name in a call; those of the ref where it is written otherwise."""
    written = re.escape(name.encode()).replace(rb"_", rb"[-_]")
    found = re.compile(rb"(?<![\w-])(?:data-)?(" + written + rb")(?![\w-])").search(
        reading.file.data, piece.end, call.end
    )
    return found.span(1) if found else (piece.start, piece.end)
