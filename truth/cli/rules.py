"""`truth rules`: the reference of every check, from the rules themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from truth.cli.findings import STYLES
from truth.cli.options import formats
from truth.cli.output import JSON, console, emit
from truth.model.errors import NotFound
from truth.model.finding import Rule
from truth.model.nearest import did_you_mean

if TYPE_CHECKING:
    from rich.text import Text


@click.command("rules")
@click.argument("id", required=False)
@formats
def verb(id: str | None, format: str) -> int:
    """List the rules, or show one with its examples.

    ID is a rule, or an area such as text. An example is laid over what truth init writes: what it names is changed,
    null takes it away. A rule about a change has two: before, and after, which is laid over it.

    \b
    Example:
      truth rules
      truth rules text
      truth rules document/unknown-ref
    """
    from truth.factory import all_rules

    found = select(all_rules(), id)
    if format == JSON:
        shown = [rule_json(rule) for rule in found]
        emit(shown[0] if id and "/" in id else shown)
    elif id and "/" in id:
        console().print(_page(found[0]))
    else:
        console().print(_list(found))
    return 0


def select(rules: tuple[Rule, ...], id: str | None) -> list[Rule]:
    """The rules of that id or area (None: all); `NotFound` names the nearest."""
    found = [rule for rule in rules if id is None or rule.id == id or rule.id.startswith(f"{id}/")]
    if id and not found:
        known = [rule.id for rule in rules] if "/" in id else sorted({rule.id.partition("/")[0] for rule in rules})
        raise NotFound(f"there is no rule '{id}'{did_you_mean(id, known)}")
    return found


def rule_json(rule: Rule) -> dict[str, Any]:
    """A rule as JSON."""
    return {
        "id": rule.id,
        "severity": str(rule.severity),
        "fixed": rule.fixed,
        "category": rule.category,
        "why": rule.why,
        "passes": rule.passes if isinstance(rule.passes, str) else dict(rule.passes),
        "fails": rule.fails if isinstance(rule.fails, str) else dict(rule.fails),
    }


def _list(rules: list[Rule]) -> Text:
    from rich.text import Text

    width = max(len(rule.id) for rule in rules)
    return Text("\n").join(_row(rule, width) for rule in rules)


def _row(rule: Rule, width: int) -> Text:
    from rich.text import Text

    severity = (rule.severity.ljust(7), STYLES[rule.severity])
    return Text.assemble((rule.id.ljust(width), "bold"), "  ", severity, f"  {rule.why}")


def _page(rule: Rule) -> Text:
    from rich.text import Text

    text = Text.assemble((rule.id, "bold"), "  ", (rule.severity, STYLES[rule.severity]), f"\n{rule.why}\n")
    if rule.fixed:
        text.append("Its severity cannot be changed.\n")
    if rule.category:
        text.append(f"It is about a change, and breaks: {rule.category}.\n")
    for name, style, example in (("passes", "green", rule.passes), ("fails", "red", rule.fails)):
        text.append(f"\n{name}\n", style)
        text.append(_indented(example))
    text.rstrip()
    return text


def written_example(example: Any) -> str:
    """An example as a file would have it; empty for what `truth init` writes, as it is."""
    from truth.files.layout import write_ordered
    from truth.files.order import unordered

    if isinstance(example, str) or not example:
        return example or ""
    return write_ordered(unordered(example))


def _indented(example: Any) -> str:
    written = written_example(example) or "what truth init writes, as it is"
    return "".join(f"  {line}\n" for line in written.splitlines())
