"""`truth export`: a Snapshot as a content folder, or as one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from truth.cli.editors import schemas_of
from truth.cli.options import Reading, formats, reads, settings
from truth.cli.output import JSON, emit, progress, say
from truth.model.errors import UsageError

if TYPE_CHECKING:
    from truth.files.export import Exported
    from truth.model.snapshot import Snapshot


@click.command("export")
@click.option("--content", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="A content folder.")
@click.option("--prune", is_flag=True, help="With --content: remove files of entries that are no longer there.")
@click.option("--snapshot", metavar="FILE", help="One snapshot file; - for stdout.")
@reads
@formats
def verb(content: Path | None, prune: bool, snapshot: str | None, reading: Reading, format: str) -> int:
    """Write what is in force to files.

    A content folder gets the documents in their one layout; files whose document did not change are left as they are.
    A snapshot file holds everything in one, and answers to --source, offline.

    \b
    Example:
      truth export --snapshot snapshot.json
      truth export --content content --source sqlite:///truth.db --release 3
    """
    _refuse_nonsense(content, prune, snapshot)
    answer: dict[str, Any] = {}
    said: list[str] = []
    with progress("Exporting …"):
        source = reading.snapshot(settings())
        if content:
            done = _export_content(source, content, prune)
            answer["content"] = _content_json(content, done)
            said.append(_content_said(content, done))
        if snapshot:
            size = _export_snapshot(source, snapshot)
            answer["snapshot"] = {"file": snapshot, "bytes": size, "digest": source.digest}
            said.append(f"{snapshot}: {len(source.documents)} documents, {source.digest}")
    if format == JSON and snapshot != "-":  # the snapshot is JSON itself, and goes to stdout alone
        emit(answer)
    else:
        say("\n".join(said))
    return 0


def _refuse_nonsense(content: Path | None, prune: bool, snapshot: str | None) -> None:
    if not (content or snapshot):
        raise UsageError("say what to write: --content DIR, or --snapshot FILE")
    if prune and not content:
        raise UsageError("--prune removes files of a content folder; name it with --content DIR")


def _export_content(source: Snapshot, folder: Path, prune: bool) -> Exported:
    from truth.factory import open_shapes
    from truth.files.export import export_folder
    from truth.kinds import KINDS
    from truth.registry.catalogue import Catalogue

    locales = Catalogue(source).setting.locales
    return export_folder(
        source.documents, folder, KINDS, open_shapes(), locales=locales, schemas=schemas_of(folder), prune=prune
    )


def _export_snapshot(source: Snapshot, name: str) -> int:
    from truth.files.writing import replace_file
    from truth.registry.snapshot_file import write_snapshot

    data = write_snapshot(source)
    if name == "-":
        sys.stdout.buffer.write(data)
        return len(data)
    path = Path(name)
    if path.is_dir() or not path.parent.is_dir():
        raise UsageError(f"{path} cannot be written; name a file in a folder that is there")
    replace_file(name, data.decode())
    return len(data)


def _content_json(folder: Path, done: Exported) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "written": list(done.written),
        "unchanged": list(done.unchanged),
        "removed": list(done.removed),
        "extra": list(done.extra),
    }


def _content_said(folder: Path, done: Exported) -> str:
    lines = [f"  wrote    {path}" for path in done.written] + [f"  removed  {path}" for path in done.removed]
    lines.append(f"{folder}: {len(done.written)} written, {len(done.unchanged)} unchanged, {len(done.removed)} removed")
    if done.extra:
        lines += [f"  extra    {path}" for path in done.extra]
        lines.append("The extra files are of entries that are not in force there; --prune removes them.")
    return "\n".join(lines)
