"""`truth policy import FILE.md`: a Markdown policy as an entry of a content folder, or its history into a registry."""

from __future__ import annotations

from pathlib import Path

import click

from truth.cli.options import formats
from truth.cli.policy_import_file import Page, import_page
from truth.cli.policy_import_history import Past, import_history
from truth.model.errors import UsageError
from truth.model.ref import KEY


@click.command("import")
@click.argument("file", metavar="[FILE.md]", type=click.Path(path_type=Path), required=False)
@click.option("--key", help="The key of the policy; the file's name unless given.")
@click.option("--locale", help="The language it is in; what the file says, else the company's first.")
@click.option("--owner", metavar="TEAM", help="The team that answers for it.")
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR", help="Write it into this content folder.")
@click.option("--confirm", multiple=True, metavar="NAME=WORDS", help="Make a number a value; WORDS@CLAUSE: only there.")
@click.option("--history", metavar="REPO[:PATH]|NDJSON", help="Import every version, from git or a file.")
@click.option("--to", "target", metavar="DATABASE|URL", help="Where history goes; the local database unless named.")
@click.option("--who", metavar="NAME", help="Who imports the history; your user name unless named.")
@formats
def verb(
    file: Path | None,
    key: str | None,
    locale: str | None,
    owner: str | None,
    into: Path | None,
    confirm: tuple[str, ...],
    history: str | None,
    target: str | None,
    who: str | None,
    format: str,
) -> int:
    """Turn a Markdown policy into an entry, or import its past.

    Clause ids come from its headings, and nothing is invented.

    Numbers that may be values ("30 days", "€50") are listed; --confirm binds one. What a clause cannot hold (HTML,
    images, links that lead nowhere) is said with its line, and its words are kept. Without --into it is only shown.

    --history takes a git repository and the file in it (renames are followed), or NDJSON, one {"at", "text", "path",
    "author", "reason"} a line. Its versions are read with --as-published, at their own dates, and never with --at: the
    registry does not claim to have said them.

    \b
    Example:
      truth policy import refund.md --locale en --owner legal --into content --confirm window='30 days'
      truth policy import --history ../site:policies/refund.md --key refund --locale en
      truth policy import --history refund.ndjson --locale en --to postgresql://truth@db.internal/truth
    """
    if key is not None and not KEY.fullmatch(key):
        raise UsageError(f"'{key[:80]}' is not a key: small letters, digits and single hyphens")
    if history is None:
        _refuse(file is None, "name the file to import: truth policy import refund.md")
        _refuse(target is not None or who is not None, "--to and --who are for --history; --into writes into a folder")
        return import_page(Page(file or Path(), key, locale, owner, into, confirm), format)
    past = Past(history, file, key, locale, target, who)
    if into is None:
        _refuse(owner is not None or bool(confirm), "--owner and --confirm are for --into, and for FILE.md alone")
        return import_history(past, format)
    _refuse(file is None, "name the file that --into writes: truth policy import refund.md --history … --into content")
    return import_history(past, format) or import_page(Page(file or Path(), key, locale, owner, into, confirm), format)


def _refuse(wrong: bool, message: str) -> None:
    if wrong:
        raise UsageError(message)
