"""What differs, as a person reads it: documents with the places that changed, and texts that read differently."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from truth.cli.durations import with_words
from truth.cli.output import console
from truth.cli.redline import redlined
from truth.cli.words import passages
from truth.model.canonical import Json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from truth.registry.compare import EntryChange, NodeChange, TextChange

_SIGNS = {"added": ("+", "green"), "changed": ("~", "yellow"), "retired": ("-", "red")}


def print_changes(changes: Sequence[EntryChange], texts: Sequence[TextChange]) -> None:
    """Every document that differs, then every text that reads differently."""
    out = console()
    out.print(f"{len(changes)} {'document differs' if len(changes) == 1 else 'documents differ'}", style="bold")
    for change in changes:
        for text in _entry(change, out):
            out.print(text)
    if texts:
        count = f"{len(texts)} {'text reads' if len(texts) == 1 else 'texts read'} differently"
        out.print(f"\n{count}", style="bold")
        for text in _texts(texts, out):
            out.print(text)


def _entry(change: EntryChange, out: Console) -> Iterator[Text]:
    from rich.text import Text

    sign, style = _SIGNS[change.change]
    yield Text.assemble("  ", (sign, style), " ", (change.change.ljust(9), style), (str(change.entry), "bold"))
    for node in change.nodes:
        yield from _node(node, out)


def _node(node: NodeChange, out: Console) -> Iterator[Text]:
    from rich.text import Text

    before, after = _written(node.before), _written(node.after)
    place = Text.assemble("      ", (node.pointer, "cyan"))
    line = Text.assemble(place, "  ", (before, "red"), " → ", (after, "green"))
    if len(line) <= out.width and "\n" not in before + after:
        yield line
        return
    yield place
    for part in passages(_long(node.before), _long(node.after)):
        yield from redlined(part, "        ", out)


def _written(node: Json) -> str:
    if node is None:
        return "(nothing)"
    return with_words(node) if isinstance(node, str) and node else json.dumps(node, ensure_ascii=False)


def _long(node: Json) -> str:
    return "" if node is None else _written(node)


def _texts(texts: Sequence[TextChange], out: Console) -> Iterator[Text]:
    from rich.text import Text

    for ref, group in groupby(texts, key=lambda text: text.ref):
        yield Text.assemble("  ", (str(ref), "bold"))
        for text in group:
            yield Text(f"    {text.locale}{f' · {text.channel}' if text.channel else ''}", "cyan")
            for part in passages(text.before or "", text.after or ""):
                yield from redlined(part, "      ", out)
