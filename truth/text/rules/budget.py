"""Does every text fit where it appears?"""

from __future__ import annotations

from collections.abc import Iterator

from truth.model.finding import Finding, Rule, Severity
from truth.text.node import Surroundings, TextNode, Variant
from truth.text.rules.examples import clause, label
from truth.text.rules.shown import shown_where
from truth.text.sample import count_words, length, samples, sentences
from truth.text.setting import Format

TOO_LONG = Rule(
    "text/too-long",
    Severity.ERROR,
    "A label longer than its channel's room is cut off.",
    passes=label({"default": "Shipped to you", "sms": "Shipped"}),
    fails=label("Shipped and on its way to you"),
)
TOO_MANY_SEGMENTS = Rule(
    "text/too-many-segments",
    Severity.WARNING,
    "Every SMS segment is paid for, and long messages arrive in pieces.",
    passes=clause("You have {window}."),
    fails=clause("You have {window}. " + "We answer every question in good time. " * 8),
)
SENTENCE_TOO_LONG = Rule(
    "text/sentence-too-long",
    Severity.WARNING,
    "Short sentences are understood at first reading; `tone.sentence_max` says how short.",
    passes={"company:profile": {"tone": {"sentence_max": 20}}, **clause("You have {window}. Then you decide.")},
    fails={"company:profile": {"tone": {"sentence_max": 20}}, **clause("You have {window}" + " and a day" * 9 + ".")},
)
RULES = (TOO_LONG, TOO_MANY_SEGMENTS, SENTENCE_TOO_LONG)


def labels_too_long(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Labels, filled with examples, longer than `label_max` of a channel that shows them."""
    if node.role != "label":
        return
    for channel, variant in shown_where(node, around):
        if channel.label_max is None:
            continue
        format = Format.SMS if channel.format is Format.SMS else Format.TEXT
        longest = max((length(each.text) for each in samples(node, variant, channel.name, format, around)), default=0)
        if longest > channel.label_max:
            message = f"{longest} characters; {channel.name} has room for {channel.label_max}"
            fix = f"shorten it, or give {channel.name} words of its own"
            yield node.finding(TOO_LONG, variant, message, fix)


def messages_too_long(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Texts, filled with examples, that take more SMS segments than a channel allows."""
    for channel, variant in shown_where(node, around):
        if channel.format is not Format.SMS or channel.segments_max is None:
            continue
        counted = [each.segments for each in samples(node, variant, channel.name, Format.SMS, around) if each.segments]
        most = max(counted, key=lambda segments: segments.segments, default=None)
        if most and most.segments > channel.segments_max:
            message = (
                f"{most.segments} segments ({most.characters} characters in {most.encoding}); "
                f"{channel.name} allows {channel.segments_max}"
            )
            yield node.finding(TOO_MANY_SEGMENTS, variant, message, f"write shorter words for {channel.name}")


def sentences_too_long(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Sentences with more words than the company's tone allows."""
    most = around.setting.sentence_max
    if most is None or node.role not in ("sentence", "clause"):
        return
    for variant in node.variants():
        for sentence, words in _longest(node, variant, around, most):
            message = f"a sentence has {words} words; {most} is the limit: “{_excerpt(sentence)}”"
            yield node.finding(SENTENCE_TOO_LONG, variant, message, "make two of it")


def _longest(node: TextNode, variant: Variant, around: Surroundings, most: int) -> Iterator[tuple[str, int]]:
    seen = set()
    for filled in samples(node, variant, variant.channel, Format.JSON, around):
        for sentence in sentences(filled.text, variant.locale):
            words = count_words(sentence, variant.locale) if len(sentence) > most else 0
            if words > most and sentence not in seen:
                seen.add(sentence)
                yield sentence, words


def _excerpt(sentence: str) -> str:
    return sentence if len(sentence) <= 60 else f"{sentence[:59].rstrip()}…"
