"""From files to pieces: a file of `formats` for each format, and what they share beside it.

A format is added by adding a file to `formats` with its `EXTRACTORS`; nothing else needs to know. What the formats
agree on beyond `piece.py`:

- a TEXT is a block (a paragraph, a cell, a message) with white space read as one space; where a template has branches
  there is a TEXT for each way to read it, so that the same bytes can be in several;
- a marker's ref keeps its digest (`ref@sha256:…`), and the call of a marker or a `<truth-text>` spans its whole
  element, so that the TEXT within it is what the ref shows;
- the label of a code is named after it: `labels.shipped` for `{shipped: "Shipped"}`, for what a switch returns for
  `case "shipped"`, and for `<option value="shipped">` within `<select name="labels">`;
- a ref that is no literal at all (`truth.text(ref)`) is dynamic, and its text is nothing but a HOLE.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from truth.drift.extract import formats
from truth.drift.extract.extractor import Extractor


def extractor_for(path: str) -> Extractor | None:
    """The extractor of the longest ending that fits a path; None where no format is known by it."""
    name = path.rpartition("/")[2].lower()
    at = name.find(".")
    while at >= 0:
        found = _by_ending().get(name[at:])
        if found is not None:
            return found
        at = name.find(".", at + 1)
    return None


def extractors() -> tuple[Extractor, ...]:
    """All there are, each once."""
    return tuple(dict.fromkeys(_by_ending().values()))


@cache
def _by_ending() -> Mapping[str, Extractor]:
    modules = [import_module(f"{formats.__name__}.{one.name}") for one in pkgutil.iter_modules(formats.__path__)]
    return {ending: extractor for module in modules for extractor in module.EXTRACTORS for ending in extractor.endings}
