"""YAML, read so that it means one thing.

YAML 1.2 core without floats and without dates: `19.99`, `1e3`, `2026-06-01`, `no`, `on`, `0o17`, `007` unquoted are
errors that say "quote it"; integers are written as in JSON. Duplicate keys, keys that are not strings, tabs in
indentation, merge keys, anchors, aliases, tags, directives, further documents, byte order marks, control characters and
integers beyond ±(2^53-1) are errors too.
"""

from __future__ import annotations

from collections.abc import Iterator

from yaml._yaml import CParser
from yaml.events import Event

from truth.files.building import build, invalid
from truth.files.located import Located
from truth.files.syntax import invisible


def read_yaml(text: str, file: str) -> Located:
    """What a YAML text says, with the place of everything in it.

    Raises `Invalid` with a finding for each thing wrong, as far as the text can be read.
    """
    hidden = invisible(text, file)
    if hidden:
        raise invalid([hidden])
    return build(text, file, yaml_events)


def yaml_events(text: str) -> Iterator[Event]:
    """The events of libyaml's parser."""
    return iter(CParser(text).get_event, None)
