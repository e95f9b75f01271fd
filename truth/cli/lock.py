"""`truth lock`: the refs a code base uses, and what they say, for checks that need no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from truth.cli.code_base import SNAPSHOT, CodeBase, locked_words
from truth.cli.options import Reading, formats, reads, settings
from truth.cli.output import JSON, advancing, emit, say
from truth.model.errors import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from truth.drift.discover import Listed
    from truth.drift.lock import Lock, LockChange
    from truth.registry.catalogue import Catalogue

_NAMED = 12  # texts that are shown; the rest is counted


@click.command("lock")
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="The nearest truth.toml, unless named.")
@click.option("--lock", type=click.Path(path_type=Path), metavar="FILE", help="The lock; truth.lock beside truth.toml.")
@click.option("--update", is_flag=True, help="Take over what the registry says now, and tell what it says otherwise.")
@reads
@formats
def verb(
    paths: tuple[Path, ...], config: Path | None, lock: Path | None, update: bool, reading: Reading, format: str
) -> int:
    """Lock the refs a code base uses, and their words.

    Writes truth.lock, and a snapshot of what the refs say beside it. Commit both: truth check then needs no network,
    and the registry can tell whom a change concerns. Where there is a lock already, its words stay and only the refs
    are found anew; --update takes the words of today.

    \b
    Example:
      truth lock --source https://truth.natural.example
      truth lock --update --source https://truth.natural.example
    """
    from truth.drift.lock import lock_of

    base = CodeBase.open(config)
    target = lock or base.root / base.config.lock
    if not target.parent.is_dir():
        raise UsageError(f"{target} cannot be written; name a file in a folder that is there")
    before = _before(base, lock, update)
    if before and not update and reading.source:
        raise UsageError(
            f"{target} is there already and keeps its words; add --update to take over those of {reading.source}"
        )
    kept = before[1] if before and not update else None
    catalogue = kept or base.words(reading, None, settings())
    used = _used(base.files(paths, reading, lock))
    made = lock_of(catalogue, used, target.name + SNAPSHOT)
    _write(made, target, catalogue)
    change = _change(before, made, catalogue) if before else None
    told = _Told(made, target, sorted(used - made.refs.keys()), change)
    if format == JSON:
        emit(told.as_json())
    else:
        say(told.as_text())
    return 0


class _Told:
    """What a person, or a program, is told of a new lock."""

    def __init__(self, made: Lock, target: Path, unknown: list[str], change: LockChange | None) -> None:
        self._made, self._target, self._unknown, self._change = made, target, unknown, change

    def as_json(self) -> dict[str, Any]:
        """The refs, and what changed since the lock before."""
        change = self._change
        return {
            "lock": str(self._target),
            "position": str(self._made.position) if self._made.position else None,
            "release": self._made.release,
            "snapshot": self._made.snapshot,
            "refs": list(self._made.refs),
            "unknown": self._unknown,
            "added": list(change.added) if change else list(self._made.refs),
            "removed": list(change.removed) if change else [],
            "changed": list(change.changed) if change else [],
            "texts": [
                {
                    "ref": str(one.ref),
                    "locale": one.locale,
                    "channel": one.channel,
                    "before": one.before,
                    "after": one.after,
                }
                for one in (change.texts if change else ())
            ],
        }

    def as_text(self) -> str:
        """How many refs there are, and what changed."""
        count = len(self._made.refs)
        release = f" of release {self._made.release}" if self._made.release else ""
        lines = [f"{self._target}: {count} ref{'' if count == 1 else 's'}{release}"]
        lines += [f"  unknown  {ref} (truth check says more)" for ref in self._unknown]
        if self._change:
            lines += _changed_lines(self._change)
        return "\n".join(lines)


def _changed_lines(change: LockChange) -> list[str]:
    lines = [
        f"  {word}  {ref}"
        for word, refs in (("added  ", change.added), ("removed", change.removed), ("changed", change.changed))
        for ref in refs
    ]
    for one in change.texts[:_NAMED]:
        where = ", ".join(filter(None, (one.locale, one.channel)))
        lines += [f"\n  {one.ref} ({where})", f"    - {one.before}", f"    + {one.after}"]
    if len(change.texts) > _NAMED:
        lines.append(f"\n  and {len(change.texts) - _NAMED} more texts that read differently")
    return lines


def _before(base: CodeBase, named: Path | None, update: bool) -> tuple[Lock, Catalogue | None] | None:
    """The lock there is, with its words; without them where they are gone and new ones are taken over anyway."""
    if named is not None and not named.exists():
        return None
    found = base.lock(named)
    if found is None:
        return None
    try:
        return found[0], locked_words(*found)
    except (UsageError, Refused):
        if not update:
            raise
        return found[0], None


def _used(files: Sequence[Listed]) -> set[str]:
    from truth.drift.lock import refs_used
    from truth.drift.reading import pieces_by_file

    with advancing("Reading …", len(files)) as advance:
        return {ref for _, pieces in pieces_by_file(files, advance) for ref in refs_used(pieces)}


def _change(before: tuple[Lock, Catalogue | None], made: Lock, after: Catalogue) -> LockChange:
    from truth.drift.lock import changes

    return changes(before[0], made, before[1] or after, after)


def _write(made: Lock, target: Path, catalogue: Catalogue) -> None:
    """The snapshot first: a lock never speaks of words that are not there."""
    from truth.drift.fix import replace_file
    from truth.drift.lock import write_lock
    from truth.registry.snapshot_file import write_snapshot

    replace_file(target.parent / made.file, write_snapshot(catalogue.snapshot))
    replace_file(target, write_lock(made).encode())
