"""Durations as a person reads them, beside how they are written."""

from __future__ import annotations

from truth.model.errors import Invalid
from truth.text.argument import TypedValue
from truth.text.duration import read_duration


def with_words(text: str) -> str:
    """`45 days (P45D)` for an ISO 8601 duration; any other text as it is."""
    try:
        read_duration(text)
    except Invalid:
        return text
    from truth.text.formatting import display

    return f"{display(TypedValue('duration', text), 'en', currency='EUR', time_zone='UTC').text} ({text})"
