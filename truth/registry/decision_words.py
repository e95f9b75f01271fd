"""The words decisions need beside a policy's own, in the languages conditions can be said in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from truth.conditions.sentences import LANGUAGES

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "otherwise": "otherwise",
            "accept": "Yes",
            "refuse": "No",
            "ask": "A person decides",
            "until": "until {start} plus {span}",
            "last_day": "until {day}",
            "decides": "{team} decides",
            "next": "Next",
            "timeline": "How long",
            "help": "Help",
            "recovery": "If it goes wrong",
        },
        "de": {
            "otherwise": "sonst",
            "accept": "Ja",
            "refuse": "Nein",
            "ask": "Ein Mensch entscheidet",
            "until": "bis: {start} plus {span}",
            "last_day": "bis {day}",
            "decides": "es entscheidet: {team}",
            "next": "So geht es weiter",
            "timeline": "So lange dauert es",
            "help": "Hilfe",
            "recovery": "Wenn etwas schiefgeht",
        },
        "fr": {
            "otherwise": "sinon",
            "accept": "Oui",
            "refuse": "Non",
            "ask": "Une personne décide",
            "until": "jusqu’à : {start} plus {span}",
            "last_day": "jusqu’au {day}",
            "decides": "décision : {team}",
            "next": "La suite",
            "timeline": "Délai",
            "help": "Aide",
            "recovery": "En cas de problème",
        },
    }
)
_LAST_RESORT = "en"


def words_of(locale: str) -> Mapping[str, str]:
    """The words of a locale in which rules can be said."""
    return _WORDS[locale.split("-")[0]]


def spoken(locale: str, locales: Sequence[str]) -> str:
    """The locale in which rules are said to a reader: theirs, else the first of the company's that has the words.

    A rule in another language than the answer is better than no answer.
    """
    known = (one for one in (locale, *locales) if one.split("-")[0] in LANGUAGES)
    return next(known, _LAST_RESORT)
