"""Two versions of a policy, compared as a person reads them: clause by clause, word by word, locale by locale. Pure.

Words are compared as they are shown: values filled in, arguments a channel supplies with their examples. A clause is
recognised by its id, by the tombstone that names its successor, and else by most of its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from truth.model.canonical import Json
from truth.model.errors import NotFound, Refused
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref
from truth.registry.binding import declared
from truth.registry.catalogue import Catalogue
from truth.registry.resolve import Question, resolve_text
from truth.text.lines import lines_of
from truth.text.sequences import longest_rising
from truth.text.setting import Format
from truth.text.word_diff import Op, Piece, one_sided, word_diff

_ALIKE = 0.5  # of two clauses' words: from here on, one is the other under a new name
_MOST_PAIRS = 2_500  # clauses gone times clauses new that are held against each other


class Change(StrEnum):
    """What happened to a clause."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class ClauseDiff:
    """One clause in one locale.

    `was` is the id it had, where that is another; `moved`: it stands elsewhere among those that stayed. A change
    without a changed word is one of its markup.
    """

    id: str
    change: Change
    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]
    was: str | None = None
    moved: bool = False

    @property
    def is_noteworthy(self) -> bool:
        """Whether there is anything to say about it."""
        return self.change is not Change.SAME or self.moved or self.was is not None

    @property
    def is_only_markup(self) -> bool:
        """Whether it changed, and reads the same."""
        return self.change is Change.CHANGED and all(piece.op is Op.SAME for piece in (*self.heading, *self.text))


@dataclass(frozen=True)
class LocaleDiff:
    """A policy in one locale."""

    locale: str
    title: tuple[Piece, ...]
    clauses: tuple[ClauseDiff, ...]


@dataclass(frozen=True)
class Spoken:
    """A clause as it is shown: its heading, its lines, and the HTML they come from."""

    heading: str
    lines: str
    html: str


def policy_diff(
    entry: Ref,
    old: Catalogue | None,
    new: Catalogue,
    locales: Sequence[str],
    *,
    clause: str | None = None,
    channel: str | None = None,
) -> list[LocaleDiff]:
    """What differs between two versions of a policy in each of `locales`; None: there was none before.

    A locale that neither has is left out. With a `clause`, only that one; `NotFound` names the nearest.
    """
    found = [_in_locale(entry, old, new, locale, channel) for locale in locales]
    written = [one for one in found if one.clauses or one.title]
    if clause is None:
        return written
    known = {id for one in written for part in one.clauses for id in (part.id, part.was) if id}
    if clause not in known:
        raise NotFound(f"{entry} has no clause '{clause[:80]}'{did_you_mean(clause, known)}")
    return [_only(one, clause) for one in written]


def spoken_clauses(entry: Ref, catalogue: Catalogue, locale: str, channel: str | None = None) -> Mapping[str, Spoken]:
    """The clauses of a policy that have words in a locale, in their order, as they are shown."""
    listed = {ref.path[-1]: ref for ref in catalogue.clauses(entry / "clauses")}
    found = ((id, _spoken(catalogue, ref, locale, channel)) for id, ref in listed.items())
    return {id: one for id, one in found if one}


def diff_json(diffs: Sequence[LocaleDiff]) -> list[Json]:
    """As it is sent."""
    return [
        {
            "locale": one.locale,
            "title": _pieces_json(one.title),
            "summary": summary_json(one),
            "clauses": [_clause_json(part) for part in one.clauses],
        }
        for one in diffs
    ]


def summary_json(one: LocaleDiff) -> dict[str, list[Json]]:
    """The ids of the clauses that are new, gone, changed, moved, and renamed."""
    by = {change: [part.id for part in one.clauses if part.change is change] for change in Change}
    return {
        "added": by[Change.ADDED],
        "removed": by[Change.REMOVED],
        "changed": by[Change.CHANGED],
        "moved": [part.id for part in one.clauses if part.moved],
        "renamed": [{"from": part.was, "to": part.id} for part in one.clauses if part.was],
    }


def _clause_json(part: ClauseDiff) -> dict[str, Json]:
    return {
        "id": part.id,
        "change": str(part.change),
        "was": part.was,
        "moved": part.moved,
        "only_markup": part.is_only_markup,
        "heading": _pieces_json(part.heading),
        "text": _pieces_json(part.text),
    }


def _pieces_json(pieces: Sequence[Piece]) -> list[Json]:
    return [{"op": str(piece.op), "text": piece.text} for piece in pieces]


def _only(one: LocaleDiff, clause: str) -> LocaleDiff:
    return LocaleDiff(one.locale, (), tuple(part for part in one.clauses if clause in (part.id, part.was)))


