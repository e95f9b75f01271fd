"""`truth diff A B`: what two sources say differently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from truth.cli.changes import print_changes
from truth.cli.options import formats, instant_for, settings
from truth.cli.output import JSON, emit, progress
from truth.cli.sources import catalogue_of
from truth.model.day import parse_moment
from truth.model.errors import Invalid, UsageError
from truth.model.instant import format_instant
from truth.settings import Settings

if TYPE_CHECKING:
    from truth.model.snapshot import Snapshot
    from truth.registry.registry import When

_RELEASE = re.compile(r"[0-9]{1,15}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ].*)?")


@dataclass(frozen=True)
class Side:
    """One of the two: a source (None: the local database) and the moment meant."""

    source: str | None
    when: When

    def snapshot(self, settings: Settings) -> Snapshot:
        """What this side says."""
        from truth.factory import open_source

        return catalogue_of(open_source(self.source or settings.database, settings), self.when).snapshot


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when the two differ.")
@formats
def verb(before: str, after: str, exit_code: bool, format: str) -> int:
    """Show what two sources say differently.

    It names the documents that differ, and every text that reads differently in B.

    A and B are sources: a content folder, a snapshot file, a database URL, or a release number of the local database.
    Where a source has a history, @RELEASE, @INSTANT or @DAY after it names the moment.

    \b
    Example:
      truth diff 1 2
      truth diff sqlite:///truth.db@2030-03-03T09:00:00+01:00 content
    """
    from truth.registry.change_json import entries_json, texts_json
    from truth.registry.compare import affected, compare_documents, compare_texts

    given = settings()
    sides = read_side(before), read_side(after)
    with progress("Comparing …"):
        old, new = (side.snapshot(given) for side in sides)
        changes = compare_documents(old, new)
        texts = compare_texts(old, new, affected(old, new, changes))
    if format == JSON:
        emit({"from": _end(old), "to": _end(new), "entries": entries_json(changes), "texts": texts_json(texts)})
    elif changes:
        print_changes(changes, texts)
    else:
        click.echo(f"{before} and {after} say the same.")
    return int(exit_code and bool(changes))


def read_side(written: str) -> Side:
    """`SOURCE`, `SOURCE@RELEASE`, `SOURCE@INSTANT|DAY`; without SOURCE, or as a bare number, the local database."""
    from truth.registry.registry import When

    if _RELEASE.fullmatch(written):
        return Side(None, When(release=int(written)))
    source, at, moment = written.rpartition("@")
    if at and _RELEASE.fullmatch(moment):
        return Side(source or None, When(release=int(moment)))
    if at and _MOMENT.fullmatch(moment):
        return Side(source or None, _at(written, source or None, moment))
    if not written.strip("@"):
        raise UsageError("name a source, or a release: truth diff 1 2")
    return Side(written, When())


def _at(written: str, source: str | None, moment: str) -> When:
    from truth.registry.registry import When

    try:
        return When(at=instant_for(source or settings().database, parse_moment(moment)))
    except Invalid as error:
        raise UsageError(f"{written}: {error.message}") from error


def _end(snapshot: Snapshot) -> dict[str, Any]:
    pointer = snapshot.pointer
    return {
        "position": str(pointer.position) if pointer.position else None,
        "release": pointer.release,
        "digest": snapshot.digest,
        "effective_at": format_instant(pointer.effective_at) if pointer.effective_at else None,
    }
