"""One self-contained schema out of several files that refer to each other by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from truth.model.errors import UsageError
from truth.model.nearest import did_you_mean

Schema = dict[str, Any]

_NAMED = ("properties", "patternProperties", "dependentSchemas", "$defs")
_DATA = ("const", "enum", "default", "examples")


def bundled(file: str, files: Mapping[str, Schema]) -> Schema:
    """The schema in `file` with every definition it needs in its own `$defs`, and every `$ref` leading there.

    A definition keeps its name; where the file has one of that name already, it is called `<file>.<name>`.
    """
    return _Bundle(file, files).schema()


class _Bundle:
    def __init__(self, file: str, files: Mapping[str, Schema]) -> None:
        self.file = file
        self.files = files
        self.own: Schema = files[file].get("$defs", {})
        self.foreign: Schema = {}

    def schema(self) -> Schema:
        body = {key: self._rewritten(value, self.file) for key, value in self.files[self.file].items()}
        definitions = {**body.pop("$defs", {}), **dict(sorted(self.foreign.items()))}
        return {**body, "$defs": definitions} if definitions else body

    def _rewritten(self, node: Any, file: str) -> Any:
        if isinstance(node, list):
            return [self._rewritten(item, file) for item in node]
        if not isinstance(node, dict):
            return node
        return {key: self._value(key, value, file) for key, value in node.items()}

    def _value(self, key: str, value: Any, file: str) -> Any:
        if key in _DATA:
            return value
        if key in _NAMED:
            return {name: self._rewritten(schema, file) for name, schema in value.items()}
        return self._ref(value, file) if key == "$ref" else self._rewritten(value, file)

    def _ref(self, ref: str, file: str) -> str:
        name, _, at = ref.partition("#")
        target = name or file
        if target == self.file:
            return f"#{at}"
        if target not in self.files:
            raise UsageError(f"{file} refers to '{target}', which is no schema here{did_you_mean(target, self.files)}")
        return f"#/$defs/{self._taken_in(target, at)}"

    def _taken_in(self, file: str, at: str) -> str:
        """Take another file's definition in, and what it needs with it; its name here."""
        name = at.removeprefix("/$defs/")
        definitions = self.files[file].get("$defs", {})
        if name not in definitions:
            raise UsageError(f"{file} has no definition '{name}'{did_you_mean(name, definitions)}")
        here = f"{file.split('.')[0]}.{name}" if name in self.own else name
        if here not in self.foreign:
            self.foreign[here] = None  # taken before it is rewritten: definitions may refer to themselves
            self.foreign[here] = self._rewritten(definitions[name], file)
        return here
