"""The kinds of parameter there are: what each accepts, and what it says when it does not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields
from marshmallow.validate import Length, Range

from truth.model.errors import Invalid
from truth.model.instant import parse_instant
from truth.model.nearest import did_you_mean

LARGEST = 2**53 - 1
"""The largest whole number JSON carries exactly; no release or version is numbered beyond it."""

MESSAGES: dict[str, Any] = {
    "required": "is missing",
    "null": "is null; leave it out instead",
    "invalid": "must be text",
    "invalid_utf8": "must be UTF-8",
}


class Line(fields.String):
    """Text of a bounded length."""

    default_error_messages = MESSAGES

    def __init__(self, help: str, longest: int = 200, **options: Any) -> None:
        length = Length(max=longest, error=f"is longer than {longest:,} characters")
        super().__init__(validate=length, metadata={"description": help}, **options)


class Instant(fields.String):
    """An RFC 3339 instant with its offset."""

    default_error_messages = MESSAGES

    def __init__(self, help: str, **options: Any) -> None:
        super().__init__(metadata={"description": help, "format": "date-time"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        return _instant(super()._deserialize(value, attr, data, **kwargs))


class Whole(fields.Integer):
    """A whole number within bounds, written in plain digits."""

    def __init__(self, help: str, low: int = 1, high: int = LARGEST, **options: Any) -> None:
        self.low, self.high = low, high
        super().__init__(validate=Range(low, high), metadata={"description": help}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) <= 16 and self.low <= int(text) <= self.high):
            raise ValidationError(f"'{text[:64]}' is not a whole number from {self.low} to {self.high}")
        return int(text)


class OneOf(fields.String):
    """One of a few words."""

    default_error_messages = MESSAGES

    def __init__(self, help: str, words: type[StrEnum], **options: Any) -> None:
        self.words = words
        metadata = {"description": help, "enum": [str(word) for word in words]}
        super().__init__(metadata=metadata, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text not in list(self.words):
            raise ValidationError(f"'{text[:64]}' is not known{did_you_mean(text, self.words)}")
        return self.words(text)


class YesNo(fields.Boolean):
    """`true` or `false`; in JSON without quotes."""

    default_error_messages = MESSAGES

    def __init__(self, help: str, **options: Any) -> None:
        super().__init__(metadata={"description": help}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value not in ("true", "false"):
            raise ValidationError("must be true or false")
        return bool(value == "true")


class Ids(Line):
    """A few ids with commas between them."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        return tuple(text.split(","))


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except Invalid as error:
        raise ValidationError(error.message) from error
