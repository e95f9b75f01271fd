"""A text's dated versions, as the imported versions of a policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from truth.kinds.policy.importing.policy import findings, published
from truth.kinds.policy.importing.rules import UNREADABLE, Note
from truth.kinds.policy.importing.sheet import Sheet, read_sheet
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Finding
from truth.model.imported import Found
from truth.model.ref import Ref


@dataclass(frozen=True)
class Dated:
    """A file as it was published: when, where it was found, and who wrote it and why, as far as its source says.

    `text` None: it was taken away then.
    """

    at: datetime
    text: str | None
    source: str
    author: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Converted:
    """The versions that could be read, and what there is to say about all of them."""

    versions: tuple[Found, ...]
    findings: tuple[Finding, ...]


def converted(dated: Sequence[Dated], key: str, locale: str, name: str) -> Converted:
    """The versions of a policy in a locale; `name` is what it is called where a version does not say.

    One that cannot be read is left out, and said so; `Invalid` where none can be.
    """
    reader = _Reader(name)
    read = [(one, reader.sheet(one)) for one in dated]
    entry = Ref("policy", key)
    versions = [
        Found(Document(entry, published(sheet, locale)), locale, one.at, one.source, one.author, one.reason)
        for one, sheet in read
        if sheet
    ]
    if not versions:
        raise Invalid(f"none of {len(dated)} versions can be read as a policy", list(_told(reader.notes, key)))
    return Converted(tuple(versions), tuple(_told(reader.notes, key)))


def language_of(dated: Sequence[Dated], name: str) -> str | None:
    """The language that the latest readable version names itself."""
    reader = _Reader(name)
    sheets = (reader.sheet(one) for one in sorted(dated, key=lambda one: one.at, reverse=True))
    latest = next((sheet for sheet in sheets if sheet), None)
    return latest.language if latest else None


class _Reader:
    """Reads each text once: a file is often renamed, and not changed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._read: dict[str, Sheet | Invalid] = {}
        self.notes: list[tuple[Dated, Note]] = []

    def sheet(self, one: Dated) -> Sheet | None:
        """What a version says; None where it says nothing, which is noted."""
        if one.text is None:
            message = "the file was taken away; what it said before is read until a later version"
            self.notes.append((one, Note(UNREADABLE, 1, message)))
            return None
        found = self._sheet(one.text)
        if isinstance(found, Invalid):
            self.notes.append((one, Note(UNREADABLE, 1, f"this version is left out: {found.message}")))
            return None
        self.notes += [(one, note) for note in found.notes]
        return found

    def _sheet(self, text: str) -> Sheet | Invalid:
        if text not in self._read:
            try:
                self._read[text] = read_sheet(text, self._name)
            except Invalid as error:
                self._read[text] = error
        return self._read[text]


def _told(notes: Iterable[tuple[Dated, Note]], key: str) -> Iterator[Finding]:
    """Each thing once, where it is met first, with how many versions it is in."""
    first: dict[tuple[str, str], tuple[Dated, Note]] = {}
    among: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for one, note in notes:
        what = (note.rule.id, note.message)
        first.setdefault(what, (one, note))
        among[what].add(id(one))
    for what, (one, note) in first.items():
        many = f" (in {len(among[what])} versions)" if len(among[what]) > 1 else ""
        yield from findings([replace(note, message=f"{note.message}{many}")], one.source, key)
