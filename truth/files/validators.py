"""Two validators that mean the same: JSON Schema 2020-12 by jsonschema, and by jsonschema-rs for speed.

Where the two would differ they are told what is meant: `$` in a pattern is the end of the text (ECMA-262), never the
place before a last line break, and the formats in use are checked by one function each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from truth.model.canonical import Json

__all__ = ["Validator", "accepts", "fast_validator", "slow_validator"]

_DOLLAR = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$", re.DOTALL)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def fast_validator(schema: Mapping[str, Any]) -> Any:
    """Says whether a document fits; `accepts` asks it."""
    return jsonschema_rs.validator_for(dict(schema), validate_formats=True, formats=_FORMATS)


def slow_validator(schema: Mapping[str, Any]) -> Validator:
    """Says what about a document does not fit."""
    validator: Validator = _Strict(schema, format_checker=_CHECKER)
    return validator


def accepts(fast: Any, body: Json) -> bool:
    """Whether the fast validator takes a document; what it cannot even look at, it does not take."""
    try:
        return bool(fast.is_valid(body))
    except ValueError:
        return False


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _is_regex(text: str) -> bool:
    try:
        return bool(re.compile(text))
    except (re.error, RecursionError, OverflowError):
        return False


_FORMATS = {"date": _is_date, "regex": _is_regex}


def _checker() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, check in _FORMATS.items():
        checker.checks(name)(lambda value, check=check: not isinstance(value, str) or check(value))
    return checker


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(_DOLLAR.sub(lambda match: r"\Z" if match.group() == "$" else match.group(), text))


def _matches(_: Validator, pattern: str, instance: Json, __: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _pattern(pattern).search(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


_CHECKER = _checker()
_Strict = extend(Draft202012Validator, {"pattern": _matches})  # type: ignore[no-untyped-call]
