"""Do conditions ask only what a basket can answer?"""

from __future__ import annotations

from collections.abc import Iterator

from truth.conditions.condition import problems
from truth.conditions.inputs import fact
from truth.kinds.price.adjustment import values_of
from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.examples import percent_off, shop, totals
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Finding, Rule, Severity

_FACTS = totals(facts={"payment_method": {"type": "enum", "of": ["card", "invoice"], "default": "card"}})

UNKNOWN_FACT = Rule(
    "price/unknown-fact",
    Severity.ERROR,
    "A condition on something no basket says can never be answered.",
    passes=shop(totals=_FACTS, offer=percent_off(when={"input": "payment_method", "op": "eq", "value": "card"})),
    fails=shop(totals=_FACTS, offer=percent_off(when={"input": "payment_methd", "op": "eq", "value": "card"})),
)
WRONG_OPERAND = Rule(
    "price/wrong-operand",
    Severity.ERROR,
    "An input compared with another type, or with a word it never holds, has no answer.",
    passes=shop(totals=_FACTS, offer=percent_off(when={"input": "payment_method", "op": "eq", "value": "invoice"})),
    fails=shop(totals=_FACTS, offer=percent_off(when={"input": "payment_method", "op": "eq", "value": "invoce"})),
)
RULES = (UNKNOWN_FACT, WRONG_OPERAND)


def conditions_of_adjustments(document: Document, around: Around) -> Iterator[Finding]:
    """Everything in an adjustment's conditions that does not fit the inputs."""
    for path, message in around.misfits(document) if around.totals else ():
        yield _finding(document, path, message)


def conditions_of_totals(document: Document, around: Around) -> Iterator[Finding]:
    """The same of charges and cash rounding."""
    body = document.body
    places = [(("charges", name, "when"), one.get("when")) for name, one in body.get("charges", {}).items()]
    places += [(("currencies", name, "cash_when"), one.get("cash_when")) for name, one in body["currencies"].items()]
    for path, node in places:
        for below, message in problems(node, around.inputs, values_of(body)) if node else ():
            yield _finding(document, (*path, *below), message)


def defaults_of_facts(document: Document, around: Around) -> Iterator[Finding]:
    """Defaults a fact could not be."""
    for name, spec in document.body.get("facts", {}).items():
        if "default" in spec:
            currency = next(iter(document.body["currencies"]))
            try:
                fact(around.inputs[name], spec["default"], currency)
            except Invalid as error:
                yield WRONG_OPERAND.finding(document.entry, error.message, path=("facts", name, "default"))


OF_AN_ADJUSTMENT = (conditions_of_adjustments,)
OF_TOTALS = (conditions_of_totals, defaults_of_facts)


def _finding(document: Document, path: tuple[str | int, ...], message: str) -> Finding:
    rule = UNKNOWN_FACT if path[-1] == "input" else WRONG_OPERAND
    fix = "declare it in the totals' facts, or name one there is" if rule is UNKNOWN_FACT else None
    return rule.finding(document.entry, message, path=path, fix=fix)
