"""Are arguments used and believable, and translations up to date?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from truth.model.canonical import Json, digest_of
from truth.model.errors import Invalid
from truth.model.finding import Finding, Rule, Severity
from truth.model.ref import Ref
from truth.text.argument import Argument, read_argument
from truth.text.message import names_of
from truth.text.node import Surroundings, TextNode
from truth.text.reading import readable
from truth.text.rules.examples import clause
from truth.text.sample import show_example
from truth.text.setting import Setting


def _fee(amounts: Mapping[str, str]) -> Mapping[str, Any]:
    patch = clause("You have {window}. It costs {fee}.", "Sie haben {window} Zeit. Es kostet {fee}.")["policy:returns"]
    fee = {"type": "money", "value": amounts, "favours": "lower", "anchors": {"en": ["cost"], "de": ["kostet"]}}
    return {"policy:returns": {**patch, "values": {"fee": fee}}}


UNUSED_ARGUMENT = Rule(
    "text/unused-argument",
    Severity.WARNING,
    "An argument no text uses asks every channel for something nobody reads.",
    passes={},
    fails={"status:order": {"arguments": {"colour": {"type": "string", "example": "green"}}}},
)
BAD_ARGUMENT = Rule(
    "text/bad-argument",
    Severity.ERROR,
    "An example or default its own declaration refuses, or a value a language has no words for, cannot be shown.",
    passes=_fee({"EUR": "2.00", "GBP": "1.80"}),
    fails=_fee({"GBP": "1.80"}),
)
STALE_TRANSLATION = Rule(
    "text/stale-translation",
    Severity.WARNING,
    "The source changed after this was translated; the two may promise different things.",
    passes=clause("You have {window}."),
    fails={"policy:returns": {"wording": {"de": {"of": f"sha256:{'0' * 64}"}}}},
)
RULES = (UNUSED_ARGUMENT, BAD_ARGUMENT, STALE_TRANSLATION)


def check_arguments(
    entry: Ref, declared: Mapping[str, tuple[str | int, ...]], used: frozenset[str]
) -> Iterator[Finding]:
    """Declared arguments (name → place in the document) that no text of the entry uses."""
    for name, path in declared.items():
        if name not in used:
            message = f"no text of this entry uses {{{name}}}"
            yield UNUSED_ARGUMENT.finding(entry, message, path=path, fix="use it, or remove it")


def check_declaration(entry: Ref, argument: Argument, path: tuple[str | int, ...]) -> Iterator[Finding]:
    """A supplied argument whose example or default it would refuse from a channel; `path` leads to its declaration."""
    for place in ("example", "default"):
        raw = getattr(argument, place)
        if raw is None or argument.bound is not None:
            continue
        try:
            read_argument(argument, raw)
        except Invalid as error:
            yield BAD_ARGUMENT.finding(entry, f"the {place} of {error.message}", path=(*path, place))


def arguments_without_words(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Arguments a locale or a channel cannot show: no amount in its currency, no words in its language."""
    known = around.known(node)
    for variant in node.variants():
        names = {name for message in readable(variant.pattern, node.markdown) for name in names_of(message)}
        for name in sorted(names & set(known)):
            for problem in dict.fromkeys(_problems(known[name], variant.locale, variant.channel, around)):
                yield node.finding(BAD_ARGUMENT, variant, f"{{{name}}} cannot be shown: {problem}")


def _problems(argument: Argument, locale: str, channel: str | None, around: Surroundings) -> Iterator[str]:
    channels = [channel] if channel or argument.type != "money" else [None, *around.setting.channels]
    for name in channels:
        try:
            show_example(argument, locale, name, around)
        except Invalid as error:
            yield error.message


def source_digest(wording: Mapping[str, Json]) -> str:
    """The digest a translation records as `of`: of the source locale's clauses, headings and texts alike."""
    return digest_of(wording.get("clauses", {}))


def check_translation(entry: Ref, wording: Mapping[str, Json], setting: Setting) -> Iterator[Finding]:
    """Translations that record another source than the one there is. `wording` is by locale, as in the document."""
    source = wording.get(setting.source)
    if source is None:
        return
    current = source_digest(source)
    for locale, translation in wording.items():
        of = translation.get("of")
        if locale != setting.source and of is not None and of != current:
            message = f"{locale} translates an older text of {setting.source}"
            fix = f"compare the two, then record of: {current}"
            yield STALE_TRANSLATION.finding(entry, message, path=("wording", locale, "of"), fix=fix)
