"""Paging: lists are handed out in pages; an opaque cursor says where the next one starts."""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

from truth.api.fields import LARGEST, Line, Whole
from truth.api.reading import MomentQuery
from truth.api.rules import PARAMETER
from truth.model.canonical import Json
from truth.model.errors import Invalid

LARGEST_PAGE = 200
_DEFAULT_PAGE = 50
T = TypeVar("T")


class PageQuery(MomentQuery):
    """A page of a list."""

    limit = Whole("How many items at most.", 1, LARGEST_PAGE, load_default=_DEFAULT_PAGE)
    cursor = Line("Where to go on: `next` of the page before.", 400)


def page(found: Sequence[T], limit: int, show: Callable[[T], Json], mark: Callable[[T], str]) -> dict[str, Json]:
    """`{items, next}` of a list that was fetched one longer than the page; `mark` names an item for the cursor."""
    shown = found[:limit]
    following = cursor_at(mark(shown[-1])) if len(found) > limit else None
    return {"items": [show(item) for item in shown], "next": following}


def number_after(query: Mapping[str, Any]) -> int | None:
    """The number the cursor stands at; None at the start."""
    text = text_after(query)
    if text is not None and not (text.isascii() and text.isdigit() and len(text) <= 16 and int(text) <= LARGEST):
        _refuse()
    return None if text is None else int(text)


def text_after(query: Mapping[str, Any]) -> str | None:
    """What the cursor stands at; None at the start. `Invalid` for a cursor that was not made here."""
    cursor = query.get("cursor")
    if cursor is None:
        return None
    try:
        return b64decode(cursor + "=" * (-len(cursor) % 4), altchars="-_", validate=True).decode("utf-8")
    except (Error, ValueError):
        _refuse()


def cursor_at(mark: str) -> str:
    """The cursor that stands at a mark."""
    return urlsafe_b64encode(mark.encode()).decode().rstrip("=")


def _refuse() -> NoReturn:
    message = "this cursor was not made here; start without one, and go on with 'next' of each answer"
    raise Invalid(message, [PARAMETER.finding("query", message, path=("cursor",))])
