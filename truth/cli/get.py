"""`truth get REF`: one text, value or document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from truth.cli.answers import as_yaml, entry_json
from truth.cli.options import Reading, formats, reads, settings
from truth.cli.output import JSON, emit, say
from truth.cli.published import published_at, reads_published
from truth.model.canonical import Json
from truth.model.errors import UsageError
from truth.model.ref import Ref

if TYPE_CHECKING:
    from truth.model.imported import Imported
    from truth.registry.catalogue import Catalogue
    from truth.registry.resolve import Question


_OF_CLAUSES = ("--only", "--contents")
SHAPES = ("html", "text", "markdown", "sms", "json")


@dataclass(frozen=True)
class Wanted:
    """How the reader wants it shown, as given on the command line."""

    locale: str | None
    channel: str | None
    shape: str | None
    currency: str | None
    supplied: tuple[str, ...]
    only: str | None
    contents: bool

    def question(self, ref: Ref) -> Question:
        """The same, as the registry is asked."""
        from truth.registry.resolve import Question
        from truth.text.setting import Format

        shape = Format(self.shape) if self.shape else None
        given, only = supplied(self.supplied), tuple(self.only.split(",")) if self.only is not None else None
        return Question(ref, self.locale, self.channel, shape, self.currency, given, only, self.contents)

    def refuse(self, ref: Ref, what: str, names: Sequence[str]) -> None:
        """`UsageError` for an option that means nothing for what `ref` is."""
        given = {
            "--locale": self.locale,
            "--channel": self.channel,
            "--as": self.shape,
            "--currency": self.currency,
            "--with": self.supplied,
            "--only": self.only,
            "--contents": self.contents,
        }
        for name in names:
            if given[name]:
                raise UsageError(f"{ref} is {what}; {name} is for {_meant_for(name, what)}")


def _meant_for(name: str, what: str) -> str:
    if name in _OF_CLAUSES:
        return "a policy's clauses"
    return f"texts{' and values' if what != 'a value' else ''}"


@click.command("get")
@click.argument("ref")
@click.option("--locale", help="Such as de or de-AT; the company's first unless named.")
@click.option("--channel", help="Where it will be shown: its words, its format, its limits.")
@click.option("--as", "shape", type=click.Choice(SHAPES), help="The format of a text.")
@click.option("--currency", help="For amounts; the channel's, else the company's, unless named.")
@click.option("--with", "supplied", metavar="NAME=VALUE", multiple=True, help="An argument; can be repeated.")
@click.option("--only", metavar="ID,ID", help="Of a policy's clauses, those wanted, in the order wanted.")
@click.option("--contents", is_flag=True, help="Begin a policy's clauses with a table of contents.")
@reads
@reads_published
@formats
def verb(
    ref: str,
    locale: str | None,
    channel: str | None,
    shape: str | None,
    currency: str | None,
    supplied: tuple[str, ...],
    only: str | None,
    contents: bool,
    reading: Reading,
    as_published: datetime | None,
    format: str,
) -> int:
    """Print one text, value or document.

    A text is printed as its channel shows it, a value as it is written in the locale, anything else as YAML. --at takes
    a day too: what stood when it ended, in the company's time zone.

    \b
    Example:
      truth get status:order/shipped/label --locale de
      truth get policy:returns/clauses/window --channel sms --at 2030-03-03T09:00:00+01:00
      truth get policy:returns/clauses --only help,window --as html --contents
      truth get status:order/shipped/when --with eta=2030-06-03
    """
    wanted = Wanted(locale, channel, shape, currency, supplied, only, contents)
    if as_published is None:
        _answer(reading.catalogue(settings()), Ref.parse(ref), wanted, format == JSON)
        return 0
    found = published_at(reading, Ref.parse(ref), as_published, locale)
    _answer(found.catalogue, Ref.parse(ref), wanted, format == JSON, found.imported)
    return 0


def supplied(pairs: Sequence[str]) -> Mapping[str, str]:
    """The arguments of `--with NAME=VALUE`."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise UsageError(f"--with '{pair}' has no value; write it like --with order_number=A-1001")
        if name in found:
            raise UsageError(f"--with {name} is given twice; keep one")
        found[name] = value
    return found


def _answer(catalogue: Catalogue, ref: Ref, wanted: Wanted, in_json: bool, imported: Imported | None = None) -> None:
    from truth.kinds.kind import TextAt, ValueAt

    found = catalogue.find(ref)
    if isinstance(found, TextAt) or catalogue.clauses(ref):
        _answer_text(catalogue, wanted.question(ref), in_json, imported)
    elif isinstance(found, ValueAt):
        wanted.refuse(ref, "a value", ["--channel", "--as", "--with", *_OF_CLAUSES])
        _answer_value(catalogue, wanted.question(ref), in_json)
    else:
        of_history = [] if imported else ["--locale"]  # imported history has one version for each locale
        wanted.refuse(ref, "not a text", [*of_history, "--channel", "--as", "--currency", "--with", *_OF_CLAUSES])
        _answer_node(catalogue, ref, found, in_json, imported)


def _answer_text(catalogue: Catalogue, question: Question, in_json: bool, imported: Imported | None) -> None:
    from truth.api.shown import text_json
    from truth.registry.resolve import resolve_text
    from truth.text.setting import Format

    answer = resolve_text(catalogue, question)
    if in_json or question.format is Format.JSON:
        emit({**text_json(answer), **_moment(catalogue, imported)})
        return
    click.echo(answer.text)
    if answer.segments:
        count, characters = answer.segments.segments, answer.segments.characters
        say(f"{count} segment{'' if count == 1 else 's'}, {characters} characters in {answer.segments.encoding}")


def _answer_value(catalogue: Catalogue, question: Question, in_json: bool) -> None:
    from truth.api.shown import moment_json, value_json
    from truth.registry.resolve import resolve_value

    answer = resolve_value(catalogue, question)
    if in_json:
        emit({**value_json(answer), **moment_json(catalogue.snapshot)})
    else:
        click.echo(answer.display)


def _answer_node(catalogue: Catalogue, ref: Ref, node: Json, in_json: bool, imported: Imported | None) -> None:
    if not in_json:
        click.echo(as_yaml(catalogue, ref, node), nl=False)
    elif ref.path:
        emit({"ref": str(ref), "node": node, **_moment(catalogue, imported)})
    else:
        emit({**entry_json(catalogue, ref), **(_unreleased(imported) if imported else {})})


def _moment(catalogue: Catalogue, imported: Imported | None) -> dict[str, Json]:
    """Which release answered; none where it was published elsewhere, with where that was."""
    from truth.api.shown import moment_json

    if imported is None:
        return moment_json(catalogue.snapshot)
    return {"position": None, "release": None, "digest": imported.found.document.digest, **_published(imported)}


def _unreleased(imported: Imported) -> dict[str, Json]:
    return {"effective_at": None, "recorded_at": None, **_published(imported)}


def _published(imported: Imported) -> dict[str, Json]:
    from truth.registry.imported import imported_json

    return {"published": imported_json(imported)}
