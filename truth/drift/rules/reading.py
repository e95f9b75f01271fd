"""Reading: a file as the rules see it, and Hit: what a rule has to say about some of its bytes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from truth.drift.config import Config, StatusPlace
from truth.drift.facts.facts import Facts
from truth.drift.found import Edit, Found
from truth.drift.piece import Piece, Role
from truth.drift.source_file import SourceFile
from truth.drift.spans import Spans
from truth.model.finding import Rule


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: the bytes `start` to `end`, what they are about, what is wrong and what to do."""

    rule: Rule
    start: int
    end: int
    subject: str
    message: str
    fix: str | None = None
    edit: Edit | None = None

    def found(self, file: SourceFile) -> Found:
        """The hit as a finding in its file."""
        finding = self.rule.finding(self.subject, self.message, fix=self.fix).at(file.mark(self.start, self.end))
        said = file.data[self.start : self.end].decode("utf-8", "replace")
        return Found(finding, file.path, self.start, self.end, said, self.edit)


@dataclass(frozen=True, eq=False)
class Reading:
    """A file's pieces, with the facts they are held against and what the configuration says of the file.

    `text_call` and `value_call` are how a text is asked for in its format, see `Extractor`. `words` and `anchors` are
    the bytes at which some of a canonical text, or an anchor, was seen; None: they may be anywhere.
    """

    file: SourceFile
    pieces: Sequence[Piece]
    facts: Facts
    config: Config = field(default_factory=Config)
    text_call: str | None = None
    value_call: str | None = None
    words: Sequence[int] | None = None
    anchors: Sequence[int] | None = None

    @property
    def path(self) -> str:
        """The file's path."""
        return self.file.path

    @cached_property
    def locale(self) -> str | None:
        """The language the file is said to be in."""
        return self.config.locale_of(self.path) or self.config.locale

    @cached_property
    def channel(self) -> str | None:
        """The channel the file is said to be for."""
        return self.config.channel_of(self.path)

    @cached_property
    def places(self) -> Sequence[StatusPlace]:
        """Where statuses live in this file, of the vocabularies there are."""
        return [one for one in self.config.places_in(self.path) if one.vocabulary in self.facts.vocabularies]

    def locales_of(self, piece: Piece) -> tuple[str, ...]:
        """The company's locales a piece's words may be held against."""
        return self.facts.said_in(piece.locale or self.locale)

    def of_role(self, *roles: Role) -> Iterator[Piece]:
        """The pieces of some roles, in order."""
        return (piece for piece in self.pieces if piece.role in roles)

    def may_be_canonical(self, piece: Piece) -> bool:
        """Whether some words of a canonical text were seen in a piece."""
        return _is_within(self.words, piece)

    def may_promise(self, piece: Piece) -> bool:
        """Whether an anchor was seen in a piece."""
        return _is_within(self.anchors, piece)

    @cached_property
    def tells_of_withdrawal(self) -> bool:
        """Whether the file speaks of the consumer's statutory right of withdrawal."""
        return any(_WITHDRAWING.search(piece.text) for piece in self.of_role(Role.TEXT))

    @cached_property
    def canonical(self) -> Spans:
        """The elements whose words come from the registry, with what a server wrote into them."""
        return Spans((one.call.start, one.call.end) for one in self.of_role(Role.REF) if one.call)

    def is_canonical(self, piece: Piece) -> bool:
        """Whether a piece stands inside an element that says which ref it shows."""
        return self.canonical.cover(piece.start, piece.end)


_FOR_STAFF = re.compile(
    r"(?:^|\.)(?:log|logger|logging|console|debug|trace|info|warn|warning|error|critical|exception|print|assert\w*)$"
    r"|(?:Error|Exception|Warning)$|(?:^|\.)(?:query|getAll|find|get)By\w+$",
)
_WITHDRAWING = re.compile(r"\b(?:right of withdrawal|widerruf\w*|rétractation)\b", re.IGNORECASE)
_QUERY = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER)\s")
_TESTS = re.compile(r"(?:^|/)(?:tests?|__tests__|spec|fixtures)/|(?:^|/)test_[^/]*$|[._](?:spec|test)\.\w+$")


def is_for_customers(path: str, piece: Piece) -> bool:
    """Whether a string of code may reach a customer: not one for the log, for the database, or of a test."""
    if piece.role is not Role.VALUE:
        return True
    return not (_FOR_STAFF.search(piece.name) or _QUERY.match(piece.text) or _TESTS.search(path))


def _is_within(places: Sequence[int] | None, piece: Piece) -> bool:
    if places is None:
        return True
    at = bisect_left(places, piece.start)
    return at < len(places) and places[at] < piece.end


Family = Callable[[Reading], Iterator[Hit]]
"""The rules of one family, on one file."""
