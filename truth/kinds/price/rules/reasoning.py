"""Can a quote say its reasons in every language of the company?"""

from __future__ import annotations

from collections.abc import Iterator

from truth.kinds.price.reasons import SOURCE, WHY, language
from truth.kinds.price.results import PROFILE
from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.examples import shop
from truth.model.document import Document
from truth.model.finding import Finding, Rule, Severity

_POLISH = {"company:profile": {"locales": ["pl"]}}
_SHOWN = 3

REASON_MISSING = Rule(
    "price/reason-missing",
    Severity.ERROR,
    "Customers are told in their own language why an offer does not apply; words in de, en and fr are built in.",
    passes=shop(),
    fails={**shop(), **_POLISH},
)
RULES = (REASON_MISSING,)


def reasons_in_every_language(document: Document, around: Around) -> Iterator[Finding]:
    """Languages of the company in which neither we nor the totals have words for a reason."""
    missing = [why for why in WHY[SOURCE] if why not in document.body.get("reasons", {})]
    profile = around.snapshot.documents.get(PROFILE)
    spoken = profile.body["locales"] if profile else ()
    for locale in [one for one in spoken if language(one) not in WHY] if missing else ():
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        message = f"there are no words in '{locale}' for {', '.join(missing[:_SHOWN])}{more}"
        fix = f"write reasons.{missing[0]} and the others here, in every locale of the company"
        yield REASON_MISSING.finding(document.entry, message, path=("reasons",), fix=fix)


CHECKS = (reasons_in_every_language,)
