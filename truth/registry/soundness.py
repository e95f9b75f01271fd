"""What no document holds, however it came here: decimal numbers, control characters, too much nesting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.ref import Ref

DEEPEST = 32
"""Collections inside each other."""

LARGEST_INTEGER = 2**53 - 1
"""What every JSON reader keeps exactly (RFC 8259 §6)."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters other than tab and line breaks, and halves of surrogate pairs: no text holds them."""


def refuse_unsound(entry: Ref, body: Json) -> None:
    """Raise `Invalid` for a body no document has; without recursion, so that depth cannot hurt."""
    level: list[Json] = [body]
    for _ in range(DEEPEST + 1):
        if not level:
            return
        for node in level:
            if _is_unsound(node):
                raise Invalid(f"{entry} holds {repr(node)[:80]}, which no document does; write a decimal in quotes")
        level = [child for node in level for child in _children(node)]
    raise Invalid(f"{entry} has more than {DEEPEST} lists and mappings inside each other")


def _is_unsound(node: Json) -> bool:
    if isinstance(node, int):
        return abs(node) > LARGEST_INTEGER
    return isinstance(node, float) or (isinstance(node, str) and FORBIDDEN.search(node) is not None)


def _children(node: Json) -> Iterator[Json]:
    if isinstance(node, dict):
        yield from node
        yield from node.values()
    elif isinstance(node, list):
        yield from node
