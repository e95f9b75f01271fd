"""`truth init`: a small content folder that validates, to make one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from truth.cli.editors import put_schemas
from truth.cli.options import formats
from truth.cli.output import JSON, emit
from truth.model.errors import UsageError

STARTER = Path(__file__).parents[1] / "files" / "starter"


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@formats
def verb(folder: Path, format: str) -> int:
    """Write a small content folder that validates.

    It holds a company profile, a returns policy and an order-status vocabulary, in English and German. DIR must be new
    or empty. The schemas are put beside it (DIR/.schemas), so that an editor can complete and check what you type.

    \b
    Example:
      truth init content
    """
    written = write_starter(folder)
    if format == JSON:
        emit({"folder": str(folder), "files": [str(path) for path in written]})
        return 0
    click.echo("\n".join(f"  {path}" for path in written))
    click.echo(f"\nMake it yours, then check it:  truth validate {folder}")
    click.echo(f"See it answer:                 truth get status:order/shipped/label --source {folder}")
    return 0


def write_starter(folder: Path) -> list[Path]:
    """Copy the starter, and the schemas for editors; `UsageError` when something is there already."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a new or an empty folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; name a new or an empty folder; nothing of yours is overwritten")
    sources = sorted(path for path in STARTER.rglob("*") if path.is_file() and path.suffix in (".yaml", ".md"))
    written = [_copy(path, folder / path.relative_to(STARTER)) for path in sources]
    put_schemas(folder)
    return written


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target
