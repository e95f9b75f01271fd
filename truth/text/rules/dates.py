"""Does a text type the day since when it holds? `{effective}` and `{updated}` say it, and cannot be forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from babel import Locale

from truth.model.errors import Invalid
from truth.model.finding import Finding, Rule, Severity
from truth.text.formatting import cldr
from truth.text.node import Surroundings, TextNode
from truth.text.occurrence import occurrences
from truth.text.reading import words_of
from truth.text.rules.examples import clause
from truth.text.sample import sentences

EFFECTIVE_DATE_TYPED = Rule(
    "text/effective-date-typed",
    Severity.WARNING,
    "A date that is typed in stays behind with the next release; {effective} and {updated} are always right.",
    passes=clause("You have {window}. Last updated: {updated}."),
    fails=clause("You have {window}. Last updated: March 3, 2026."),
)
RULES = (EFFECTIVE_DATE_TYPED,)

_HOLDS: Mapping[str, str] = {
    "en": r"effective|in (?:effect|force)|last (?:updated|changed|revised)|updated on|version of",
    "de": r"gültig (?:ab|seit)|gilt (?:ab|seit)|in Kraft|Stand|zuletzt (?:aktualisiert|geändert)|Fassung vom",
    "fr": r"en vigueur|(?:mise?s?|dernière mise) à jour|version du",
}
_YEAR = r"(?:19|20)\d\d"
_DAY = r"[0-3]?\d(?:\.|st|nd|rd|th|er)?"
_LONGEST = 600  # characters of a sentence


def typed_dates(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Dates in a sentence that says since when something holds."""
    for variant in node.variants():
        for sentence in _sentences(variant.pattern, node.markdown, variant.locale):
            typed = _date(sentence, variant.locale)
            if typed:
                message = f"“{typed}” is typed here; the release knows the day"
                at = next(occurrences(variant.pattern, typed), None)
                yield node.finding(EFFECTIVE_DATE_TYPED, variant, message, "write {effective} or {updated}", at)


def _sentences(pattern: str, markdown: bool, locale: str) -> Iterator[str]:
    for words in words_of(pattern, markdown):
        yield from (one for one in sentences(words, locale) if len(one) <= _LONGEST)


def _date(sentence: str, locale: str) -> str | None:
    try:
        known = cldr(locale)
    except Invalid:  # a locale without data has no months we could read
        return None
    cue = _HOLDS.get(known.language)
    if cue is None or not re.search(rf"(?<!\w)(?:{cue})(?!\w)", sentence, re.IGNORECASE):
        return None
    found = _dates(known).search(sentence)
    return found.group() if found else None


@lru_cache(maxsize=64)
def _dates(known: Locale) -> re.Pattern[str]:
    """A day as people write it: 2026-03-03, 3.3.2026, 3 March 2026, March 3, 2026, March 2026."""
    names = (name for form in ("wide", "abbreviated") for name in known.months["format"][form].values())
    month = rf"(?:{'|'.join(map(re.escape, names))})\.?"
    ways = (
        rf"{_YEAR}-\d\d-\d\d",
        rf"\d{{1,2}}[./]\s?\d{{1,2}}[./]\s?{_YEAR}",
        rf"(?:{_DAY}\s)?{month}\s(?:{_DAY},?\s)?{_YEAR}",
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)
