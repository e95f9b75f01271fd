"""Does a text say each number only where it is stored?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truth.model.finding import Finding, Rule, Severity
from truth.text.node import Surroundings, TextNode
from truth.text.occurrence import Places
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
        phrases = words_of(variant.pattern, node.markdown) if around.owned else ()
        said = [sentence for phrase in phrases for sentence in sentences(phrase, variant.locale)]
        places = Places(variant.pattern, said)
        for index, sentence in enumerate(said):
            for message, fix, typed in _repeated(sentence, variant.locale, around):
                yield node.finding(LITERAL_REPEATS_A_VALUE, variant, message, fix, places.of(typed, index))


def _repeated(sentence: str, locale: str, around: Surroundings) -> Iterator[tuple[str, str, str]]:
    """What is wrong, what to write, and the words as typed."""
    for name, owned in around.owned.items():
        if _near(sentence, for_locale(owned.not_near, locale)):
            continue
        anchored = _near(sentence, for_locale(owned.anchors, locale))
        for typed in repeats(sentence, owned.value, locale, anchored=anchored):
            yield f"“{typed}” repeats the value '{name}'", f"write {{{name}}}", typed


def _near(sentence: str, words: Sequence[str]) -> bool:
    found = any_of(tuple(words))
    return found is not None and found.search(folded(sentence)) is not None
