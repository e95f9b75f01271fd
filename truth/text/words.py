"""The few words CLDR does not have: business days, yes and no, contents, and what stands for a date not yet there.

Plural categories are CLDR's; a language whose words we do not have is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from babel import Locale

from truth.model.errors import Invalid

_BUSINESS_DAYS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "cs": {"one": "{0} pracovní den", "few": "{0} pracovní dny", "other": "{0} pracovních dnů"},
        "da": {"one": "{0} hverdag", "other": "{0} hverdage"},
        "de": {"one": "{0} Arbeitstag", "other": "{0} Arbeitstage"},
        "en": {"one": "{0} business day", "other": "{0} business days"},
        "es": {"one": "{0} día laborable", "other": "{0} días laborables"},
        "fi": {"one": "{0} arkipäivä", "other": "{0} arkipäivää"},
        "fr": {"one": "{0}\u00a0jour ouvré", "other": "{0}\u00a0jours ouvrés"},
        "it": {"one": "{0} giorno lavorativo", "other": "{0} giorni lavorativi"},
        "nl": {"one": "{0} werkdag", "other": "{0} werkdagen"},
        "pl": {"one": "{0} dzień roboczy", "few": "{0} dni robocze", "other": "{0} dni roboczych"},
        "pt": {"one": "{0} dia útil", "other": "{0} dias úteis"},
        "sv": {"one": "{0} arbetsdag", "other": "{0} arbetsdagar"},
    }
)

_DRAFT: Mapping[str, str] = MappingProxyType(
    {
        "cs": "koncept",
        "da": "udkast",
        "de": "Entwurf",
        "en": "draft",
        "es": "borrador",
        "fi": "luonnos",
        "fr": "brouillon",
        "it": "bozza",
        "nl": "concept",
        "pl": "wersja robocza",
        "pt": "rascunho",
        "sv": "utkast",
    }
)

_CONTENTS: Mapping[str, str] = MappingProxyType(
    {
        "cs": "Obsah",
        "da": "Indhold",
        "de": "Inhalt",
        "en": "Contents",
        "es": "Contenido",
        "fi": "Sisällys",
        "fr": "Sommaire",
        "it": "Indice",
        "nl": "Inhoud",
        "pl": "Spis treści",
        "pt": "Índice",
        "sv": "Innehåll",
    }
)

_YES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "cs": ("ano", "ne"),
        "da": ("ja", "nej"),
        "de": ("ja", "nein"),
        "en": ("yes", "no"),
        "es": ("sí", "no"),
        "fi": ("kyllä", "ei"),
        "fr": ("oui", "non"),
        "it": ("sì", "no"),
        "nl": ("ja", "nee"),
        "pl": ("tak", "nie"),
        "pt": ("sim", "não"),
        "sv": ("ja", "nej"),
    }
)


def word_for_truth(truth: bool, locale: Locale) -> str | None:
    """`yes` or `no`; None for a language without the words here, where a text's select has to say it."""
    words = _YES.get(locale.language)
    return None if words is None else words[0 if truth else 1]


def word_for_contents(locale: Locale) -> str:
    """What stands above a table of contents; `Invalid` for a language without the word here."""
    word = _CONTENTS.get(locale.language)
    if word is None:
        known = ", ".join(sorted(_CONTENTS))
        raise Invalid(f"there is no word for a table of contents in '{locale.language}' yet; there is: {known}")
    return word


def word_for_draft(locale: Locale) -> str:
    """What a date of publication says while there is none; `Invalid` for a language without the word here."""
    word = _DRAFT.get(locale.language)
    if word is None:
        raise Invalid(f"there is no word for a draft in '{locale.language}' yet; there is: {', '.join(sorted(_DRAFT))}")
    return word


def pattern_for_business_days(count: int, locale: Locale) -> str:
    """`{0} business days`, in the form that `count` takes; `Invalid` for a language without words here."""
    words = _BUSINESS_DAYS.get(locale.language)
    if words is None:
        raise Invalid(
            f"there are no words for business days in '{locale.language}' yet; "
            f"use a duration, or one of: {', '.join(sorted(_BUSINESS_DAYS))}"
        )
    return words.get(locale.plural_form(count), words["other"])
