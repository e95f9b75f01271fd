"""Why an adjustment does not apply, in customer words; an adjustment's own `why_not` comes before these."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
            "not_in_currency": "This offer is not available in {currency}.",
            "not_sold_here": "The gift is not available here.",
            "switched_off": "Switched off for this comparison.",
            "outweighed": "Your discount takes the goods below {threshold}, so {charge} ({amount}) is added.",
            "free_with_more": "{missing} more, and {charge} is free.",
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
            "not_in_currency": "Dieses Angebot gibt es nicht in {currency}.",
            "not_sold_here": "Das Geschenk gibt es hier nicht.",
            "switched_off": "Für diesen Vergleich ausgeschaltet.",
            "outweighed": "Mit Ihrem Rabatt liegt der Warenwert unter {threshold}; {charge} ({amount}) kommt hinzu.",
            "free_with_more": "Noch {missing}, dann ist {charge} kostenlos.",
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
            "not_in_currency": "Cette offre n’existe pas en {currency}.",
            "not_sold_here": "Le cadeau n’est pas disponible ici.",
            "switched_off": "Désactivée pour cette comparaison.",
            "outweighed": "Avec la remise, le panier passe sous {threshold}\u00a0; {charge} ({amount}) s’ajoute.",
            "free_with_more": "Encore {missing} et {charge} est offert.",
        },
    }
)
"""By language and reason. A language that is not listed gets the words of `SOURCE`, never a code."""

OF_THE_BASKET = frozenset(("condition", "too_little", "too_few", "no_target"))
"""The reasons a customer can change; an adjustment's `why_not` is about these."""


def words(why: str, locale: str) -> str:
    """The sentence for a reason, its names in braces open."""
    return WHY.get(locale.split("-")[0], WHY[SOURCE])[why]
