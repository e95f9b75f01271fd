"""A condition in the words of a locale: "day of delivery within 30 days".

A `not` becomes the opposite comparison, so that nobody has to think twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from babel.lists import format_list

from truth.conditions.condition import All, Any, Condition, Not, Test
from truth.conditions.inputs import Input, Localized
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.text.argument import TypedValue
from truth.text.formatting import cldr, display

_OPPOSITE = MappingProxyType(
    {
        "eq": "ne",
        "ne": "eq",
        "lt": "gte",
        "gte": "lt",
        "gt": "lte",
        "lte": "gt",
        "in": "not_in",
        "not_in": "in",
        "contains": "lacks",
        "contains_any": "lacks_all",
        "within": "older",
        "before": "from",
        "after": "until",
    }
)

_SENTENCES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "always": "always",
            "never": "never",
            "true": "yes",
            "false": "no",
            "eq": "{label} is {value}",
            "ne": "{label} is not {value}",
            "lt": "{label} under {value}",
            "lte": "{label} at most {value}",
            "gt": "{label} over {value}",
            "gte": "{label} at least {value}",
            "in": "{label} is {value}",
            "not_in": "{label} is not {value}",
            "contains": "{label} include {value}",
            "lacks": "{label} without {value}",
            "contains_any": "{label} include {value}",
            "lacks_all": "{label} without {value}",
            "within": "{label} at most {value} ago",
            "older": "{label} more than {value} ago",
            "before": "{label} before {value}",
            "from": "{label} on {value} or later",
            "after": "{label} after {value}",
            "until": "{label} on {value} or earlier",
        },
        "de": {
            "always": "immer",
            "never": "nie",
            "true": "ja",
            "false": "nein",
            "eq": "{label} ist {value}",
            "ne": "{label} ist nicht {value}",
            "lt": "{label} unter {value}",
            "lte": "{label} höchstens {value}",
            "gt": "{label} über {value}",
            "gte": "{label} mindestens {value}",
            "in": "{label} ist {value}",
            "not_in": "{label} ist nicht {value}",
            "contains": "{label} enthalten {value}",
            "lacks": "{label} ohne {value}",
            "contains_any": "{label} enthalten {value}",
            "lacks_all": "{label} ohne {value}",
            "within": "{label} höchstens {value} her",
            "older": "{label} mehr als {value} her",
            "before": "{label} vor dem {value}",
            "from": "{label} am {value} oder später",
            "after": "{label} nach dem {value}",
            "until": "{label} am {value} oder früher",
        },
        "fr": {
            "always": "toujours",
            "never": "jamais",
            "true": "oui",
            "false": "non",
            "eq": "{label} : {value}",
            "ne": "{label} autre que {value}",
            "lt": "{label} inférieur à {value}",
            "lte": "{label} de {value} au plus",
            "gt": "{label} supérieur à {value}",
            "gte": "{label} de {value} au moins",
            "in": "{label} : {value}",
            "not_in": "{label} autre que {value}",
            "contains": "{label} comprenant {value}",
            "lacks": "{label} sans {value}",
            "contains_any": "{label} comprenant {value}",
            "lacks_all": "{label} sans {value}",
            "within": "{label} il y a {value} au plus",
            "older": "{label} il y a plus de {value}",
            "before": "{label} avant le {value}",
            "from": "{label} le {value} ou après",
            "after": "{label} après le {value}",
            "until": "{label} le {value} ou avant",
        },
    }
)
_QUOTES = MappingProxyType({"en": "“{}”", "de": "„{}“", "fr": "«\u00a0{}\u00a0»"})
_SPANS = MappingProxyType({str: "duration", int: "business_days"})
LANGUAGES = tuple(_SENTENCES)
"""The languages a condition can be said in."""


@dataclass(frozen=True)
class Speaker:
    """Who says it: the locale, and the currency and time zone values are shown in."""

    locale: str
    currency: str
    time_zone: str

    @property
    def words(self) -> Mapping[str, str]:
        """The sentences of the locale's language; `Invalid` for a language that has none here."""
        return _SENTENCES[self._language]

    @property
    def _language(self) -> str:
        language = self.locale.split("-")[0]
        if language not in _SENTENCES:
            raise Invalid(f"there are no words for conditions in '{language}' yet; there are: {', '.join(LANGUAGES)}")
        return language

    def label(self, input: Input) -> str:
        """What people call an input: its label, or else its name."""
        return self._said(input.label) or input.name.replace("_", " ")

    def value(self, test: Test) -> str:
        """What it is compared with, as the locale writes it."""
        operand, known = test.operand, cldr(self.locale)
        if isinstance(operand, list):
            return format_list([self._one(test, item) for item in operand], "or", locale=known)
        return self._one(test, operand)

    def _one(self, test: Test, raw: Json) -> str:
        if isinstance(raw, bool):
            return self.words["true" if raw else "false"]
        if test.input.type in ("set", "enum", "string"):
            return _QUOTES[self._language].format(self._said(test.input.words.get(raw)) or raw)
        return self.written(_SPANS[type(raw)] if test.op == "within" else test.input.type, raw)

    def written(self, type: str, raw: Json) -> str:
        """A typed value, as the locale writes it."""
        return display(TypedValue(type, raw), self.locale, currency=self.currency, time_zone=self.time_zone).text

    def _said(self, text: Localized | None) -> str | None:
        """The words of a text in the locale, or in its language."""
        found = (text or {}).get(self.locale) or (text or {}).get(self._language)
        return found.get("default") if isinstance(found, Mapping) else found


def sentence(condition: Condition, speaker: Speaker) -> str:
    """The condition as one sentence, without a full stop."""
    return _say(condition, speaker, holds=True, inside=False)


def _say(condition: Condition, speaker: Speaker, *, holds: bool, inside: bool) -> str:
    match condition:
        case Not(part):
            return _say(part, speaker, holds=not holds, inside=inside)
        case Test():
            return _comparison(condition, speaker, condition.op if holds else _OPPOSITE[condition.op])
        case All(parts) | Any(parts):
            together = isinstance(condition, All) == holds
            return _list([_say(part, speaker, holds=holds, inside=True) for part in parts], together, speaker, inside)


def _comparison(test: Test, speaker: Speaker, op: str) -> str:
    if isinstance(test.operand, bool) and op == "ne":
        test, op = replace(test, operand=not test.operand), "eq"  # "is no", never "is not yes"
    return speaker.words[op].format(label=speaker.label(test.input), value=speaker.value(test))


def _list(said: list[str], together: bool, speaker: Speaker, inside: bool) -> str:
    if not said:
        return speaker.words["always" if together else "never"]
    joined: str = format_list(said, "standard" if together else "or", locale=cldr(speaker.locale))
    return f"({joined})" if inside and len(said) > 1 else joined
