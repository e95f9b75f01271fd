"""An entry's files, put together to one body."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from truth.files.located import Located
from truth.files.remembered import key_of
from truth.files.rules import SYNTAX, found
from truth.files.strict_json import read_json
from truth.files.strict_yaml import read_yaml
from truth.files.syntax import invisible
from truth.kinds.kind import Assembled, Kind, Part
from truth.model.errors import Invalid, TooLarge
from truth.model.finding import Finding, Mark

Read = TypeVar("Read")

SCHEMA_KEY = "$schema"
"""In JSON, names the schema to editors; it is no part of the document."""


@dataclass(frozen=True)
class Texts:
    """What the files of one entry say, by path; `unread` says why the text of one could not be had."""

    kind: Kind
    main: str
    texts: Mapping[str, str]
    unread: tuple[Finding, ...] = ()

    @property
    def parts(self) -> Mapping[str, str]:
        """The paths of the files beside the main file, by name."""
        return {os.path.basename(path): path for path in self.texts if path != self.main}

    @property
    def key(self) -> str:
        """The same for files that say the same, wherever they are."""
        ending = os.path.splitext(self.main)[1]
        names = {path: ending if path == self.main else os.path.basename(path) for path in self.texts}
        return key_of(self.kind.name, {names[path]: text for path, text in self.texts.items()})

    def assemble(self) -> tuple[Located, Assembled]:
        """The main file, and the body it has with its parts; `Invalid` with every finding there is."""
        findings = [*self.unread]
        main = tried(self._main, self.main, findings) if self.main in self.texts else None
        parts = [Part(name, self.texts[path]) for name, path in self.parts.items()]
        findings += [hidden for path in self.parts.values() if (hidden := invisible(self.texts[path], path))]
        if main is None or findings:
            raise Invalid(f"{self.main} cannot be read", findings)
        assembled = self.kind.read(_body(main), parts)
        if assembled.problems:
            raise Invalid(f"{self.main} and its parts cannot be read", list(self._problems(assembled)))
        return main, assembled

    def _main(self, path: str) -> Located:
        text = self.texts[path]
        located = read_json(text, path) if path.endswith(".json") else read_yaml(text, path)
        if not isinstance(located.data, dict):
            message = "the file is empty" if located.data is None else "the file holds no mapping"
            finding = found(SYNTAX, Mark(path, 1, 1), message, "a document is written as 'key: value' lines")
            raise Invalid(message, [finding])
        return located

    def _problems(self, assembled: Assembled) -> Iterator[Finding]:
        for problem in assembled.problems:
            yield found(SYNTAX, Mark(self.parts[problem.part], problem.line, 1), problem.message)


def tried(read: Callable[[str], Read], path: str, findings: list[Finding]) -> Read | None:
    """What can be read of a path; else None, and why not among the findings."""
    try:
        return read(path)
    except TooLarge:
        raise
    except Invalid as error:
        findings += error.findings
        return None


def _body(main: Located) -> dict[str, object]:
    data: dict[str, object] = main.data
    if main.file.endswith(".json") and SCHEMA_KEY in data:
        return {key: value for key, value in data.items() if key != SCHEMA_KEY}
    return data
