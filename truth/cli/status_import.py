"""`truth status import`: statuses and transitions of another tool as a vocabulary file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from truth.cli.editors import schemas_of
from truth.cli.findings import counted, print_findings
from truth.cli.options import formats
from truth.cli.output import JSON, emit, say
from truth.model.errors import UsageError
from truth.model.ref import KEY

if TYPE_CHECKING:
    from truth.kinds.status.importing.formats import Source
    from truth.kinds.status.importing.vocabulary import Imported
    from truth.model.canonical import Json

SOURCES = ("table", "xstate", "scxml", "symfony")
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--as", "source", type=click.Choice(SOURCES), help="What FILE is; guessed where it can only be one.")
@click.option("--only", metavar="NAME", help="The dimension or the workflow, where FILE holds several.")
@click.option("--key", help="The key of the vocabulary; the file's name unless given.")
@click.option("--locale", help="The language of labels for which FILE names none.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it to a new file.")
@formats
def verb(
    file: Path, source: str | None, only: str | None, key: str | None, locale: str | None, out: Path | None, format: str
) -> int:
    """Turn statuses and transitions of another tool into a vocabulary.

    FILE is a table of them (CSV or JSON; columns from, to, event, label), an XState machine (JSON), SCXML, or a Symfony
    workflow (YAML). Nothing is invented: what FILE does not say is left out and listed.

    \b
    Example:
      truth status import orders.csv --locale en --out content/status/orders.yaml
      truth status import workflow.yaml --as symfony --only order
    """
    from truth.kinds.status.importing.formats import read_machine
    from truth.kinds.status.importing.vocabulary import vocabulary

    _refuse_nonsense(key, locale, out)
    data, kind = _read(file, source)
    named = key or key_of(only or (out or file).stem)
    imported = _judged(vocabulary(read_machine(data, kind, only), named, locale), named)
    text = _written(imported.body, locale, out)
    if out:
        _write(out, text)
    _tell(imported, named, text, out, format == JSON)
    return 0


def _refuse_nonsense(key: str | None, locale: str | None, out: Path | None) -> None:
    if key is not None and not KEY.fullmatch(key):
        raise UsageError(f"'{key[:80]}' is not a key: small letters, digits and single hyphens")
    if locale is not None and not _LOCALE.fullmatch(locale):
        raise UsageError(f"'{locale[:40]}' is not a locale; write it like de or de-AT")
    if out is not None and out.exists():
        raise UsageError(f"{out} is there already; name a new file, or remove it first")
    if out is not None and not out.parent.is_dir():
        raise UsageError(f"there is no folder {out.parent} to write {out.name} into")


def _read(file: Path, wanted: str | None) -> tuple[Json, Source]:
    """What the file says, and of which format it is; SCXML stays text."""
    from truth.files.reading import read_text
    from truth.files.strict_json import read_json
    from truth.files.strict_yaml import read_yaml
    from truth.kinds.status.importing.formats import Source, guess
    from truth.kinds.status.importing.table import rows_of_csv

    ending, text = file.suffix.lower(), read_text(str(file))
    given = Source(wanted) if wanted else None
    if given is Source.SCXML or (given is None and ending in (".scxml", ".xml")):
        return text, Source.SCXML
    if ending in (".csv", ".tsv"):
        return rows_of_csv(text), given or Source.TABLE
    read = read_json if ending == ".json" else read_yaml
    data = read(text, str(file)).data
    found = given or guess(data)
    if found is None:
        raise UsageError(f"{file} could be several things; say which with --as: {', '.join(SOURCES)}")
    return data, found


def _judged(imported: Imported, key: str) -> Imported:
    """With what the schema finds wrong, beside what is missing."""
    from truth.factory import open_shapes
    from truth.kinds.status.importing.gaps import filled
    from truth.kinds.status.importing.rules import MISFIT
    from truth.kinds.status.importing.vocabulary import Imported
    from truth.model.ref import Ref

    wrong = [message for _, message in open_shapes().problems("status", filled(imported.body))]
    misfits = [MISFIT.finding(Ref("status", key), message) for message in wrong]
    return Imported(imported.body, (*imported.findings, *misfits))


def key_of(name: str) -> str:
    """The key a file's name makes; `UsageError` where it makes none."""
    key = _NOT_KEY.sub("-", name.lower()).strip("-")
    if not key:
        raise UsageError(f"'{name[:80]}' makes no key; name the vocabulary with --key")
    return key


def _written(body: Any, locale: str | None, out: Path | None) -> str:
    from truth.factory import open_shapes
    from truth.files.header import yaml_header
    from truth.files.layout import write_yaml

    schemas = schemas_of(out.parent.parent) if out else None
    header = yaml_header(str(out), "status", schemas) if out else None
    return write_yaml(body, open_shapes().schema("status"), locales=[locale] if locale else [], header=header)


def _write(out: Path, text: str) -> None:
    from truth.files.writing import replace_file

    replace_file(str(out), text)


def _tell(imported: Imported, key: str, text: str, out: Path | None, in_json: bool) -> None:
    from truth.model.finding import in_order

    findings = in_order(imported.findings)
    if in_json:
        shown = [finding.as_json() for finding in findings]
        about = {"vocabulary": f"status:{key}", "file": str(out) if out else None, "document": imported.body}
        emit({**about, "findings": shown})
        return
    if out is None:
        click.echo(text, nl=False)
    print_findings(findings, to_stderr=True)
    statuses, transitions = len(imported.body["statuses"]), len(imported.body["transitions"])
    say(f"{out or f'status:{key}'}: {statuses} statuses, {transitions} transitions; {counted(findings)}")
