"""`truth validate`: schemas and publish-time rules on a content folder; no database is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from truth.cli.findings import counted, print_findings, reaches, tally
from truth.cli.options import fails_on, formats, settings
from truth.cli.output import JSON, emit, progress
from truth.model.finding import Finding, Severity

if TYPE_CHECKING:
    from truth.files.folder import Folder


@click.command("validate")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@formats
@fails_on
def verb(folder: Path | None, format: str, fail_on: Severity) -> int:
    """Check a content folder: is it right?

    Every document is checked against its schema and the publish-time rules (truth rules). DIR is content/ unless you
    name another.

    \b
    Example:
      truth validate
      truth validate shop/content --format json --fail-on warning
    """
    from truth.factory import read_content

    with progress("Checking …"):
        content = read_content(folder or Path(settings().content))
        findings = findings_in(content)
    if format == JSON:
        shown = [finding.as_json() for finding in findings]
        emit({"findings": shown, "documents": len(content.documents), **tally(findings)})
    else:
        print_findings(findings)
        count = len(content.documents)
        click.echo(("\n" if findings else "") + f"{counted(findings)} in {count} document{'' if count == 1 else 's'}")
    return int(reaches(findings, fail_on))


def findings_in(content: Folder) -> list[Finding]:
    """What is wrong with a folder's files, and with what they say."""
    from truth.factory import clock, open_shapes
    from truth.model.finding import in_order
    from truth.model.snapshot import snapshot_of
    from truth.registry.validate import located, validate

    documents = snapshot_of(content.documents.values())
    checked = validate(documents, open_shapes(), clock(), unread=content.broken)
    return in_order([*content.findings, *located(checked, content)])
