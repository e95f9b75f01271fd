"""Refs: which strings address the registry, and how a piece says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from truth.drift.piece import HOLE, Call, Piece, Role

_REF = re.compile(r"(?:company|policy|status|price):[a-z0-9-]+/\S*")
_MADE = re.compile(rf"(?:company|policy|status|price):[a-z0-9{HOLE}-]+/\S*")
_RECEIVER = re.compile(r"(?:^|[._])truth(?:$|[._])", re.IGNORECASE)
FUNCTIONS = frozenset(("text", "value", "status"))
_OPTIONS = {"as_": None, "as": None, "locale": "locale", "channel": "channel"}


def is_ref(text: str) -> bool:
    """Whether a whole string is an address, whatever is done with it."""
    return _REF.fullmatch(text) is not None and HOLE not in text


def is_made_ref(text: str) -> bool:
    """Whether a string put together at run time becomes an address."""
    return _MADE.fullmatch(text) is not None


def asked(callee: str) -> str | None:
    """What a call of `callee` asks the registry for: `truth.text`, `this.truth.value`, `$truth->status`, `truth`."""
    receiver, _, function = callee.rpartition(".")
    if function in FUNCTIONS and _RECEIVER.search(receiver):
        return function
    return "text" if callee == "truth" else None


def as_ref(piece: Piece, call: Call) -> Piece:
    """The string of a piece as the address a call is given."""
    dynamic = bool(piece.holes)
    return replace(piece, role=Role.REF, call=replace(call, dynamic=dynamic))


def maybe_ref(piece: Piece) -> Piece:
    """The piece, or the ref it is by its looks."""
    if piece.role in (Role.VALUE, Role.TEXT) and (is_made_ref if piece.holes else is_ref)(piece.text):
        start, end = piece.outer or (piece.start, piece.end)
        return as_ref(piece, Call("literal", start, end))
    return piece


def call_with(
    function: str,
    span: tuple[int, int],
    given: Mapping[str, str | None],
    spread: bool = False,
    code: str | None = None,
) -> Call:
    """A call, with how it wants its answer (`locale`, `channel`, `as_`) kept apart from the arguments."""
    options = {_OPTIONS[name]: said for name, said in given.items() if name in _OPTIONS}
    arguments = {name: said for name, said in given.items() if name not in _OPTIONS}
    return Call(
        function,
        *span,
        given=arguments,
        spread=spread,
        code=code,
        locale=options.get("locale"),
        channel=options.get("channel"),
    )
