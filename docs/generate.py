"""The pages of `docs/` that say what the code says: settings, commands, routes and rules.

    python docs/generate.py        (or: make docs)

A test fails while a page is not what this makes of the code.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from inspect import cleandoc
from itertools import groupby
from pathlib import Path
from textwrap import fill
from typing import Any

import click
import orjson

from truth.api.app import build_app
from truth.api.documentation import UNKNOWN, Operation, operations
from truth.api.documentation import Field as Named
from truth.api.problems import KINDS
from truth.cli.main import main
from truth.cli.rules import written_example
from truth.factory import all_rules, clock, open_shapes
from truth.model.finding import Rule
from truth.registry.registry import Registry
from truth.settings import PREFIX, Settings
from truth.store.store import DatabaseStore

DOCS = Path(__file__).parent
_MADE = "<!-- Made by docs/generate.py (make docs) from the code; change it there. -->"
_WIDTH = 120
_LINES = 60  # of an example; one of a document that is too large need not be shown whole
_WHERE = {
    "digest": "of a Snapshot; every answer has one in its header Truth-Digest",
    "id": "of a key, as GET /v1/keys lists it",
}
"""Where to find what no example can know."""
_AREAS = {
    "company": "The company profile: what everything else builds on.",
    "check": "The check of a code base itself: what it could not read, and what it was told to let be.",
    "display": "Display tables: one status in front of the customer, worked out from several.",
    "document": "Documents: shape, references, locales.",
    "drift": "Drift: what code bases and event data say, against what the registry says.",
    "mapping": "Mappings: another system's codes in ours.",
    "policy": "Policies: clauses, values and decisions.",
    "price": "Prices: books, rules and markets.",
    "release": "Releases: what is about to be published.",
    "status": "Status vocabularies: codes, words and moves.",
    "text": "Texts: patterns, arguments, translations, limits.",
}


def settings_page() -> str:
    """Every setting, with its default and what it does."""
    rows = [(f"`{PREFIX}{one.name.upper()}`", _default(one), _sentence(one)) for one in fields(Settings)]
    return _page(
        "Settings",
        "Everything that can be configured is an environment variable; there is no settings file. A name that begins "
        f"with `{PREFIX}` and is none of these, or a value that cannot be right, stops the program and says so. "
        "An option on the command line, where there is one, comes before its variable.",
        _table(("variable", "default", "what it does"), rows),
        "`NO_COLOR` (whatever it holds) takes the colours from what is printed.",
        "A password or a key belongs in the environment rather than in an option: other users of a machine can see a "
        "command with its options.",
    )


def commands_page() -> str:
    """Every command, with its options and an example."""
    root = click.Context(main, info_name="truth")
    contents = "\n".join(f"- [`{one.command_path}`](#{_anchor(one)}): {_short(one)}" for one in _commands(root))
    return _page(
        "Commands",
        "`truth VERB --help` says the same. An answer goes to stdout, alone; whatever is said about it goes to stderr.",
        "Exit codes: 0 fine · 1 an error-level finding, “no”, or a refused request · 2 wrong usage or configuration · "
        "3 a source is unavailable.",
        contents,
        *(_command(one) for one in _commands(root)),
    )


def routes_page() -> str:
    """Every route, with its parameters and its answer."""
    spec = _specification()
    groups = [part for group in operations(spec) for part in _group(group.name, group.about, group.operations)]
    problems = [(f"`{kind.slug}`", str(kind.status), kind.meaning) for kind in KINDS.values()]
    return _page(
        "HTTP interface",
        spec["info"]["description"]
        + " A running registry shows the same at `/docs`, and as OpenAPI at `/openapi.json`.",
        *groups,
        "## Problems",
        "What goes wrong is answered as a problem (RFC 9457) whose `type` is `/problems/` and one of these names; its "
        "`detail` says what, where, and what to do.",
        _table(("problem", "status", "what it means"), problems),
    )


def rules_page() -> str:
    """Every rule, with why it is there, what passes and what fails."""
    areas = groupby(all_rules(), key=lambda rule: rule.id.partition("/")[0])
    return _page(
        "Rules",
        "What is checked before anyone reads it. `truth rules` lists them, `truth rules text/unknown-argument` shows "
        "one; both say what this page says.",
        "An example is laid over what `truth init` writes: what it names is changed, `null` takes it away. A rule "
        "about a change has two parts, `before` and `after`, which is laid over it.",
        *(part for area, rules in areas for part in (f"## {area}", _AREAS.get(area, ""), *map(_rule, rules)) if part),
    )


def precision_page() -> str:
    """How right the drift rules are, measured on both labelled sets."""
    measured = _beside("precision")
    worked, held = (measured.scores(measured.outcomes(name)) for name in (measured.WORKED_WITH, measured.HELD_OUT))
    first = measured.at_first()
    then, now = measured.all_of(first.values()), measured.all_of(held.rules.values())
    columns = ("rule", "severity", "labelled", "found", "false alarms", "precision", "recall")
    return _page(
        "How right the drift rules are",
        "**Precision** is the share of a rule's findings that are right, **recall** the share of what there is that it "
        "finds. A false alarm costs more trust than a miss.",
        "There are two labelled sets in `tests/cases/drift`, both in the formats that are read and in English, German "
        "and French, both about half snippets that drift and half that only look as if they did. Whoever labelled them "
        "had not read the rules' code; the README beside them says how.",
        "## The set that was held out",
        f"{held.drifting} snippets that drift and {held.clean} that do not, most of them whole templates, components "
        "and help pages, by someone who had read the other set but not the code. It was written when the rules had "
        "passed the other set, and they had never seen it. **What they made of it then is the more honest number: "
        f"precision {then.precision:.1%}, recall {then.recall:.1%}.** Half of the {then.false} false alarms were "
        "durations of something else near a word of a promise: a walk to a parcel shop, a query, a log message.",
        "Every snippet without drift was made to look like it, so a code base with less of that sees fewer false "
        "alarms; and a rule with two or three snippets here has hardly been measured.",
        f"Those false alarms were then looked at. Today the rules reach {now.precision:.1%} and {now.recall:.1%} on "
        "this set, in the last three columns; since it has been looked at, that flatters as the other set does.",
        _table(
            (*columns, "false alarms today", "precision today", "recall today"),
            measured.compared_rows(first, held),
        ),
        "## The set the rules were worked on with",
        f"{worked.drifting} snippets that drift and {worked.clean} that do not, most of them short. It was written "
        "before there was code, and the rules were worked on until they passed it: it shows what they can tell apart, "
        "not how often they are right elsewhere.",
        _table(columns, measured.rows(worked)),
        "## Real mails",
        "112 mail templates of an open collection, held against the sample company, against values changed to match "
        "what they say, and against values changed to differ: 46 findings, 44 right, 2 wrong, 5 missed. Of the rules "
        "that fail builds, 31 of 32 findings were right.",
        "## What has no snippets",
        "`check/nothing-checked`, `drift/duplicate-event`, `drift/page-differs`, `drift/mail-differs`, "
        "`drift/retired-code`, `drift/stale-lock` and `drift/unreadable-event` compare what is exact: a digest, a "
        "position, a list of codes. Each has an example that passes, one that fails, and tests of its own.",
        "## What holds a rule to it",
        "A test fails when a rule that fails builds is right in less than 99 of 100 findings on both sets together: "
        "such a rule is made right, or becomes a warning. Others fail when all rules together lose recall.",
    )


def _beside(name: str) -> Any:
    """A module that stands beside this one, however this one was loaded."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(DOCS / f"{name}.py")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES: Mapping[str, Callable[[], str]] = {
    "drift-precision.md": precision_page,
    "settings.md": settings_page,
    "cli.md": commands_page,
    "http.md": routes_page,
    "rules.md": rules_page,
}
"""What makes each page."""


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", _MADE, *map(_wrapped, parts))) + "\n"


