"""`truth status diagram`: a picture of a vocabulary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from truth.cli.generated import Generated, Target, deliver, targets
from truth.cli.options import Reading, formats, reads, settings
from truth.cli.output import JSON
from truth.cli.status import vocabulary
from truth.model.errors import UsageError

if TYPE_CHECKING:
    from truth.model.document import Document

NOTATIONS = ("mermaid", "dot", "scxml")


@click.command("diagram")
@click.argument("name", metavar="VOCABULARY|FILE")
@click.option("--as", "notation", type=click.Choice(NOTATIONS), required=True, help="The notation.")
@click.option("--locale", help="Of the labels; the company's first unless named.")
@targets
@reads
@formats
def verb(
    name: str,
    notation: str,
    locale: str | None,
    out: Path | None,
    check: Path | None,
    reading: Reading,
    format: str,
) -> int:
    """Draw a vocabulary, or a file that is going to be one.

    A status is called by its label, one that has none by its code. Staff statuses are dashed. A file need not be
    finished: what an import left out does not keep it from being drawn.

    \b
    Example:
      truth status diagram fulfilment --as mermaid
      truth status diagram orders.yaml --as mermaid
      truth status diagram fulfilment --as dot --locale de | dot -Tsvg > fulfilment.svg
    """
    from truth.kinds.status.code.given import Header
    from truth.kinds.status.diagram.draw import Notation, draw

    document, release, first = _file(name) if _names_a_file(name) else _entry(name, reading)
    text = draw(document, Notation(notation), Header(release), locale or first)
    about = {"vocabulary": str(document.entry), "as": notation, "release": release, "digest": document.digest}
    command = ["truth", "status", "diagram", name, "--as", notation]
    command += [*(["--locale", locale] if locale else []), *(["--source", reading.source] if reading.source else [])]
    return deliver(Generated(text, about, command), Target(out, check), format == JSON)


def _names_a_file(name: str) -> bool:
    return Path(name).suffix.lower() in (".yaml", ".yml", ".json")


def _file(name: str) -> tuple[Document, None, None]:
    """A file as a vocabulary called like it; it has no release, and no company to say which locale comes first."""
    from truth.cli.status_import import key_of
    from truth.files.reading import read_text
    from truth.files.strict_json import read_json
    from truth.files.strict_yaml import read_yaml
    from truth.model.document import Document
    from truth.model.ref import Ref

    path = Path(name)
    if not path.is_file():
        raise UsageError(f"there is no file {name}")
    read = read_json if path.suffix.lower() == ".json" else read_yaml
    return Document(Ref("status", key_of(path.stem)), read(read_text(name), name).data), None, None


def _entry(name: str, reading: Reading) -> tuple[Document, int | None, str]:
    catalogue = reading.catalogue(settings())
    document = vocabulary(catalogue, name)
    return document, catalogue.snapshot.standings[document.entry].release, catalogue.setting.source
