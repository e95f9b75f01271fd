"""Cues: words by which a number near an anchor is told to be about something else.

A false alarm costs more trust than a miss, so a sentence that speaks of what was, of others, of the law, or of access
is left alone, and so is a number that counts back, ahead, or out of something.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_ABOUT: Mapping[str, str] = {
    "en": r"password|sign-?in|log-?in|cookies?|session|tokens?(?! of)|trial|withdraw\w*|statutory|your bank|retailers?"
    r"|competitors?|manufacturer\w*|return(?:s|ed|ing)? (?:(?:your|the|all) )?(?:(?:phone )?calls?|e-?mails?|messages?)"
    r"|return(?:s|ed|ing)? to (?:the )?(?:page|step|start|top)"
    r"|(?:most|other|many|some) (?:shops|stores|brands|companies)|elsewhere|used to|formerly|previously|no longer"
    r"|(?:until|before|in|since) (?:19|20)\d\d|licen[cs]e\w*|copyright|subscription|newsletter|flights?|nights|survey"
    r"|records|logs|experience",
    "de": r"Passwor\w*|Anmeld\w*|Cookies?|Sitzung\w*|Testphase|Probe\w*|widerruf\w*|Vertrag\w*|Ihre Bank"
    r"|gesetzlich\w* Frist|Hersteller\w*"
    r"|(?:andere|viele|manche|die meisten) (?:Händler|Shops|Läden|Anbieter)|anderswo|früher|ehemals|damals"
    r"|(?:bis|vor|seit|im Jahr) (?:19|20)\d\d|Lizenz\w*|Abonnement|Newsletter|Umfrage"
    r"|Unterlagen|Aufzeichnungen|Erfahrung",
    "fr": r"mot de passe|connexion|cookies?|session|essai|rétract\w*|contrat|votre banque|concurrents?"
    r"|(?:d['’]autres|la plupart des|certaines) (?:boutiques|marques|marchands)|ailleurs|autrefois|auparavant"
    r"|fabricant\w*|(?:jusqu['’]en|avant|en|depuis) (?:19|20)\d\d|licence\w*|abonnement|newsletter|sondage"
    r"|archives|registres|expérience|\Achez (?!nous|vous)\w+",
}
_BEFORE: Mapping[str, str] = {
    "en": r"last|past|previous|since|every|each|after|older than|aged|not|instead of|rather than"
    r"|no|page|step|version|chapter|customers over|anyone over",
    "de": r"letzten|vergangenen|seit|alle|nach|vor|älter als|statt|nicht|kein\w*|Seite|Schritt|Version",
    "fr": r"derniers|dernières|depuis|après|il y a|tous les|toutes les|plus vieux que|pas|au lieu de|page|étape",
}
_AFTER: Mapping[str, str] = {
    "en": r"ago|before|earlier|ahead|in advance|old|prior|a (?:day|week|month)|per (?:day|week|month)|out of|left"
    r"|of(?! (?:deliver|receipt|receiv|purchas|arriv|getting|your|the|pick|buying|ordering|us|it)\w*)",
    "de": r"vor|bevor|vorher|im Voraus|alt|lang her|die Woche|am Tag|pro (?:Tag|Woche|Monat)|in der Woche",
    "fr": r"avant|plus tôt|à l['’]avance|derniers|par (?:jour|semaine|mois)|sur (?:7|sept)|de pause",
}


def is_about_something_else(sentence: str, locale: str) -> bool:
    """Whether a sentence speaks of what was, of others, of the law, of access."""
    found = _about(_language(locale))
    return found is not None and found.search(sentence) is not None


def counts_otherwise(sentence: str, start: int, end: int, locale: str) -> bool:
    """Whether the number at `start` to `end` counts back or ahead, or is denied."""
    before, after = _around(_language(locale))
    return bool(before and before.search(sentence, 0, start)) or bool(after and after.match(sentence, end))


def takes(sentence: str, start: int, locale: str) -> bool:
    """Whether the time that begins at `start` is what something takes, not what one has: French `en deux jours`."""
    found = _TAKES.get(_language(locale))
    return found is not None and found.search(sentence, 0, start) is not None


_TAKES = {"fr": re.compile(r"(?<!\w)en[ \u00a0]\Z", re.IGNORECASE)}


def _language(locale: str) -> str:
    return locale.replace("_", "-").split("-")[0].lower()


@lru_cache(maxsize=16)
def _about(language: str) -> re.Pattern[str] | None:
    words = _ABOUT.get(language)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None


@lru_cache(maxsize=16)
def _around(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    if language not in _BEFORE:
        return None, None
    before = re.compile(
        rf"(?<!\w)(?:{_BEFORE[language]})(?: (?:just|only|nur|einem|a|the|den|die|les|des))?[ \u00a0]\Z", re.IGNORECASE
    )
    return before, re.compile(rf"[ \u00a0\-]*(?:{_AFTER[language]})(?!\w)", re.IGNORECASE)
