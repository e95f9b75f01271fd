"""Phrases: the canonical wordings, as the words a page may show, arguments open or filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice, product

from truth.drift.piece import HOLE
from truth.drift.tokens import sentence_spans, tokens_of
from truth.kinds.kind import TextAt
from truth.model.document import Document
from truth.model.errors import Invalid, Refused
from truth.model.ref import Ref
from truth.registry.binding import argument
from truth.registry.catalogue import Catalogue, index_of
from truth.text.choice import DEFAULT
from truth.text.formatting import display
from truth.text.message import Count, Literal, Message, Plural, Select
from truth.text.render import template_of
from truth.text.setting import Format

_MOST_WAYS = 16  # in which one text is said: what its arguments hold decides
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|blockquote|pre|table|tr|td|th|dl|dt|dd|hr)\b[^>]*>|<br[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
FEWEST = 5
"""Words a sentence has to have to be known by itself; a shorter one is anybody's."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One canonical wording: of a text, a paragraph of one, or a sentence of that.

    `words` are as they are compared; `said` as people read it, `HOLE` where an argument is open. `whole` where it is
    all that the ref says. `role` is the text's: label, title, sentence, clause. `code` where it is a status's.
    """

    ref: str
    locale: str
    channel: str | None
    role: str
    words: tuple[str, ...]
    said: str
    whole: bool
    open: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        """Whether it is known by itself: it has enough words besides numbers and what is filled in."""
        return sum(word[0].isalpha() for word in self.words) >= FEWEST


def phrases_of(catalogue: Catalogue) -> Iterator[Phrase]:
    """Every wording of every text that the Snapshot has, in every locale and channel; what is inherited, once."""
    for document in catalogue.snapshot.documents.values():
        for at in index_of(document).texts.values():
            if not at.inherited:
                yield from _of_text(catalogue, document, at)


def _of_text(catalogue: Catalogue, document: Document, at: TextAt) -> Iterator[Phrase]:
    ref = document.entry.join(at.path)
    for locale, words in at.text.items():
        by_channel = {DEFAULT: words} if isinstance(words, str) else words
        for channel, pattern in by_channel.items():
            yield from _of_pattern(catalogue, document, at, ref, locale, channel, pattern)


def _of_pattern(
    catalogue: Catalogue, document: Document, at: TextAt, ref: Ref, locale: str, channel: str, pattern: str
) -> Iterator[Phrase]:
    try:
        message = template_of(pattern, Format.HTML if at.markdown else Format.JSON, at.markdown).message
    except Invalid:  # a finding of its own, where it is published
        return
    shown = _Shown(catalogue, document, at, locale)
    named = None if channel == DEFAULT else channel
    met: set[tuple[str, ...]] = set()
    for said in islice(_ways(message, shown), _MOST_WAYS):
        blocks = _blocks(said) if at.markdown else [_SPACE.sub(" ", said).strip()]
        for part, is_whole in _parts(blocks):
            words = tuple(token.word for token in tokens_of(part))
            if words and words not in met:
                met.add(words)
                yield Phrase(str(ref), locale, named, at.role, words, part, is_whole, shown.open)


def _parts(blocks: Sequence[str]) -> Iterator[tuple[str, bool]]:
    for block in blocks:
        yield block, len(blocks) == 1
        tokens = tokens_of(block)
        spans = sentence_spans(block, tokens)
        for first, after in spans if len(spans) > 1 else ():
            if after - first >= FEWEST:
                yield block[tokens[first].start : tokens[after - 1].end], False


def _blocks(markup: str) -> list[str]:
    """What a reader sees of an HTML fragment, block by block."""
    blocks = [_SPACE.sub(" ", unescape(_TAG.sub("", block))).strip() for block in _BLOCK.split(markup)]
    return [block for block in blocks if block]


class _Shown:
    """What the arguments of one text may show: a hole, or the words of what they are bound to."""

    def __init__(self, catalogue: Catalogue, document: Document, at: TextAt, locale: str) -> None:
        self._catalogue, self._document, self._at, self._locale = catalogue, document, at, locale
        self._known: dict[str, tuple[str, ...]] = {}
        self._open: set[str] = set()

    @property
    def open(self) -> frozenset[str]:
        return frozenset(self._open)

    def ways(self, name: str) -> tuple[str, ...]:
        if name not in self._known:
            self._known[name] = (*self._bound(name), HOLE)
        return self._known[name]

    def _bound(self, name: str) -> tuple[str, ...]:
        try:
            known = argument(self._catalogue, self._document, self._at, name)
            if known is None or known.bound is None:
                self._open.add(name)
                return ()
            setting = self._catalogue.setting
            shown = display(known.bound, self._locale, currency=setting.currency, time_zone=setting.time_zone)
        except Refused:
            return ()
        return (shown.text,)


def _ways(message: Message, shown: _Shown) -> Iterator[str]:
    """The ways to say a message: each argument bound or open, each branch taken."""
    names = sorted({node.name for node in message if not isinstance(node, Literal)})
    choices: Mapping[str, Sequence[int]] = {name: range(_width(message, name, shown)) for name in names}
    for taken in product(*choices.values()):
        yield "".join(_said(message, dict(zip(names, taken, strict=True)), shown))


def _width(message: Message, name: str, shown: _Shown) -> int:
    widths = [
        len(node.branches) if isinstance(node, Plural | Select) else len(shown.ways(name))
        for node in message
        if not isinstance(node, Literal) and node.name == name
    ]
    return max(widths)


def _said(message: Message, taken: Mapping[str, int], shown: _Shown) -> Iterator[str]:
    for node in message:
        if isinstance(node, Literal):
            yield node.text
        elif isinstance(node, Plural | Select):
            _, branch = node.branches[taken[node.name] % len(node.branches)]
            yield from _branch(branch, shown)
        else:
            ways = shown.ways(node.name)
            yield HOLE if isinstance(node, Count) else ways[taken[node.name] % len(ways)]


def _branch(branch: Message, shown: _Shown) -> Iterator[str]:
    """A branch's words; what is filled in there stays open, and of branches within it the last is taken."""
    for node in branch:
        if isinstance(node, Literal):
            yield node.text
        elif isinstance(node, Plural | Select):
            yield from _branch(node.branches[-1][1], shown)
        else:
            shown.ways(node.name)
            yield HOLE
