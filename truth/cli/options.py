"""Options that verbs share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

import click

from truth.cli.output import JSON, TEXT, remember_format
from truth.cli.sources import catalogue_of
from truth.model.day import Day, instant_of, parse_moment
from truth.model.errors import Invalid, UsageError
from truth.model.finding import Severity
from truth.model.instant import parse_instant
from truth.settings import Settings, is_url

if TYPE_CHECKING:
    from truth.model.snapshot import Snapshot
    from truth.registry.catalogue import Catalogue
    from truth.registry.ports import Source
    from truth.registry.registry import When

P = ParamSpec("P")
Verb = Callable[P, int]


class Instant(click.ParamType[datetime]):
    """An instant with its offset, RFC 3339."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The UTC instant; wrong usage when it is none."""
        if isinstance(value, datetime):
            return value
        try:
            return parse_instant(value)
        except Invalid as error:
            self.fail(error.message, param, ctx)


INSTANT = Instant()


class Moment(click.ParamType["datetime | Day"]):
    """An instant with its offset, or a day."""

    name = "instant|day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime | Day:
        """The UTC instant, or the day; wrong usage when it is neither."""
        if isinstance(value, datetime | Day):
            return value
        try:
            return parse_moment(value)
        except Invalid as error:
            self.fail(error.message, param, ctx)


MOMENT = Moment()


@dataclass(frozen=True)
class Reading:
    """Which source a verb reads, and the moment it means."""

    source: str | None
    at: datetime | None
    known_at: datetime | None
    release: int | None

    @property
    def when(self) -> When:
        """The moment."""
        from truth.registry.registry import When

        return When(self.at, self.known_at, self.release)

    def open(self, settings: Settings) -> Source:
        """The source; the local database where a history is asked for and no source is named."""
        from truth.factory import open_source

        history = any(moment is not None for moment in (self.at, self.known_at, self.release))
        return open_source(self.source, settings, history=history)

    def open_history(self, settings: Settings) -> Source:
        """The source whose history is asked for; the local database where none is named."""
        from truth.factory import open_source

        return open_source(self.source, settings, history=True)

    def snapshot(self, settings: Settings) -> Snapshot:
        """What the source said at the moment."""
        return self.catalogue(settings).snapshot

    def catalogue(self, settings: Settings) -> Catalogue:
        """The same, by ref."""
        return catalogue_of(self.open(settings), self.when)


def reads(verb: Callable[..., int]) -> Callable[..., int]:
    """`--source --at --known-at --release`, handed to the verb as one `Reading`."""

    @click.option("--source", metavar="SOURCE", help="A content folder, a database, a URL, or a snapshot file.")
    @click.option("--at", type=MOMENT, help="What was in force then, or when that day ended; needs a history.")
    @click.option("--known-at", type=INSTANT, help="Only what had been recorded by then.")
    @click.option("--release", type=click.IntRange(1, 2**53), metavar="N", help="What was in force once release N was.")
    @wraps(verb)
    def reading_verb(
        *args: Any,
        source: str | None,
        at: datetime | Day | None,
        known_at: datetime | None,
        release: int | None,
        **rest: Any,
    ) -> int:
        if release is not None and (at or known_at):
            raise UsageError("--release names a moment already; leave out --at and --known-at")
        instant = None if at is None else instant_for(source, at)
        return verb(*args, reading=Reading(source, instant, known_at, release), **rest)

    return reading_verb


def instant_for(source: str | None, moment: datetime | Day) -> datetime:
    """The instant a moment means: a day ends in the time zone of the company the source speaks for."""
    from truth.factory import clock, open_source
    from truth.registry.registry import When

    def time_zone() -> str:
        return catalogue_of(open_source(source, settings(), history=True), When()).setting.time_zone

    return instant_of(moment, time_zone, clock())


def published_to(verb: Callable[..., int]) -> Callable[..., int]:
    """`--to DATABASE|URL --key KEY`, as `target` and `key`."""
    to = click.option(
        "--to", "target", metavar="DATABASE|URL", help="The registry, as database or URL; the local one unless named."
    )
    key = click.option(
        "--key", metavar="KEY", help="The key for a URL. Others on this machine can see it; TRUTH_KEY is safer."
    )

    @wraps(verb)
    def publishing_verb(*args: Any, target: str | None, key: str | None, **rest: Any) -> int:
        if key is not None and not (target and is_url(target)):
            raise UsageError("--key is for a registry's URL; name it with --to https://…")
        return verb(*args, target=target, key=key, **rest)

    return to(key(publishing_verb))


def formats(verb: Verb[P]) -> Verb[P]:
    """`--format text|json`, as `format`."""
    option = click.option(
        "--format",
        type=click.Choice([TEXT, JSON]),
        default=TEXT,
        show_default=True,
        is_eager=True,
        callback=lambda ctx, _, name: remember_format(ctx, name),
        help="How to answer; JSON goes to stdout alone.",
    )
    return option(verb)


def fails_on(verb: Verb[P]) -> Verb[P]:
    """`--fail-on SEVERITY`, as `fail_on`."""
    option = click.option(
        "--fail-on",
        type=click.Choice([str(severity) for severity in Severity]),
        default=str(Severity.ERROR),
        show_default=True,
        callback=lambda ctx, _, name: Severity(name),
        help="The mildest finding that makes the exit code 1.",
    )
    return option(verb)


def settings() -> Settings:
    """The settings the environment gives."""
    return Settings.from_environment()