def _wrapped(part: str) -> str:
    """A paragraph in lines; anything else as it is."""
    is_paragraph = "\n" not in part and part[:1] not in "#|<-`"
    return fill(part, _WIDTH, break_long_words=False, break_on_hyphens=False) if is_paragraph else part


def _default(one: Any) -> str:
    if one.default is None:
        return ""
    return f"`{int(one.default) if isinstance(one.default, bool) else one.default}`"


def _sentence(one: Any) -> str:
    secret = " A secret: it is never shown." if one.metadata["secret"] else ""
    return f"{one.metadata['help'][:1].upper()}{one.metadata['help'][1:].rstrip('.')}.{secret}"


def _commands(parent: click.Context) -> Iterator[click.Context]:
    """The contexts of every verb under a group, the verbs of a group after it."""
    group = parent.command
    assert isinstance(group, click.Group)  # noqa: S101 (what the types cannot say)
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        if command and not command.hidden:
            context = click.Context(command, info_name=name, parent=parent)
            yield context
            if isinstance(command, click.Group):
                yield from _commands(context)


def _anchor(context: click.Context) -> str:
    return context.command_path.replace(" ", "-")


def _short(context: click.Context) -> str:
    return context.command.get_short_help_str(limit=200)


def _command(context: click.Context) -> str:
    about, _, example = cleandoc(context.command.help or "").partition("\n\b\nExample:\n")
    usage = f"{context.command_path} {' '.join(context.command.collect_usage_pieces(context))}"
    known = [one.get_help_record(context) for one in context.command.get_params(context) if "--help" not in one.opts]
    options = [(f"`{record[0]}`", record[1]) for record in known if record and record[1]]
    return "\n\n".join(
        [
            f"{'#' * (context.command_path.count(' ') + 1)} {context.command_path}",
            _reflowed(about),
            f"```sh\n{usage}\n```",
            *([_table(("option", ""), options)] if options else []),
            *([f"```sh\n{_dedented(example)}\n```"] if example else []),
        ]
    )


