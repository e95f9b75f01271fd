"""A condition as data: `all`, `any`, `not` over comparisons of one input with one operand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from truth.conditions.inputs import Input, Inputs, fact
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean
from truth.text.argument import TypedValue
from truth.text.duration import read_duration

Path = tuple[str | int, ...]

_NUMBERS = frozenset(("eq", "ne", "lt", "lte", "gt", "gte", "in", "not_in"))
_TIMES = frozenset(("eq", "ne", "before", "after", "in", "not_in"))
OPERATORS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "integer": _NUMBERS,
        "business_days": _NUMBERS,
        "percent": _NUMBERS,
        "money": _NUMBERS - {"in", "not_in"},
        "duration": _NUMBERS,
        "date": _TIMES | {"within"},
        "datetime": _TIMES,
        "enum": frozenset(("eq", "ne", "in", "not_in")),
        "string": frozenset(("eq", "ne", "in", "not_in")),
        "boolean": frozenset(("eq", "ne")),
        "set": frozenset(("contains", "contains_any")),
    }
)
"""Which operators each type of input takes."""

_LISTS = frozenset(("in", "not_in", "contains_any"))
_DURATIONS = frozenset(("duration",))
SPANS = frozenset(("duration", "business_days"))
"""The types of values a date can be `within`, where there is a calendar to count business days by."""


@dataclass(frozen=True)
class Test:
    """One comparison. `operand` is JSON as the document writes it; `value` names the entry's value it comes from."""

    input: Input
    op: str
    operand: Json
    value: str | None = None

    __test__ = False  # no test of pytest's


@dataclass(frozen=True)
class All:
    """Every one of these holds; with none of them, always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Any:
    """At least one of these holds; with none of them, never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """This does not hold."""

    part: Condition


Condition = Test | All | Any | Not
ALWAYS: Condition = All(())


def read(
    node: Json,
    inputs: Inputs,
    values: Mapping[str, TypedValue] = MappingProxyType({}),
    spans: frozenset[str] = _DURATIONS,
) -> Condition:
    """A condition of a document (None: always); `Invalid` with the first thing wrong with it.

    `values` are the entry's own, by name, for operands written as `ref: values/<name>`; a date may be `within` those
    of the types `spans`.
    """
    for _, message in problems(node, inputs, values, spans):
        raise Invalid(message)
    return _build(node, inputs, values)


def problems(
    node: Json, inputs: Inputs, values: Mapping[str, TypedValue], spans: frozenset[str] = _DURATIONS
) -> Iterator[tuple[Path, str]]:
    """Everything wrong with a condition that fits its schema: unknown inputs, operators and operands that do not fit
    an input's type; each with its path below the condition."""
    for name in ("all", "any"):
        for place, part in enumerate(node.get(name, ()) if node else ()):
            yield from ((((name, place, *path)), message) for path, message in problems(part, inputs, values, spans))
    if node and "not" in node:
        yield from ((("not", *path), message) for path, message in problems(node["not"], inputs, values, spans))
    if node and "input" in node:
        yield from _problems_of_test(node, inputs, values, spans)


def tests(condition: Condition) -> Iterator[Test]:
    """Every comparison in a condition."""
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from tests(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from tests(part)


def used(condition: Condition) -> frozenset[str]:
    """The names of the inputs it compares."""
    return frozenset(test.input.name for test in tests(condition))


def _build(node: Json, inputs: Inputs, values: Mapping[str, TypedValue]) -> Condition:
    if node is None:
        return ALWAYS
    if "not" in node:
        return Not(_build(node["not"], inputs, values))
    for name, kind in (("all", All), ("any", Any)):
        if name in node:
            return kind(tuple(_build(part, inputs, values) for part in node[name]))
    named = node["ref"].partition("/")[2] if "ref" in node else None
    return Test(inputs[node["input"]], node["op"], values[named].value if named else node["value"], named)


def _problems_of_test(
    node: Mapping[str, Json], inputs: Inputs, values: Mapping[str, TypedValue], spans: frozenset[str]
) -> Iterator[tuple[Path, str]]:
    name, op = node["input"], node["op"]
    if name not in inputs:
        yield ("input",), f"there is no input '{name}'{did_you_mean(name, inputs)}"
        return
    input = inputs[name]
    if op not in OPERATORS[input.type]:
        known = ", ".join(sorted(OPERATORS[input.type]))
        yield ("op",), f"'{name}' is a {input.type}, which cannot be compared by '{op}'; it takes: {known}"
        return
    place = "ref" if "ref" in node else "value"
    try:
        if "ref" in node:
            meant = _value_meant(node["ref"], input, spans if op == "within" else frozenset((input.type,)), values)
            if meant.type != "business_days" or op != "within":
                _read_operand(input, op, meant.value)
        else:
            _read_operand(input, op, node["value"])
    except Invalid as error:
        yield (place,), error.message


def _value_meant(ref: str, input: Input, wanted: frozenset[str], values: Mapping[str, TypedValue]) -> TypedValue:
    name = ref.partition("/")[2]
    if name not in values:
        raise Invalid(f"there is no value '{name}' here{did_you_mean(name, values)}")
    if values[name].type not in wanted:
        types = " or ".join(sorted(wanted, reverse=True))
        raise Invalid(f"'{name}' is a {values[name].type}, but '{input.name}' is compared with a {types}")
    return values[name]


def _read_operand(input: Input, op: str, operand: Json) -> None:
    """Raise `Invalid` where an operand does not fit its input."""
    if op == "within":
        read_duration(operand) if isinstance(operand, str) else _refuse(input, "a duration like P30D")
    elif op in _LISTS:
        for word in operand if isinstance(operand, Sequence) and not isinstance(operand, str) else (None,):
            fact(_item(input), word)
    elif input.type == "money" and isinstance(operand, Mapping):
        for currency in operand:
            fact(input, operand, currency)
    elif input.type == "money":
        _refuse(input, 'an amount per currency, like {EUR: "50.00"}')
    else:
        fact(_item(input), operand)


def _item(input: Input) -> Input:
    """What one word of a set is compared as."""
    return Input(input.name, "enum", input.of) if input.type == "set" else input


def _refuse(input: Input, wanted: str) -> None:
    raise Invalid(f"'{input.name}' is compared with {wanted}")
