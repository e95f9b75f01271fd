"""Jinja2: the `truth` function and tag.

    {{ truth.status("fulfilment", order.status).label }}
    {% truth "policy:returns/clauses/refund" with order_number=order.number %}
    {% truth "status:fulfilment/shipped/label" as "text" %}

The tag prints what `truth.text` answers: HTML where that is the channel's format, which autoescaping leaves as it is;
otherwise a text, which it escapes. Both read the name `truth`, so a template rendered with
`truth=truth.within(locale="de")` speaks German throughout.
"""

from __future__ import annotations

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from truth.client.reader import Truth


def install(environment: Environment, truth: Truth) -> None:
    """Give an environment's templates the function and the tag."""
    environment.globals["truth"] = truth
    environment.add_extension(TruthTag)


class TruthTag(Extension):
    """`{% truth REF [as FORMAT] [with name=value, …] %}` prints a text; autoescaping applies as to any expression."""

    tags = {"truth"}  # noqa: RUF012 - Jinja2 reads a plain set

    def parse(self, parser: Parser) -> nodes.Node:
        """The tag as `{{ truth.text(REF, as_=FORMAT, name=value, …) }}`."""
        line = next(parser.stream).lineno
        ref = parser.parse_expression()
        keywords: list[nodes.Keyword] = []
        if parser.stream.skip_if("name:as"):
            keywords.append(nodes.Keyword("as_", parser.parse_expression(), lineno=line))
        if parser.stream.skip_if("name:with"):
            _arguments(parser, keywords)
        text = nodes.Getattr(nodes.Name("truth", "load", lineno=line), "text", "load", lineno=line)
        return nodes.Output([nodes.Call(text, [ref], keywords, None, None, lineno=line)], lineno=line)


def _arguments(parser: Parser, keywords: list[nodes.Keyword]) -> None:
    """Read `name=value, …` up to the end of the tag; each name once."""
    while True:
        name = parser.stream.expect("name")
        if name.value in [one.key for one in keywords]:
            parser.fail(f"'{name.value}' is there twice", name.lineno)
        parser.stream.expect("assign")
        keywords.append(nodes.Keyword(name.value, parser.parse_expression(), lineno=name.lineno))
        if not parser.stream.skip_if("comma"):
            return