def _reflowed(text: str) -> str:
    return "\n\n".join(_wrapped(" ".join(paragraph.split())) for paragraph in text.split("\n\n"))


def _dedented(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _specification() -> Any:
    """The OpenAPI document; the database is never asked, and none is made."""
    store = DatabaseStore("sqlite:///nowhere.db", clock)
    app = build_app(Registry(store), store, open_shapes(), Settings(), clock)
    return orjson.loads(app.test_client().get("/openapi.json").data)


def _group(name: str, about: str, found: Iterable[Operation]) -> Iterator[str]:
    yield from (f"## {name}", about)
    for one in found:
        yield from _operation(one)


def _operation(one: Operation) -> Iterator[str]:
    yield f"### {one.method} {one.path}"
    yield _reflowed(f"{one.summary}. {one.about}".strip())
    yield f"```sh\n{_curl(one)}\n```"
    for heading, named in (("parameter", one.parameters), ("field of the body", one.body), ("answer", one.answer)):
        if named:
            yield _table((heading, "type", ""), [_named(field) for field in named])


def _curl(one: Operation) -> str:
    sent = f" --json '{one.sent}'" if one.sent else ""
    method = f" -X {one.method}" if one.method not in ("GET", "POST") else ""
    key = ' -H "Authorization: Bearer $TRUTH_KEY"' if one.keyed else ""
    address, unknown = one.example, [name for name in UNKNOWN if f"{{{name}}}" in one.example]
    for name in unknown:
        address = address.replace(f"{{{name}}}", f"${name.upper()}")
    quote = '"' if unknown else "'"
    notes = "".join(f"# ${name.upper()}: {_WHERE[name]}\n" for name in unknown)
    return f"{notes}curl{method} {quote}localhost:8000{address}{quote}{key}{sent}"


def _named(field: Named) -> tuple[str, str, str]:
    return (f"`{field.name}`", field.type, field.about)


def _rule(rule: Rule) -> str:
    notes = [f"**{rule.severity}**" + (", always" if rule.fixed else "")]
    notes += [f"a change that breaks: {rule.category}"] if rule.category else []
    return "\n\n".join(
        [
            f"### {rule.id}",
            _wrapped(f"{' · '.join(notes)}. {rule.why}"),
            f"Passes:\n\n{_example(rule.passes)}",
            f"Fails:\n\n{_example(rule.fails)}",
        ]
    )


def _example(example: Any) -> str:
    if not example:
        return "What `truth init` writes, as it is."
    parts = [{name: example[name]} for name in ("before", "after") if name in example] or [example]
    lines = [line for part in parts for line in written_example(part).splitlines()]
    return "\n".join(["````yaml", *(_cut(line) for line in lines[:_LINES]), *["…"] * (len(lines) > _LINES), "````"])


def _cut(line: str) -> str:
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = [_row(head), _row("---" for _ in head), *(_row(row) for row in rows)]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in cells)} |"


if __name__ == "__main__":
    for page, made in PAGES.items():
        (DOCS / page).write_text(made(), encoding="utf-8")
