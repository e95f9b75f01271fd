"""A message ready to fill: in its format, with its arguments open.

Patterns of words and `{name}` alone are joined here; where plural or select decide, ICU does (icu4py), on a pattern
emitted anew so that each use of an argument (its words, its number, its choice) has its own internal name, and so that
`#` is written by the same formatter as every other number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NoReturn

from icu4py.messageformat import MessageFormat

from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean
from truth.text.formatting import Formatted, format_number
from truth.text.insertion import Insert, insertion
from truth.text.message import Count, Literal, Message, Node, Plural, Select, Slot, Way, names_of, walk
from truth.text.setting import Format

Values = Mapping[str, Formatted]
_BRACE = re.compile(r"[{}]")
_IN_PLURAL = re.compile(r"[{}#]")
_WORDS = (Way.WORDS, Way.OPENING)
_HOLE = "\ufdef"  # stands where an absent value would have been shown; refused, never printed


@dataclass(frozen=True, eq=False)
class Template:
    """A message whose literals are in `format` already; compared by identity, so that caches need not hash the tree."""

    message: Message
    format: Format
    laid_out: bool = False

    def fill(self, locale: str, values: Values) -> str:
        """The message with values in it. `Invalid` for a name without a value, or a value that cannot be used so."""
        return _filler(self)(locale, values)


@lru_cache(maxsize=8192)
def _filler(template: Template) -> Callable[[str, Values], str]:
    kinds = set(map(type, template.message))
    if kinds <= {Literal}:
        words = "".join([node.text for node in template.message if isinstance(node, Literal)])
        return lambda locale, values: words
    if kinds <= {Literal, Slot}:
        return _joining(template)
    if {Plural, Count}.isdisjoint(map(type, walk(template.message))):
        return _choosing(template)
    return _deciding(template)


def _joining(template: Template) -> Callable[[str, Values], str]:
    slots = [node for node in template.message if isinstance(node, Slot)]
    around = "".join(node.text.replace("%", "%%") if isinstance(node, Literal) else "%s" for node in template.message)
    shown = [(slot, _writer(slot, template)) for slot in slots]
    names = [slot.name for slot in slots]
    if all(writer is None for _, writer in shown):
        return lambda locale, values: around % tuple([_words(values, name) for name in names])
    if all(writer and slot.way in _WORDS for slot, writer in shown):
        writers = [(writer, slot.name) for slot, writer in shown if writer]
        return lambda locale, values: around % tuple([writer(_words(values, name)) for writer, name in writers])
    return lambda locale, values: around % tuple([_inserted(values, slot, writer) for slot, writer in shown])


def _choosing(template: Template) -> Callable[[str, Values], str]:
    """A select takes the branch of exactly its argument's choice, else `other`: no language has a say in it."""
    names, pieces = names_of(template.message), [_chosen_piece(node, template) for node in template.message]

    def fill(locale: str, values: Values) -> str:
        for name in names:
            if name not in values:
                _refuse_missing(name, values)
        return "".join([piece if isinstance(piece, str) else piece(locale, values) for piece in pieces])

    return fill


def _chosen_piece(node: Node, template: Template) -> str | Callable[[str, Values], str]:
    if isinstance(node, Literal):
        return node.text
    if not isinstance(node, Select):
        return Template((node,), template.format, template.laid_out).fill
    name, branches = (
        node.name,
        {key: Template(branch, template.format, template.laid_out) for key, branch in node.branches},
    )
    other = branches["other"]
    return lambda locale, values: branches.get(_choice(values, name), other).fill(locale, values)


def _deciding(template: Template) -> Callable[[str, Values], str]:
    names = names_of(template.message)

    def fill(locale: str, values: Values) -> str:
        absent = frozenset(name for name in names if _is_absent(_value(values, name)))
        icu, uses = _compiled(template, locale, absent)
        try:
            text: str = icu.format({inner: use(locale, values) for inner, use in uses})
        except (UnicodeEncodeError, ValueError, TypeError) as error:
            raise Invalid(f"the text cannot be filled with these values: {error}") from error
        if _HOLE in text:
            _refuse_hole(absent)
        return text

    return fill


def _words(values: Values, name: str) -> str:
    try:
        text = values[name].text
    except KeyError:
        _refuse_missing(name, values)
    if not text:
        _refuse_hole([name])
    return text


def _inserted(values: Values, slot: Slot, writer: Insert | None) -> str:
    text = _words(values, slot.name) if slot.way in _WORDS else _given(values, slot.name)
    return writer(text) if writer else text


