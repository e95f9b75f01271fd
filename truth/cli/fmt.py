"""`truth fmt`: the one layout of content files."""

from __future__ import annotations

from pathlib import Path

import click

from truth.cli.editors import schemas_of
from truth.cli.findings import print_findings
from truth.cli.options import formats, settings
from truth.cli.output import JSON, emit, progress


@click.command("fmt")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 when a file is not in its layout.")
@formats
def verb(folder: Path | None, check: bool, format: str) -> int:
    """Bring content files into their one layout; comments stay.

    Files that cannot be read are left as they are and reported. DIR is content/ unless you name another.

    \b
    Example:
      truth fmt
      truth fmt shop/content --check
    """
    from truth.factory import open_shapes
    from truth.files.fmt import format_folder
    from truth.kinds import KINDS

    path = folder or Path(settings().content)
    with progress("Formatting …"):
        done = format_folder(path, KINDS, open_shapes(), check=check, schemas=schemas_of(path))
    changed = [change.path for change in done.changed]
    if format == JSON:
        emit({"changed": changed, "check": check, "findings": [finding.as_json() for finding in done.findings]})
    else:
        click.echo(_said(changed, check))
        print_findings(done.findings, to_stderr=True)
    return int(bool(done.findings) or (check and bool(changed)))


def _said(changed: list[str], check: bool) -> str:
    what = "would be written anew" if check else "written anew"
    count = "1 file" if len(changed) == 1 else f"{len(changed)} files"
    return "\n".join([*(f"  {path}" for path in changed), f"{count} {what}"])