def _in_locale(entry: Ref, old: Catalogue | None, new: Catalogue, locale: str, channel: str | None) -> LocaleDiff:
    before = spoken_clauses(entry, old, locale, channel) if old else {}
    after = spoken_clauses(entry, new, locale, channel)
    titles = [_title(entry, one, locale) if one else "" for one in (old, new)]
    pairs = _same_clauses(before, after, _successors(entry, new))
    moved = _moved(list(before), list(after), pairs)
    clauses = [_compared(id, pairs.get(id), before, after, id in moved) for id in after]
    gone = [_gone(id, before[id]) for id in before if id not in pairs.values()]
    return LocaleDiff(locale, word_diff(*titles), tuple(_in_order(clauses, gone, list(before), pairs)))


def _compared(
    id: str, was: str | None, before: Mapping[str, Spoken], after: Mapping[str, Spoken], moved: bool
) -> ClauseDiff:
    now = after[id]
    if was is None:
        return ClauseDiff(id, Change.ADDED, one_sided(Op.ADDED, now.heading), one_sided(Op.ADDED, now.lines))
    then = before[was]
    change = Change.SAME if then == now else Change.CHANGED
    heading, text = word_diff(then.heading, now.heading), word_diff(then.lines, now.lines)
    return ClauseDiff(id, change, heading, text, was if was != id else None, moved)


def _gone(id: str, then: Spoken) -> ClauseDiff:
    return ClauseDiff(id, Change.REMOVED, one_sided(Op.REMOVED, then.heading), one_sided(Op.REMOVED, then.lines))


def _in_order(
    clauses: Sequence[ClauseDiff], gone: Sequence[ClauseDiff], before: Sequence[str], pairs: Mapping[str, str]
) -> Iterator[ClauseDiff]:
    """The clauses there are, in their order; each that is gone after what stood before it."""
    stayed = set(pairs.values())
    following: dict[str | None, list[ClauseDiff]] = {}
    last, removed = None, {part.id: part for part in gone}
    for id in before:
        if id in stayed:
            last = id
        else:
            following.setdefault(last, []).append(removed[id])
    yield from following.get(None, ())
    for part in clauses:
        yield part
        yield from following.get(pairs.get(part.id, ""), ())


def _same_clauses(
    before: Mapping[str, Spoken], after: Mapping[str, Spoken], successors: Mapping[str, str]
) -> dict[str, str]:
    """The id a clause had, by the id it has; new ones are not in it."""
    pairs = {id: id for id in after if id in before}
    for was, id in successors.items():
        if was in before and id in after and was not in pairs and id not in pairs:
            pairs[id] = was
    lost = [id for id in before if id not in pairs.values()]
    new = [id for id in after if id not in pairs]
    for _, id, was in sorted(_likenesses(before, after, lost, new), reverse=True):
        if id not in pairs and was not in pairs.values():
            pairs[id] = was
    return pairs


def _likenesses(
    before: Mapping[str, Spoken], after: Mapping[str, Spoken], lost: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[float, str, str]]:
    if len(lost) * len(new) > _MOST_PAIRS:
        return
    then = {id: Counter(before[id].lines.split()) for id in lost}
    now = {id: Counter(after[id].lines.split()) for id in new}
    for id, words in now.items():
        for was, others in then.items():
            alike = 2 * (words & others).total() / max(words.total() + others.total(), 1)
            if alike >= _ALIKE:
                yield alike, id, was


def _moved(before: Sequence[str], after: Sequence[str], pairs: Mapping[str, str]) -> set[str]:
    """The clauses that left the order the others kept."""
    place = {id: number for number, id in enumerate(before)}
    stayed = [id for id in after if id in pairs]
    kept = {stayed[number] for number in longest_rising([place[pairs[id]] for id in stayed])}
    return set(stayed) - kept


def _successors(entry: Ref, catalogue: Catalogue) -> Mapping[str, str]:
    tombstones = catalogue.document(entry).body.get("retired_clauses", {})
    return {id: one["replaced_by"] for id, one in tombstones.items() if one.get("replaced_by")}


def _title(entry: Ref, catalogue: Catalogue, locale: str) -> str:
    spoken = _said(catalogue, entry / "title", locale, None, Format.JSON)
    return spoken or ""


def _spoken(catalogue: Catalogue, ref: Ref, locale: str, channel: str | None) -> Spoken | None:
    heading = _said(catalogue, ref / "heading", locale, channel, Format.JSON)
    html = _said(catalogue, ref, locale, channel, Format.HTML)
    return None if heading is None or html is None else Spoken(heading, lines_of(html), html)


def _said(catalogue: Catalogue, ref: Ref, locale: str, channel: str | None, format: Format) -> str | None:
    """A text as it is shown; as it is written where what it is bound to is gone; None where it has no such words."""
    words = catalogue.text(ref).text.get(locale)
    if words is None:
        return None
    known = channel if channel in catalogue.setting.channels else None
    try:
        question = Question(ref, locale, known, format, supplied=_examples(catalogue, ref))
        return resolve_text(catalogue, question).text
    except Refused:
        return words if isinstance(words, str) else words.get(known or "default", "")


def _examples(catalogue: Catalogue, ref: Ref) -> Mapping[str, Json]:
    scope = declared(catalogue, catalogue.document(ref))
    return {name: one.example for name, one in scope.items() if one.bound is None and one.example is not None}
