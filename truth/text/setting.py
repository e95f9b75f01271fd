"""What the company profile says about text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
class Preferred:
    """A word the company uses, the words it stands for, and why."""

    say: str
    instead_of: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Setting:
    """Locales (the first is the source), channels, and tone of one company.

    `avoid` are words it does without, `prefer` those it uses for others; `apologies` and `promises` it does not make.
    """

    locales: tuple[str, ...]
    channels: Mapping[str, Channel]
    time_zone: str
    currency: str
    avoid: Mapping[str, tuple[Avoided, ...]]
    sentence_max: int | None
    prefer: Mapping[str, tuple[Preferred, ...]] = field(default_factory=dict)
    apologies: Mapping[str, tuple[Avoided, ...]] = field(default_factory=dict)
    promises: Mapping[str, tuple[Avoided, ...]] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The locale the others translate."""
        return self.locales[0]

    def currency_of(self, channel: str | None) -> str:
        """The channel's currency, else the company's."""
        known = self.channels.get(channel) if channel else None
        return (known.currency if known else None) or self.currency
