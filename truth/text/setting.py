"""What the company profile says about text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """What a channel shows: an HTML fragment, Markdown, wrapped plain text, an SMS, or plain text in a JSON answer."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    SMS = "sms"
    JSON = "json"


@dataclass(frozen=True)
class Channel:
    """Where text appears. `label_max` counts characters as people see them, `segments_max` SMS segments."""

    name: str
    format: Format
    label_max: int | None = None
    segments_max: int | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Avoided:
    """A word the company does not use, and what to do instead."""

    say: str
    because: str


@dataclass(frozen=True)
class Setting:
    """Locales (the first is the source), channels, and tone of one company."""

    locales: tuple[str, ...]
    channels: Mapping[str, Channel]
    time_zone: str
    currency: str
    avoid: Mapping[str, tuple[Avoided, ...]]
    sentence_max: int | None

    @property
    def source(self) -> str:
        """The locale the others translate."""
        return self.locales[0]

    def currency_of(self, channel: str | None) -> str:
        """The channel's currency, else the company's."""
        known = self.channels.get(channel) if channel else None
        return (known.currency if known else None) or self.currency
