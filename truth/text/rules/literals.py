"""Does a text say each number only where it is stored?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truth.model.finding import Finding, Rule, Severity
from truth.text.node import Surroundings, TextNode, Variant
from truth.text.occurrence import first_occurrence
from truth.text.phrases import any_of, folded, for_locale
from truth.text.quantity import repeats
from truth.text.reading import words_of
from truth.text.rules.examples import clause
from truth.text.sample import sentences

LITERAL_REPEATS_A_VALUE = Rule(
    "text/literal-repeats-a-value",
    Severity.ERROR,
    "A number typed into a text stays behind when the value it repeats changes.",
    passes=clause("You have {window}."),
    fails=clause("You have thirty days. That is {window}."),
)
RULES = (LITERAL_REPEATS_A_VALUE,)


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
            message, at = f"“{typed}” repeats the value '{name}'", first_occurrence(variant.pattern, typed)
            yield node.finding(LITERAL_REPEATS_A_VALUE, variant, message, f"write {{{name}}}", at)


def _near(sentence: str, words: Sequence[str]) -> bool:
    found = any_of(tuple(words))
    return found is not None and found.search(folded(sentence)) is not None
