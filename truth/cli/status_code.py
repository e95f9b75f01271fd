"""`truth status code`: types from a vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truth.cli.generated import Generated, Target, deliver, targets
from truth.cli.options import Reading, formats, reads, settings
from truth.cli.output import JSON
from truth.cli.status import vocabulary
from truth.model.errors import UsageError

if TYPE_CHECKING:
    from truth.kinds.status.code.given import Selection
    from truth.registry.catalogue import Catalogue

_PACKAGE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
LANGUAGES = ("typescript", "python", "json-schema", "kotlin", "swift")


@dataclass(frozen=True)
class Wanted:
    """What to write, as given on the command line."""

    language: str
    locales: tuple[str, ...]
    channel: str | None
    labels: bool
    package: str | None

    def selection(self, catalogue: Catalogue) -> Selection:
        """The same, with the company's locales where none are named."""
        from truth.kinds.status.code.given import selected

        self._refuse_nonsense()
        return selected(catalogue.setting, self.locales, self.channel, labels=self.labels, package=self.package)

    def command(self, name: str, source: str | None) -> Iterator[str]:
        """The command that writes it again."""
        yield from ("truth", "status", "code", name, "--as", self.language)
        for locale in self.locales:
            yield from ("--locale", locale)
        for option, value in (("--channel", self.channel), ("--package", self.package), ("--source", source)):
            if value:
                yield from (option, value)
        if not self.labels:
            yield "--no-labels"

    def _refuse_nonsense(self) -> None:
        if not self.labels and (self.locales or self.channel):
            raise UsageError("--locale and --channel are about labels; leave out --no-labels")
        if self.package and self.language != "kotlin":
            raise UsageError(f"--package is for kotlin; {self.language} has none")
        if self.package and not _PACKAGE.fullmatch(self.package):
            raise UsageError(f"'{self.package[:80]}' is not a package; write it like com.example.shop")


@click.command("code")
@click.argument("name", metavar="VOCABULARY")
@click.option("--as", "language", type=click.Choice(LANGUAGES), required=True, help="The language.")
@click.option("--locale", "locales", metavar="LOCALE", multiple=True, help="Of the labels; all unless named.")
@click.option("--channel", help="Whose words the labels are, where a channel has its own.")
@click.option("--labels/--no-labels", default=True, help="Whether the labels come with the types.")
@click.option("--package", metavar="NAME", help="The package of a Kotlin file.")
@targets
@reads
@formats
def verb(
    name: str,
    language: str,
    locales: tuple[str, ...],
    channel: str | None,
    labels: bool,
    package: str | None,
    out: Path | None,
    check: Path | None,
    reading: Reading,
    format: str,
) -> int:
    """Write a vocabulary as types.

    The same vocabulary gives the same text. Its first lines name the release and the digest, so that a build can check
    that a file in a repository is current.

    \b
    Example:
      truth status code fulfilment --as typescript --out src/fulfilment.ts
      truth status code fulfilment --as typescript --check src/fulfilment.ts
    """
    from truth.kinds.status.code.generate import Language, generate
    from truth.kinds.status.code.given import Header

    wanted = Wanted(language, locales, channel, labels, package)
    catalogue = reading.catalogue(settings())
    document = vocabulary(catalogue, name)
    release = catalogue.snapshot.standings[document.entry].release
    text = generate(document, Language(language), Header(release), wanted.selection(catalogue))
    about = {"vocabulary": str(document.entry), "as": language, "release": release, "digest": document.digest}
    made = Generated(text, about, tuple(wanted.command(name, reading.source)))
    return deliver(made, Target(out, check), format == JSON)
