"""`truth decide POLICY DECISION INPUT.json`: what a policy answers, and in which words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truth.cli.columns import paragraphs
from truth.cli.get import SHAPES, supplied
from truth.cli.options import Reading, formats, reads, settings
from truth.cli.output import JSON, console, emit
from truth.model.canonical import Json
from truth.model.errors import UsageError
from truth.model.ref import KEY, Ref

if TYPE_CHECKING:
    from truth.registry.catalogue import Catalogue
    from truth.registry.decide import Decider
    from truth.registry.status_block import View

_LINES = (".ndjson", ".jsonl")


@click.command("decide")
@click.argument("policy", metavar="POLICY")
@click.argument("decision", metavar="DECISION")
@click.argument("question", metavar="[INPUT.json]", required=False)
@click.option("--locale", help="Such as de or de-AT; the company's first unless named.")
@click.option("--channel", help="Where it will be shown: its words; in JSON, its format too.")
@click.option(
    "--as", "shape", type=click.Choice(SHAPES), help="The format of clauses and texts; plain text unless named."
)
@click.option("--currency", help="For amounts; the channel's, else the company's, unless named.")
@click.option("--with", "pairs", metavar="NAME=VALUE", multiple=True, help="An argument of texts; can be repeated.")
@click.option("--on", metavar="DATE", help="The day it is asked on; the company's today unless named.")
@click.option("--ndjson", is_flag=True, help="Many questions, one a line; files that end in .ndjson always are.")
@click.option("--explain", is_flag=True, help="Print the decision itself, each rule as a sentence.")
@reads
@formats
def verb(
    policy: str,
    decision: str,
    question: str | None,
    locale: str | None,
    channel: str | None,
    shape: str | None,
    currency: str | None,
    pairs: tuple[str, ...],
    on: str | None,
    ndjson: bool,
    explain: bool,
    reading: Reading,
    format: str,
) -> int:
    """Answer a question as a policy does.

    Prints the answer with the clause that says so, the next step, the day until which it holds and the rule, as plain
    text in the channel's words unless --as or --format json says otherwise; the exit code of a no is 1. INPUT.json
    holds the inputs by name, and may be - for standard input. Of many questions, one a line, each is answered with a
    line of JSON; a line that cannot be answered has findings, and the exit code is 1.

    \b
    Example:
      truth decide returns return --explain --locale de
      truth decide returns return input.json --locale de --channel email
      truth decide returns return questions.ndjson --on 2026-12-03
    """
    from truth.factory import clock
    from truth.registry.decide import asked_at, decider
    from truth.registry.resolve import format_named
    from truth.registry.status_block import View

    _refuse_mixed(question, explain=explain, ndjson=ndjson)
    catalogue = reading.catalogue(settings())
    named = reading.at is not None or reading.release is not None
    asked = decider(catalogue, _key(policy), decision, asked_at(catalogue, clock(), explicit=named), on)
    if question is None:
        return _explain(asked, locale, channel, in_json=format == JSON)
    view = View(locale, channel, format_named(shape), currency, supplied(pairs))
    if ndjson or Path(question).suffix.lower() in _LINES:
        return _answer_lines(asked, question, view)
    return _answer(asked, question, view, in_json=format == JSON)


def _refuse_mixed(question: str | None, *, explain: bool, ndjson: bool) -> None:
    if explain and (question is not None or ndjson):
        raise UsageError("--explain prints the decision itself; leave the question out")
    if question is None and not explain:
        raise UsageError("name a file with the inputs, - for standard input, or --explain for the rules")


def _key(policy: str) -> str:
    """The policy a person names by its key (`returns`) or its ref (`policy:returns`)."""
    if ":" not in policy and not KEY.fullmatch(policy):
        raise UsageError(f"'{policy[:80]}' is not a policy: name it by its key, such as returns")
    ref = Ref.parse(policy) if ":" in policy else Ref("policy", policy)
    if ref.path or ref.kind != "policy":
        raise UsageError(f"{ref} is not a policy: name one by its key, such as returns")
    return ref.key


def _explain(asked: Decider, locale: str | None, channel: str | None, *, in_json: bool) -> int:
    from truth.registry.decide import table_json

    table = table_json(asked, locale, channel)
    if in_json:
        emit({**table, **_moment(asked.catalogue)})
        return 0
    if table["title"]:
        click.echo(f"{table['title']}\n")
    for place, rule in enumerate(table["rules"], start=1):
        click.echo(f"{place}. {rule['sentence']}")
    return 0


def _answer(asked: Decider, question: str, view: View, *, in_json: bool) -> int:
    from truth.cli.baskets import read_file
    from truth.kinds.policy.decisions.decision import REFUSE
    from truth.text.setting import Format

    given = read_file(question)
    if in_json:
        told = asked.answer(given, view)
        emit({**told, **_moment(asked.catalogue)})
        return int(told["means"] == REFUSE)
    told = asked.answer(given, replace(view, format=view.format or Format.TEXT))
    out = console()
    wide = out.width if out.is_terminal and told["format"] == Format.TEXT else None
    out.print(paragraphs("\n".join(_written(told, asked, view)), wide))
    return int(told["means"] == REFUSE)


def _answer_lines(asked: Decider, question: str, view: View) -> int:
    """Every line's answer as soon as it is there; 1 where one could not be answered."""
    from truth.files.events import blocks, opened
    from truth.registry.decision_lines import FINDINGS, answers

    moment, failed = _moment(asked.catalogue), False
    with opened(question) as (file, _):
        for told in answers(asked, blocks(file, lambda count: None), view, question):
            failed = failed or FINDINGS in told
            click.echo(json.dumps({**told, **moment}, ensure_ascii=False))
    return int(failed)


def _written(told: Mapping[str, Json], asked: Decider, view: View) -> list[str]:
    """An answer as a person reads it."""
    from truth.kinds.policy.decisions.decision import CALM
    from truth.registry.decision_words import spoken, words_of

    setting, clause = asked.catalogue.setting, told["clause"]
    words = words_of(spoken(view.locale or setting.source, setting.locales))
    lines = [f"{told['answer']}: {told['label']}", "", clause["heading"], "", clause["text"].rstrip()]
    for part in CALM:
        if told[part]:
            lines += ["", f"{words[part]}", "", told[part]["text"].rstrip()]
    if told["owner"]:
        lines += ["", words["decides"].format(team=told["owner"]["title"])]
    rule = told["rule"]
    named = f" ({rule['id']})" if rule["id"] else ""
    until = f", {words['last_day'].format(day=told['display']['until'])}" if told["until"] else ""
    return [*lines, "", f"{rule['index'] + 1}{named}: {rule['sentence']}{until}"]


def _moment(catalogue: Catalogue) -> dict[str, Json]:
    from truth.api.shown import moment_json

    return moment_json(catalogue.snapshot)
