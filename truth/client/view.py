"""View: for whom a text is."""

from __future__ import annotations

from typing import NamedTuple


class View(NamedTuple):
    """A channel, a locale and a currency; None leaves it to the channel, else to the company."""

    channel: str | None = None
    locale: str | None = None
    currency: str | None = None
