"""Which of a text's patterns a reader gets: channel → default, `de-AT` → `de` → the company's first locale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean
from truth.text.setting import Setting

DEFAULT = "default"
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}")


@dataclass(frozen=True)
class Chosen:
    """A pattern, and the locale and channel it really came from (`channel` None: the default for all channels)."""

    pattern: str
    locale: str
    channel: str | None


def choose(text: Mapping[str, str | Mapping[str, str]], locale: str, channel: str | None, setting: Setting) -> Chosen:
    """The pattern for a reader.

    `Invalid` for a locale whose language the company does not have, a channel it does not have, or a text without any
    words to fall back to; the answer is never empty.
    """
    if channel is not None and channel not in setting.channels:
        known = did_you_mean(channel, setting.channels)
        raise Invalid(f"'{channel[:64]}' is not a channel of this company{known}")
    for candidate in fallbacks(locale, setting.locales):
        words = text.get(candidate)
        if words is None:
            continue
        for name, pattern in _patterns(words, channel):
            if pattern.strip():
                return Chosen(pattern, candidate, name)
    raise Invalid(f"this text has no words for locale '{locale[:64]}'; it has: {', '.join(sorted(text)) or 'none'}")


@lru_cache(maxsize=4096)
def fallbacks(locale: str, locales: tuple[str, ...]) -> tuple[str, ...]:
    """The company's locales that may answer for `locale`, best first: `de-AT` → `de` → other German → the source."""
    if not _LOCALE.fullmatch(locale):
        raise Invalid(f"'{locale[:64]}' is not a locale; this company has: {', '.join(locales)}")
    tags = locale.replace("_", "-").lower().split("-")
    own = {known.replace("_", "-").lower(): known for known in locales}
    chain = ["-".join(tags[:count]) for count in range(len(tags), 0, -1)]
    exact = [own[tag] for tag in chain if tag in own]
    related = [known for tag, known in own.items() if tag.split("-")[0] == tags[0]]
    if not related:
        raise Invalid(f"no texts in '{locale}'; this company has: {', '.join(locales)}")
    return tuple(dict.fromkeys([*exact, *related, locales[0]]))


def _patterns(words: str | Mapping[str, str], channel: str | None) -> Iterator[tuple[str | None, str]]:
    if isinstance(words, str):
        yield None, words
        return
    if channel is not None and channel in words:
        yield channel, words[channel]
    if DEFAULT in words:
        yield None, words[DEFAULT]
