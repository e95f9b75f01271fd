"""Does the text use the company's words, and say each number only where it is stored?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truth.model.finding import Finding, Rule, Severity
from truth.text.node import Surroundings, TextNode, Variant
from truth.text.phrases import any_of, folded, for_locale
from truth.text.quantity import repeats
from truth.text.reading import words_of
from truth.text.rules.examples import clause
from truth.text.sample import sentences

AVOIDED_WORD = Rule(
    "text/avoided-word",
    Severity.WARNING,
    "The company has decided not to say this, and what to say instead.",
    passes={
        "company:profile": {"tone": {"avoid": {"en": [{"say": "unfortunately", "because": "say what happens next"}]}}},
        **clause("You have {window}."),
    },
    fails={
        "company:profile": {"tone": {"avoid": {"en": [{"say": "unfortunately", "because": "say what happens next"}]}}},
        **clause("Unfortunately you only have {window}."),
    },
)
LITERAL_REPEATS_A_VALUE = Rule(
    "text/literal-repeats-a-value",
    Severity.ERROR,
    "A number typed into a text stays behind when the value it repeats changes.",
    passes=clause("You have {window}."),
    fails=clause("You have thirty days. That is {window}."),
)
RULES = (AVOIDED_WORD, LITERAL_REPEATS_A_VALUE)


def avoided_words(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Words of `tone.avoid`, whole and whatever their case."""
    for variant in node.variants():
        because = {folded(each.say): each.because for each in for_locale(around.setting.avoid, variant.locale)}
        avoided = any_of(tuple(because))
        if avoided is None:
            continue
        words = folded("\n".join(words_of(variant.pattern, node.markdown)))
        for said in dict.fromkeys(match.group() for match in avoided.finditer(words)):
            yield node.finding(AVOIDED_WORD, variant, f"“{said}” is a word to avoid: {because[said]}")


def repeated_values(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Values the entry owns, typed in by hand, in digits or in words."""
    for variant in node.variants():
        for phrase in words_of(variant.pattern, node.markdown) if around.owned else ():
            for sentence in sentences(phrase, variant.locale):
                yield from _repeated(node, variant, sentence, around)


def _repeated(node: TextNode, variant: Variant, sentence: str, around: Surroundings) -> Iterator[Finding]:
    for name, owned in around.owned.items():
        if _near(sentence, for_locale(owned.not_near, variant.locale)):
            continue
        anchored = _near(sentence, for_locale(owned.anchors, variant.locale))
        for typed in repeats(sentence, owned.value, variant.locale, anchored=anchored):
            message = f"“{typed}” repeats the value '{name}'"
            yield node.finding(LITERAL_REPEATS_A_VALUE, variant, message, f"write {{{name}}}")


def _near(sentence: str, words: Sequence[str]) -> bool:
    found = any_of(tuple(words))
    return found is not None and found.search(folded(sentence)) is not None
