"""Does the text use the company's words: none it avoids, those it prefers, no apology and no promise it does not make?

The company profile's `tone` says which, per locale, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from truth.model.finding import Finding, Rule, Severity
from truth.text.node import Surroundings, TextNode, Variant
from truth.text.occurrence import occurrences
from truth.text.phrases import any_of, folded, for_locale
from truth.text.reading import words_of
from truth.text.rules.examples import clause
from truth.text.setting import Avoided


def _example(tone: Mapping[str, Any], words: str) -> Mapping[str, Any]:
    return {"company:profile": {"tone": {list: {"en": [word]} for list, word in tone.items()}}, **clause(words)}


_AVOID = {"avoid": {"say": "unfortunately", "because": "say what happens next"}}
_PREFER = {"prefer": {"say": "parcel", "instead_of": ["package"], "because": "one thing has one name"}}
_APOLOGIES = {"apologies": {"say": "sorry for the inconvenience", "because": "say what we do about it"}}
_PROMISES = {"promises": {"say": "guaranteed", "because": "say what we do, and by when"}}

AVOIDED_WORD = Rule(
    "text/avoided-word",
    Severity.WARNING,
    "The company has decided not to say this, and what to say instead.",
    passes=_example(_AVOID, "You have {window}."),
    fails=_example(_AVOID, "Unfortunately you only have {window}."),
)
PREFERRED_WORD = Rule(
    "text/preferred-word",
    Severity.WARNING,
    "Two words for one thing make a reader look for two things.",
    passes=_example(_PREFER, "You have {window} from the day the parcel arrives."),
    fails=_example(_PREFER, "You have {window} from the day the package arrives."),
)
APOLOGY_NOT_ALLOWED = Rule(
    "text/apology-not-allowed",
    Severity.ERROR,
    "An apology in a standing text is said to everybody and meant for nobody; say what happens next.",
    passes=_example(_APOLOGIES, "You have {window}."),
    fails=_example(_APOLOGIES, "Sorry for the inconvenience. You have {window}."),
)
PROMISE_NOT_ALLOWED = Rule(
    "text/promise-not-allowed",
    Severity.ERROR,
    "What nobody can keep for every customer, no text may promise.",
    passes=_example(_PROMISES, "You have {window}."),
    fails=_example(_PROMISES, "You have {window}, guaranteed."),
)
RULES = (AVOIDED_WORD, PREFERRED_WORD, APOLOGY_NOT_ALLOWED, PROMISE_NOT_ALLOWED)

_At = tuple[int, int] | None


def avoided_words(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Words of `tone.avoid`, whole and whatever their case."""
    yield from _unwanted(AVOIDED_WORD, "is a word to avoid", around.setting.avoid, node)


def apologies(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Phrases of `tone.apologies`."""
    yield from _unwanted(APOLOGY_NOT_ALLOWED, "is an apology we do not make", around.setting.apologies, node)


def promises(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Phrases of `tone.promises`."""
    yield from _unwanted(PROMISE_NOT_ALLOWED, "is a promise we do not make", around.setting.promises, node)


def preferred_words(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Words for which `tone.prefer` has another."""
    for variant in node.variants():
        wanted = {
            folded(other): word
            for word in for_locale(around.setting.prefer, variant.locale)
            for other in word.instead_of
        }
        for said, at in _said(node, variant, tuple(wanted)):
            word = wanted[said]
            message = f"“{_typed(variant, said, at)}” is said here; our word is “{word.say}”: {word.because}"
            yield node.finding(PREFERRED_WORD, variant, message, f"write “{word.say}”", at)


def _unwanted(rule: Rule, what: str, phrases: Mapping[str, tuple[Avoided, ...]], node: TextNode) -> Iterator[Finding]:
    for variant in node.variants():
        because = {folded(each.say): each.because for each in for_locale(phrases, variant.locale)}
        for said, at in _said(node, variant, tuple(because)):
            yield node.finding(rule, variant, f"“{_typed(variant, said, at)}” {what}: {because[said]}", at=at)


def _typed(variant: Variant, said: str, at: _At) -> str:
    return " ".join(variant.pattern[slice(*at)].split()) if at else said


def _said(node: TextNode, variant: Variant, phrases: tuple[str, ...]) -> Iterator[tuple[str, _At]]:
    """Which of the phrases people read, each time, and where in the pattern it stands (None: markup hides it)."""
    finder = any_of(phrases)
    if finder is None:
        return
    found = [match.group() for match in finder.finditer(folded("\n".join(words_of(variant.pattern, node.markdown))))]
    for said in dict.fromkeys(found):
        places: list[_At] = [*islice(occurrences(variant.pattern, said), found.count(said))]
        yield from ((said, at) for at in places or [None])
