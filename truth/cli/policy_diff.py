"""`truth policy diff POLICY`: two versions, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from truth.cli.options import Reading, formats, reads
from truth.cli.output import JSON, console, emit
from truth.cli.policy import policy_named
from truth.cli.policy_elsewhere import open_policies, parameters
from truth.cli.published import as_of, is_elsewhere, reads_published, store_of
from truth.model.errors import BeforeFirstRelease, UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from truth.model.ref import Ref
    from truth.registry.policy_sides import Compared
    from truth.text.word_diff import Op

SHAPES = ("text", "html", "json")
_BEGINS, _END = {"removed": "\ufdd0", "added": "\ufdd1"}, "\ufdd2"  # no text holds these: patterns refuse them
_STYLES = {_BEGINS["removed"]: "red strike", _BEGINS["added"]: "green underline"}
_MARKS = re.compile("([\ufdd0-\ufdd2])")


@dataclass(frozen=True)
class Asked:
    """What to compare, as given on the command line."""

    policy: Ref
    start: str | None
    end: str | None
    locale: str | None
    clause: str | None
    channel: str | None

    def query(self) -> dict[str, str]:
        """The same, as the registry's route takes it."""
        given = {"from": self.start, "to": self.end, **{name: getattr(self, name) for name in _NARROWING}}
        return {name: value for name, value in given.items() if value is not None}


_NARROWING = ("locale", "clause", "channel")


@click.command("diff")
@click.argument("policy")
@click.option("--from", "start", metavar="VERSION", help="A number, an instant, a day, or published:2020-04-01.")
@click.option("--to", "end", metavar="VERSION", help="Written alike; the latest unless given.")
@click.option("--locale", help="Only this locale; all unless given.")
@click.option("--clause", metavar="ID", help="Only this clause.")
@click.option("--channel", help="As this channel words it.")
@click.option("--as", "shape", type=click.Choice(SHAPES), help="Marked up as text or as a page, or taken apart.")
@reads
@reads_published
@formats
def verb(
    policy: str,
    start: str | None,
    end: str | None,
    locale: str | None,
    clause: str | None,
    channel: str | None,
    shape: str | None,
    reading: Reading,
    as_published: datetime | None,
    format: str,
) -> int:
    """Show what differs between two versions of a policy, word by word.

    Clauses that are new, removed, moved or renamed are named; those that are the same are left out. Without --from, a
    version is compared with the one before it. --as-published names what was published elsewhere by then.

    \b
    Example:
      truth policy diff returns --from 1 --to 3
      truth policy diff returns --locale de --as html > changes.html
      truth policy diff refund --from published:2020-03-30 --to published:2022-07-18
    """
    if format == JSON and shape not in (None, "json"):
        raise UsageError(f"--as {shape} is no JSON; leave out --format json")
    asked = Asked(policy_named(policy), start, end, locale, clause, channel)
    shape = "json" if format == JSON else shape or "text"
    url = is_elsewhere(reading)
    if url:
        _print_elsewhere(url, asked, reading, as_published, shape)
    else:
        _print(_compared(asked, reading, as_published), shape)
    return 0


def _print_elsewhere(url: str, asked: Asked, reading: Reading, as_published: datetime | None, shape: str) -> None:
    remote, query = open_policies(url), {**asked.query(), **parameters(reading, as_published)}
    if shape == "json":
        emit(remote.diff(asked.policy, query))
    else:
        click.echo(remote.text(asked.policy, "diff", {**query, "as": shape}), nl=False)


def _compared(asked: Asked, reading: Reading, as_published: datetime | None) -> Compared:
    from truth.factory import clock
    from truth.registry.imported import refuse_two_moments
    from truth.registry.policy_history import PUBLISHED
    from truth.registry.policy_sides import Sides, Wanted, for_published
    from truth.registry.registry import Registry

    store = store_of(reading)
    try:
        around = Registry(store).snapshot(reading.when)
    except BeforeFirstRelease:
        around = None
    wanted = Wanted(asked.policy, asked.start, asked.end, asked.locale, asked.clause, asked.channel)
    if any(end and end.startswith(PUBLISHED) for end in (asked.start, asked.end)):
        refuse_two_moments(reading.when)
    if as_published:
        wanted = for_published(wanted, as_published)
    return Sides(store, around, as_of(store, reading), clock()).compare(wanted)


def _print(compared: Compared, shape: str) -> None:
    from truth.registry.policy_sides import compared_json
    from truth.registry.redline import redline_page, redline_text

    if shape == "json":
        emit(compared_json(compared))
    elif shape == "html":
        click.echo(redline_page(compared.diffs, compared.named), nl=False)
    elif console().is_terminal and not console().no_color:
        console().print(_coloured(compared), end="")
    else:
        click.echo(redline_text(compared.diffs, compared.named), nl=False)


def _coloured(compared: Compared) -> Text:
    """The same text, in colours instead of signs: removed words struck out, added ones underlined."""
    from rich.text import Text

    from truth.registry.redline import redline_text

    text, style = Text(), ""
    for part in _MARKS.split(redline_text(compared.diffs, compared.named, _marked)):
        if part in (*_STYLES, _END):
            style = _STYLES.get(part, "")
        else:
            text.append(part, style)
    return text


def _marked(op: Op, text: str) -> str:
    words = text.rstrip(" ")
    return f"{_BEGINS[op]}{words}{_END}{text[len(words) :]}" if op in _BEGINS else text
