"""The schemas of a folder `schemas/`: what a document must look like, in words that say what to do.

jsonschema is the authority and finds the words; jsonschema-rs, which is faster, says whether there is anything to find.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from truth.files.bundle import bundled
from truth.files.explanation import explanations
from truth.files.validators import Validator, accepts, fast_validator, slow_validator
from truth.model.canonical import Body
from truth.model.errors import NotFound, UsageError
from truth.model.nearest import did_you_mean

_ENDING = ".schema.json"
_SHARED = "common"
_FILE = "x-file"
"""In a schema that describes a file of its own (`truth.lock`, `truth.toml`) rather than a kind: the file's name."""


@dataclass(frozen=True)
class Schemas:
    """The schemas in a folder; each is read once."""

    folder: Path

    def problems(self, kind: str, body: Body) -> Iterator[tuple[str, str]]:
        """Every violation of the kind's schema as `(JSON pointer, message)`, in document order; empty when it fits."""
        fast, slow = self._validators(kind)
        if accepts(fast, body):
            return iter(())
        return iter(explanations(slow, body))

    def schema(self, kind: str) -> Mapping[str, object]:
        """The kind's schema in one self-contained piece; `NotFound` for a kind without one."""
        if kind not in self._bundles:
            self._bundles[kind] = bundled(self._file(kind), self.files)
        return self._bundles[kind]

    def kinds(self) -> Sequence[str]:
        """The kinds that have a schema."""
        return [name for name in self._names if name != _SHARED and _FILE not in self.files[name + _ENDING]]

    @cached_property
    def files(self) -> Mapping[str, dict[str, Any]]:
        """Every schema file as it stands, by name."""
        paths = sorted(self.folder.glob(f"*{_ENDING}"))
        if not paths:
            raise UsageError(f"there are no schemas in {self.folder}; it should hold files like policy{_ENDING}")
        return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in paths}

    @cached_property
    def _bundles(self) -> dict[str, dict[str, Any]]:
        return {}

    @cached_property
    def _compiled(self) -> dict[str, tuple[Any, Validator]]:
        return {}

    @cached_property
    def _names(self) -> list[str]:
        return [file.removesuffix(_ENDING) for file in sorted(self.files)]

    def _file(self, name: str) -> str:
        if name == _SHARED or name not in self._names:
            raise NotFound(f"there is no schema for the kind '{name[:64]}'{did_you_mean(name, self.kinds())}")
        return name + _ENDING

    def _validators(self, kind: str) -> tuple[Any, Validator]:
        if kind not in self._compiled:
            schema = dict(self.schema(kind))
            self._compiled[kind] = (fast_validator(schema), slow_validator(schema))
        return self._compiled[kind]
