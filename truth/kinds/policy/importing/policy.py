"""A Markdown file as the body of a policy, with what is left for its owner to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from truth.kinds.policy.importing.candidates import Candidate, candidates, dated
from truth.kinds.policy.importing.confirming import Confirmed, bind
from truth.kinds.policy.importing.rules import MISSING, Note
from truth.kinds.policy.importing.sheet import Section, Sheet, pattern_of
from truth.model.canonical import Json
from truth.model.finding import Finding, Mark
from truth.model.ref import Ref

LONGEST_NOTE = 4_000
_MOST_CLAUSES = 200


@dataclass(frozen=True)
class Imported:
    """The body of a policy, finished or not, what there is to say about it, and the numbers that may be values."""

    body: Mapping[str, Json]
    findings: tuple[Finding, ...]
    candidates: tuple[Candidate, ...]


def policy(
    sheet: Sheet, file: str, key: str, locale: str, *, owner: str | None = None, confirmed: Sequence[Confirmed] = ()
) -> Imported:
    """The policy of a sheet in a locale; `owner` is the team that answers for it, where somebody named one.

    Raises `UsageError` for a confirmed number that is not there.
    """
    found = candidates(sheet.sections, locale)
    bound = bind(sheet.sections, found, confirmed, locale)
    notes = [*sheet.notes, *dated(sheet.sections, locale), *bound.notes, *_gaps(owner, bound.sections)]
    taken = {one.typed for one in confirmed if one.clause is None}
    left = [one for one in found if one.typed not in taken and (one.typed, one.clause) not in _named(confirmed)]
    body = {
        "title": {locale: pattern_of(sheet.title)},
        **({"owner": owner} if owner else {}),
        **({"description": sheet.description[:LONGEST_NOTE]} if sheet.description else {}),
        **({"values": dict(bound.values)} if bound.values else {}),
        **wording(bound.sections, locale),
    }
    return Imported(body, tuple(findings(notes, file, key)), tuple(left))


def published(sheet: Sheet, locale: str) -> dict[str, Json]:
    """What a sheet said when it was published: its title and clauses, and nothing that was never in it."""
    return {"title": {locale: pattern_of(sheet.title)}, **wording(sheet.sections, locale)}


def wording(sections: Sequence[Section], locale: str) -> dict[str, Json]:
    """`clauses` and `wording` of a policy's body."""
    clauses = {section.id: {"heading": section.heading, "text": section.text} for section in sections}
    return {"clauses": list(clauses), "wording": {locale: {"clauses": clauses}}}


def findings(notes: Iterable[Note], file: str, key: str) -> Iterator[Finding]:
    """Notes as findings on a file's lines."""
    entry = Ref("policy", key)
    for note in notes:
        found = note.rule.finding(entry, note.message, fix=note.fix)
        yield found.at(Mark(file, max(note.line, 1), 1))


def _named(confirmed: Sequence[Confirmed]) -> set[tuple[str, str | None]]:
    return {(one.typed, one.clause) for one in confirmed}


def _gaps(owner: str | None, sections: Sequence[Section]) -> Iterator[Note]:
    if owner is None:
        yield Note(MISSING, 1, "the file does not say which team answers for it (owner)", "name it with --owner legal")
    if len(sections) > _MOST_CLAUSES:
        message = f"there are {len(sections)} clauses; a policy holds at most {_MOST_CLAUSES}"
        yield Note(MISSING, sections[_MOST_CLAUSES].line, message, "divide it into two policies")
