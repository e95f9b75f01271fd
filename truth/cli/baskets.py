"""Baskets and quotes as files, and the source they are priced by."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from truth.cli.options import Reading, settings
from truth.model.canonical import Json
from truth.model.errors import UsageError

if TYPE_CHECKING:
    from truth.registry.catalogue import Catalogue


def read_file(path: str) -> Json:
    """The JSON value of a file, or of standard input (`-`); `UsageError` where there is no such file."""
    from truth.api.json_body import read_json

    return read_json(read_bytes(path), "standard input" if path == "-" else path)


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input (`-`)."""
    if path == "-":
        return sys.stdin.buffer.read()
    if not Path(path).is_file():
        raise UsageError(f"there is no file '{path}'; name one, or - for standard input")
    return Path(path).read_bytes()


def catalogues(reading: Reading, quote: Json = None) -> Callable[[datetime | None], Catalogue]:
    """What the source says at the instant of a basket, where the reader names no moment and it keeps a history.

    Of a quote: at the release it names, where that is what it was made of.
    """
    from truth.cli.sources import catalogue_of
    from truth.files.source import FolderSource, SnapshotFileSource
    from truth.registry.registry import When
    from truth.registry.verify import Steadily, named_by

    source = reading.open(settings())
    named = any(moment is not None for moment in (reading.at, reading.known_at, reading.release))
    fixed = named or isinstance(source, FolderSource | SnapshotFileSource)

    pinned = None if fixed else named_by(quote, lambda number: catalogue_of(source, When(release=number)))
    if pinned is not None:
        return lambda _: pinned

    @cache
    def now() -> Catalogue:
        return catalogue_of(source, reading.when if fixed else When())

    return Steadily(lambda at: now() if at is None or fixed else catalogue_of(source, When(at)))


def moved(basket: Json, reading: Reading) -> Json:
    """The basket at the instant the reader names, where it names none itself."""
    if reading.at is None or not isinstance(basket, Mapping) or basket.get("at") is not None:
        return basket
    return {**basket, "at": reading.at.isoformat()}