def _given(values: Values, name: str) -> str:
    value = _value(values, name)
    if _is_absent(value):
        _refuse_hole([name])
    return value.text if value.choice is None else value.choice


def _value(values: Values, name: str) -> Formatted:
    value = values.get(name)
    if value is None:
        _refuse_missing(name, values)
    return value


def _is_absent(value: Formatted) -> bool:
    return not value.text


def _writer(slot: Slot, template: Template) -> Insert | None:
    return insertion(template.format, slot.way, laid_out=template.laid_out)


Use = Callable[[str, Values], str | int | Decimal]
Compiled = tuple[MessageFormat, tuple[tuple[str, Use], ...]]


@lru_cache(maxsize=8192)
def _compiled(template: Template, locale: str, absent: frozenset[str]) -> Compiled:
    emission = _Emission(template, absent)
    try:
        return MessageFormat(emission.emit(template.message), locale.replace("-", "_")), emission.uses
    except (ValueError, UnicodeEncodeError) as error:
        raise Invalid(f"ICU cannot read this pattern: {error}") from error


class _Emission:
    """A pattern for ICU in the making, and how each of its internal names is filled."""

    def __init__(self, template: Template, absent: frozenset[str]) -> None:
        self._template = template
        self._absent = absent
        self._named: dict[tuple[object, ...], tuple[str, Use]] = {}

    @property
    def uses(self) -> tuple[tuple[str, Use], ...]:
        return tuple(self._named.values())

    def emit(self, nodes: Message, in_plural: bool = False) -> str:
        return "".join(self._node(node, in_plural) for node in nodes)

    def _node(self, node: Node, in_plural: bool) -> str:
        if isinstance(node, Literal):
            return _quoted(node.text, in_plural)
        if isinstance(node, Select):
            return self._select(node)
        if node.name in self._absent:
            return _HOLE
        return self._plural(node) if isinstance(node, Plural) else self._value(node)

    def _select(self, node: Select) -> str:
        inner = self._name(("choice", node.name), lambda _, values: _choice(values, node.name))
        return f"{{{inner}, select,{self._branches(node, in_plural=False)}}}"

    def _plural(self, node: Plural) -> str:
        inner = self._name(("number", node.name), lambda _, values: _number(values, node.name))
        kind = "selectordinal" if node.ordinal else "plural"
        return f"{{{inner}, {kind}, offset:{node.offset}{self._branches(node, in_plural=True)}}}"

    def _value(self, node: Slot | Count) -> str:
        if isinstance(node, Count):
            return f"{{{self._name(('count', node), _counted(self._template, node))}}}"
        writer = _writer(node, self._template)
        return f"{{{self._name(('value', node), lambda _, values: _inserted(values, node, writer))}}}"

    def _branches(self, node: Plural | Select, *, in_plural: bool) -> str:
        return "".join(f" {key} {{{self.emit(branch, in_plural)}}}" for key, branch in node.branches)

    def _name(self, key: tuple[object, ...], use: Use) -> str:
        return self._named.setdefault(key, (f"u{len(self._named)}", use))[0]


def _quoted(text: str, in_plural: bool) -> str:
    """Words as ICU reads them back: apostrophes doubled, and quoted from the first character that ICU would read."""
    special = (_IN_PLURAL if in_plural else _BRACE).search(text)
    if special is None:
        return text.replace("'", "''")
    start = special.start()
    before, quoted = text[:start].replace("'", "''"), text[start:].replace("'", "''")
    return f"{before}'{quoted}'"


def _counted(template: Template, node: Count) -> Use:
    insert = insertion(template.format, Way.WORDS, laid_out=template.laid_out)

    def use(locale: str, values: Values) -> str:
        text = format_number(_number(values, node.name) - node.offset, locale)
        return insert(text) if insert else text

    return use


def _number(values: Values, name: str) -> int | Decimal:
    number = _value(values, name).number
    if number is None:
        raise Invalid(f"'{name}' has no number that plural could count")
    return number


def _choice(values: Values, name: str) -> str:
    choice = _value(values, name).choice
    if choice is None:
        raise Invalid(f"'{name}' has no choice that select could take")
    return choice


def _refuse_missing(name: str, values: Values) -> NoReturn:
    raise Invalid(f"the argument '{name}' is missing{did_you_mean(name, values)}")


def _refuse_hole(absent: Iterable[str]) -> NoReturn:
    names = "', '".join(sorted(absent))
    raise Invalid(f"nothing was given for '{names}', and the text has no words for that; give it a value")
