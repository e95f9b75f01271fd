"""What differs, as a person reads it: documents with the places that changed, and texts that read differently."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from truth.cli.output import console
from truth.cli.words import Passage, Run, passage, passages
from truth.model.canonical import Json

if TYPE_CHECKING:
    from rich.text import Text

    from truth.registry.compare import EntryChange, NodeChange, TextChange

_SIGNS = {"added": ("+", "green"), "changed": ("~", "yellow"), "retired": ("-", "red")}
_SHORT = 60


def print_changes(changes: Sequence[EntryChange], texts: Sequence[TextChange]) -> None:
    """Every document that differs, then every text that reads differently."""
    out = console()
    out.print(f"{len(changes)} {'document differs' if len(changes) == 1 else 'documents differ'}", style="bold")
    for change in changes:
        for text in _entry(change):
            out.print(text)
    if texts:
        count = f"{len(texts)} {'text reads' if len(texts) == 1 else 'texts read'} differently"
        out.print(f"\n{count}", style="bold")
        for text in _texts(texts):
            out.print(text)


def _entry(change: EntryChange) -> Iterator[Text]:
    from rich.text import Text

    sign, style = _SIGNS[change.change]
    yield Text.assemble("  ", (sign, style), " ", (change.change.ljust(9), style), (str(change.entry), "bold"))
    for node in change.nodes:
        yield from _node(node)


def _node(node: NodeChange) -> Iterator[Text]:
    from rich.text import Text

    before, after = _written(node.before), _written(node.after)
    place = Text.assemble("      ", (node.pointer, "cyan"))
    if max(len(before), len(after)) <= _SHORT and "\n" not in before + after:
        yield Text.assemble(place, "  ", (before, "red"), " → ", (after, "green"))
        return
    yield place
    yield from _passage(passage(_long(node.before), _long(node.after)), "        ")


def _written(node: Json) -> str:
    if node is None:
        return "(nothing)"
    return node if isinstance(node, str) and node else json.dumps(node, ensure_ascii=False)


def _long(node: Json) -> str:
    return "" if node is None else _written(node)


def _texts(texts: Sequence[TextChange]) -> Iterator[Text]:
    from rich.text import Text

    for ref, group in groupby(texts, key=lambda text: text.ref):
        yield Text.assemble("  ", (str(ref), "bold"))
        for text in group:
            yield Text(f"    {text.locale}{f' · {text.channel}' if text.channel else ''}", "cyan")
            for part in passages(text.before or "", text.after or ""):
                yield from _passage(part, "      ")


def _passage(part: Passage, indent: str) -> Iterator[Text]:
    for runs, sign, style in ((part.before, "-", "red"), (part.after, "+", "green")):
        if any(run.text.strip() for run in runs):
            yield _side(runs, indent, sign, style)


def _side(runs: Sequence[Run], indent: str, sign: str, style: str) -> Text:
    from rich.text import Text

    text = Text.assemble(indent, (sign, style), " ")
    for run in runs:
        text.append(run.text.replace("\n", f"\n{indent}  "), f"bold {style} reverse" if run.changed else style)
    return text
