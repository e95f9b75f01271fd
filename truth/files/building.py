"""Events to data, collecting everything that two readers would read differently.

Depth is counted while events arrive, so hostile nesting costs neither stack nor memory; aliases are refused outright,
which leaves no bomb to defuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from truth.files.limits import LONGEST_KEY
from truth.files.located import Events, Located
from truth.files.rules import DUPLICATE_KEY, SYNTAX, found
from truth.files.scalars import Mistakable, plain_string, resolve
from truth.files.syntax import explain
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.finding import Finding, Mark, Rule
from truth.registry.soundness import DEEPEST, FORBIDDEN

_MOST_FINDINGS = 100  # in one file: nobody reads the next one before mending these


def build(text: str, file: str, events: Events) -> Located:
    """The data a text's events describe; `Invalid` with every finding there is."""
    building = _Building(file)
    try:
        building.take(events(text))
    except YAMLError as error:
        building.findings.append(found(SYNTAX, *explain(error, text, file)))
    if building.findings:
        raise invalid(building.findings)
    return Located(building.root, text, file, events)


def invalid(findings: list[Finding]) -> Invalid:
    """The error for a file with these findings; its message is the first of them."""
    first = findings[0]
    fix = f"; {first.fix}" if first.fix else ""
    return Invalid(f"{first.message}{fix} ({first.mark})", findings)


class _Building:
    """The document as far as the events have come: `node` is the innermost open collection, `key` awaits its value."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.root: Json = None
        self.node: Any = None
        self.key: str | None = None
        self.stack: list[tuple[Any, str | None]] = []
        self.documents = 0

    def take(self, events: Iterator[Event]) -> None:
        steps: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._start_mapping,
            SequenceStartEvent: self._start_sequence,
            MappingEndEvent: self._end,
            SequenceEndEvent: self._end,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }
        for event in events:
            step = steps.get(type(event))
            if step:
                step(event)

    def _scalar(self, event: Any) -> None:
        value = event.value
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if not event.style:
            if not plain_string(value):
                value = self._resolve(event)
        elif event.style == '"' and FORBIDDEN.search(value):
            self._refuse(event, "a control character written as an escape", "take it out; no text for people holds one")
        self._add(value, event)

    def _resolve(self, event: Any) -> Json:
        if event.value == "on" and type(self.node) is dict and self.key is None:
            return event.value  # `rounding: {on: discount}`: as a key it can only be meant as the word
        try:
            return resolve(event.value)
        except Mistakable as mistake:
            self._refuse(event, str(mistake), mistake.fix)
            return event.value

    def _add(self, value: Json, event: Event) -> None:
        node = self.node
        if node is None:
            self.root = value
        elif type(node) is list:
            node.append(value)
        elif self.key is None:
            self._take_key(value, event)
        else:
            node[self.key] = value
            self.key = None

    def _take_key(self, key: Json, event: Any) -> None:
        if not isinstance(key, str):
            self._refuse(event, f"the key '{event.value[:64]}' is not a string", f'quote it: "{event.value[:64]}"')
            key = event.value
        elif key == "<<" and not event.style:
            self._refuse(event, "merge keys (<<) are not part of YAML 1.2", "write the entries out")
        elif len(key) > LONGEST_KEY:
            self._refuse(event, f"a key of {len(key)} characters", f"keys have at most {LONGEST_KEY}")
        if key in self.node:
            self._refuse(event, f"the key '{key[:64]}' is written twice", "keep one of the two", DUPLICATE_KEY)
        self.node[key] = None
        self.key = key

    def _start_mapping(self, event: Any) -> None:
        self._start({}, event)

    def _start_sequence(self, event: Any) -> None:
        self._start([], event)

    def _start(self, collection: Any, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if type(self.node) is dict and self.key is None:
            self._stop(event, "a key is one word or text, never a list or a mapping", "write a word before the colon")
        if len(self.stack) >= DEEPEST:
            self._stop(event, f"more than {DEEPEST} lists and mappings inside each other", "write it flatter")
        self._add(collection, event)
        self.stack.append((self.node, self.key))
        self.node, self.key = collection, None

    def _end(self, _event: Event) -> None:
        self.node, self.key = self.stack.pop()

    def _alias(self, event: Any) -> None:
        self._refuse(event, f"the alias *{event.anchor[:64]}", "aliases are not read here; write the value out")
        self._add("", event)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._stop(event, "a second document begins here", "one file holds one document; take --- out")
        if event.version or event.tags:
            self._refuse(event, "a directive (%)", "take it out; files are YAML 1.2 without tags")

    def _refuse_properties(self, event: Any) -> None:
        if event.tag is not None:
            self._refuse(event, f"the tag {_short(event.tag)}", "tags are not read here; take it out")
        if event.anchor is not None:
            self._refuse(event, f"the anchor &{event.anchor[:64]}", "anchors are not read here; take it out")

    def _refuse(self, event: Event, message: str, fix: str, rule: Rule = SYNTAX) -> None:
        self.findings.append(found(rule, _mark(event, self.file), message, fix))
        if len(self.findings) >= _MOST_FINDINGS:
            raise invalid(self.findings)

    def _stop(self, event: Event, message: str, fix: str) -> NoReturn:
        """Refuse what makes the rest of the file unreadable."""
        self.findings.append(found(SYNTAX, _mark(event, self.file), message, fix))
        raise invalid(self.findings)


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")[:64]


def _mark(event: Any, file: str) -> Mark:
    start, end = event.start_mark, event.end_mark
    return Mark(file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
