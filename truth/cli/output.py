"""What goes where: an answer on stdout, alone; everything said about it on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from truth.model.canonical import Json

if TYPE_CHECKING:
    from rich.console import Console

_FORMAT = "truth.format"
TEXT, JSON = "text", "json"


def emit(value: Json) -> None:
    """One JSON value on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def say(message: str) -> None:
    """A message on stderr."""
    sys.stdout.flush()
    click.echo(message, err=True)


def remember_format(ctx: click.Context, name: str) -> str:
    """Keep the format that was asked for, so that an error is told in it too."""
    ctx.meta[_FORMAT] = name
    return name


def is_json(ctx: click.Context) -> bool:
    """Whether JSON was asked for."""
    return ctx.meta.get(_FORMAT) == JSON


def console(*, to_stderr: bool = False) -> Console:
    """Where styled lines go; without styles when it is no terminal, or `NO_COLOR` is set. Lines are never wrapped."""
    from rich.console import Console

    class Lines(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end the process itself

    return Lines(
        file=sys.stderr if to_stderr else sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True
    )


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], object]]:
    """Says how many rows are done, to a person at a terminal; tell it now and then."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    with console(to_stderr=True).status(f"{what} …") as status:
        yield lambda count: status.update(f"{what}: {count:,} rows …")


@contextmanager
def advancing(what: str, total: int | None) -> Iterator[Callable[[int], object]]:
    """Shows a person at a terminal how much of `total` is done (None: nobody knows it); tell it of each step."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.progress import Progress

    with Progress(console=console(to_stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda count: progress.advance(task, count)


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Says what is going on, for as long as it does, to a person at a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with console(to_stderr=True).status(what):
        yield
