"""JSON bodies, read strictly: one value, UTF-8, no name twice, whole numbers exact."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NoReturn

import orjson

from truth.api.rules import BODY
from truth.model.canonical import Json
from truth.model.errors import Invalid

_TOO_DEEP = "it is nested too deeply"


def read_json(raw: bytes, name: str = "the body") -> Json:
    """The JSON value of a body, or of what `name` says it is; `Invalid` says what is wrong with it, and where."""
    try:
        orjson.loads(raw)  # the quick judge of syntax, encoding, depth and lone surrogates
        # Read again: orjson keeps the last of two equal names, and rounds whole numbers beyond 64 bits.
        return json.loads(raw, object_pairs_hook=_unique)
    except orjson.JSONDecodeError as error:
        refuse_body(f"{name} is not JSON: {error}")
    except RecursionError:
        refuse_body(f"{name} is not readable: {_TOO_DEEP}")
    except ValueError as error:
        refuse_body(f"{name} is not readable: {error}")


def refuse_body(message: str) -> NoReturn:
    """Raise `Invalid` about the body as a whole."""
    raise Invalid(message, [BODY.finding("body", message)])


def _unique(pairs: Sequence[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"'{twice[:64]}' is there twice")
    return found
