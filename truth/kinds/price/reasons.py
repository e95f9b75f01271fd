"""Why an adjustment does not apply, in customer words; an adjustment's own `why_not` comes before these.

A company that speaks a language we have no words in writes its own, as `reasons` of its totals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from truth.text.argument import EXAMPLES, TypedValue

SOURCE = "en"

WHY: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "needs_code": "This offer needs a code.",
            "not_yet": "This code is valid from {since}.",
            "over": "This code was valid until {until}.",
            "used_up": "This code has been used as often as it may be.",
            "condition": "This offer is for: {condition}.",
            "too_little": "Spend {missing} more to get this.",
            "too_few": "Add {missing} more to get this.",
            "no_target": "Nothing in your basket is part of this offer.",
            "nothing_to_take": "Your basket has its lowest price already.",
            "not_combinable": "This cannot be combined with “{other}”.",
            "better_one": "“{other}” saves you more.",
            "first_one": "“{other}” applies instead.",
            "free_already": "{charge} is free already.",
            "not_in_currency": "This offer is not available in {currency}.",
            "not_sold_here": "The gift is not available here.",
            "switched_off": "Switched off for this comparison.",
            "outweighed": "Your discount takes the goods below {threshold}, so {charge} ({amount}) is added.",
            "outweighed_otherwise": "With your discount, {charge} ({amount}) is added, more than the discount saves.",
            "free_with_more": "{charge} is free with {missing} more.",
        },
        "de": {
            "needs_code": "Für dieses Angebot brauchen Sie einen Code.",
            "not_yet": "Dieser Code gilt ab dem {since}.",
            "over": "Dieser Code galt bis zum {until}.",
            "used_up": "Dieser Code ist so oft eingelöst worden, wie er gilt.",
            "condition": "Dieses Angebot gilt für: {condition}.",
            "too_little": "Noch {missing}, dann gilt das Angebot.",
            "too_few": "Noch {missing} dazu, dann gilt das Angebot.",
            "no_target": "Nichts im Warenkorb gehört zu diesem Angebot.",
            "nothing_to_take": "Ihr Warenkorb hat schon den niedrigsten Preis.",
            "not_combinable": "Das lässt sich nicht mit „{other}“ verbinden.",
            "better_one": "Mit „{other}“ sparen Sie mehr.",
            "first_one": "Stattdessen gilt „{other}“.",
            "free_already": "{charge}: schon kostenlos.",
            "not_in_currency": "Dieses Angebot gibt es nicht in {currency}.",
            "not_sold_here": "Das Geschenk gibt es hier nicht.",
            "switched_off": "Für diesen Vergleich ausgeschaltet.",
            "outweighed": "Mit Ihrem Rabatt liegt der Warenwert unter {threshold}; {charge} ({amount}) kommt hinzu.",
            "outweighed_otherwise": "Durch Ihren Rabatt kommt {charge} ({amount}) hinzu: mehr, als er spart.",
            "free_with_more": "{charge}: noch {missing}, dann kostenlos.",
        },
        "fr": {
            "needs_code": "Cette offre demande un code.",
            "not_yet": "Ce code est valable à partir du {since}.",
            "over": "Ce code était valable jusqu’au {until}.",
            "used_up": "Ce code a été utilisé autant de fois que prévu.",
            "condition": "Cette offre s’applique ainsi\u00a0: {condition}.",
            "too_little": "Encore {missing} et l’offre s’applique.",
            "too_few": "Encore {missing} de plus et l’offre s’applique.",
            "no_target": "Rien dans votre panier ne fait partie de cette offre.",
            "nothing_to_take": "Votre panier est déjà au prix le plus bas.",
            "not_combinable": "Ne se cumule pas avec «\u00a0{other}\u00a0».",
            "better_one": "«\u00a0{other}\u00a0» vous fait économiser davantage.",
            "first_one": "«\u00a0{other}\u00a0» s’applique à la place.",
            "free_already": "{charge}\u00a0: déjà sans frais.",
            "not_in_currency": "Cette offre n’existe pas en {currency}.",
            "not_sold_here": "Le cadeau n’est pas disponible ici.",
            "switched_off": "Désactivée pour cette comparaison.",
            "outweighed": "Avec la remise, le panier passe sous {threshold}\u00a0; {charge} ({amount}) s’ajoute.",
            "outweighed_otherwise": "Avec la remise, {charge} ({amount}) s’ajoute, soit plus qu’elle ne rapporte.",
            "free_with_more": "{charge}\u00a0: sans frais avec {missing} de plus.",
        },
    }
)
"""By language and reason."""

_MEASURED = {"threshold": "money", "missing": "money"}
_NAMES: Mapping[str, Mapping[str, str]] = {
    "not_yet": {"since": "date"},
    "over": {"until": "date"},
    "condition": {"condition": "string"},
    "too_little": _MEASURED,
    "too_few": {"threshold": "integer", "missing": "integer"},
    "not_combinable": {"other": "string"},
    "better_one": {"other": "string"},
    "first_one": {"other": "string"},
    "free_already": {"charge": "string"},
    "not_in_currency": {"currency": "string"},
    "outweighed": {"threshold": "money", "charge": "string", "amount": "money"},
    "outweighed_otherwise": {"charge": "string", "amount": "money"},
    "free_with_more": {"missing": "money", "charge": "string"},
}

OF_THE_BASKET = frozenset(("condition", "too_little", "too_few", "no_target"))
"""The reasons a customer can change; an adjustment's `why_not` is about these."""


def spoken(locale: str, locales: Sequence[str]) -> str:
    """The locale our own words are said in: the one asked for, else the first of the company's that we have words in.

    Where we have none in any of them it is the source's; `price/reason-missing` keeps that from being published.
    """
    return next((one for one in (locale, *locales) if language(one) in WHY), SOURCE)


def words(why: str, locale: str) -> str:
    """The sentence for a reason, its names in braces open; in a language there are words in, see `spoken`."""
    return WHY[language(locale)][why]


def arguments(why: str) -> Mapping[str, TypedValue]:
    """What a company's own words for a reason may name, each with a believable value."""
    return {name: TypedValue(type, EXAMPLES[type]) for name, type in _NAMES.get(why, {}).items()}


def language(locale: str) -> str:
    """The language of a locale: `de` of `de-AT`."""
    return locale.replace("_", "-").split("-")[0].lower()
