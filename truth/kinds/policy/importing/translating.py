"""A Markdown file in another language, as the translation of a policy that is there already."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from truth.kinds.policy.importing.candidates import Candidate, candidates, dated
from truth.kinds.policy.importing.confirming import Confirmed, bind
from truth.kinds.policy.importing.policy import findings
from truth.kinds.policy.importing.rules import MISSING, Note
from truth.kinds.policy.importing.sheet import Section, Sheet, pattern_of
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid, UsageError
from truth.model.finding import Finding
from truth.model.nearest import did_you_mean

_ANCHOR = re.compile(r"\]\(#([a-z0-9_]+)\)")


@dataclass(frozen=True)
class Translated:
    """The clauses of a translation under the policy's ids, what there is to say, and the numbers that may be values."""

    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    candidates: tuple[Candidate, ...]


def translate(sheet: Sheet, known: Document, file: str, locale: str, confirmed: Sequence[Confirmed] = ()) -> Translated:
    """A sheet's clauses as those of a policy, one after the other.

    Raises `Invalid` where it has more clauses, or fewer, `UsageError` for a number confirmed as a value the policy does
    not have.
    """
    sections = _named(sheet.sections, known.body["clauses"])
    found = candidates(sections, locale)
    bound = bind(sections, found, confirmed, locale)
    _require_known(bound.values, known)
    notes = [*sheet.notes, *dated(sections, locale), *bound.notes, *_title(sheet, known, locale)]
    taken = {(one.typed, one.clause) for one in confirmed}
    left = [one for one in found if not taken & {(one.typed, None), (one.typed, one.clause)}]
    return Translated(bound.sections, tuple(findings(notes, file, known.entry.key)), tuple(left))


def _named(sections: Sequence[Section], ids: Sequence[str]) -> list[Section]:
    if len(sections) != len(ids):
        raise Invalid(
            f"the file has {len(sections)} clauses and the policy {len(ids)} ({', '.join(ids)}); a translation has the "
            "same, in the same order"
        )
    anchors = {section.id: id for section, id in zip(sections, ids, strict=True)}
    return [
        replace(section, id=id, text=_ANCHOR.sub(lambda found: f"](#{anchors.get(found[1], found[1])})", section.text))
        for section, id in zip(sections, ids, strict=True)
    ]


def _require_known(values: Mapping[str, Mapping[str, Json]], known: Document) -> None:
    own = known.body.get("values", {})
    for name, spec in values.items():
        if name not in own:
            raise UsageError(f"{known.entry} has no value '{name}'{did_you_mean(name, own)}")
        if (own[name]["type"], own[name]["value"]) != (spec["type"], spec["value"]):
            raise UsageError(f"{known.entry}/values/{name} is {own[name]['value']}, and the file says {spec['value']}")


def _title(sheet: Sheet, known: Document, locale: str) -> list[Note]:
    if locale in known.body["title"]:
        return []
    message = f"the policy has no title in {locale} yet; the file calls it '{sheet.title}'"
    return [Note(MISSING, 1, message, f"add to its title: {locale}: {pattern_of(sheet.title)}")]
