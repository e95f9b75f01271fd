"""Generate: a vocabulary as source code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from truth.kinds.status.code import json_schema, kotlin, python, swift, typescript
from truth.kinds.status.code.given import EVERYTHING, Given, Header, Selection, given
from truth.model.document import Document


class Language(StrEnum):
    """What a vocabulary can be written in."""

    TYPESCRIPT = "typescript"
    PYTHON = "python"
    JSON_SCHEMA = "json-schema"
    KOTLIN = "kotlin"
    SWIFT = "swift"


_WRITERS: Mapping[Language, Callable[[Given], str]] = {
    Language.TYPESCRIPT: typescript.write,
    Language.PYTHON: python.write,
    Language.JSON_SCHEMA: json_schema.write,
    Language.KOTLIN: kotlin.write,
    Language.SWIFT: swift.write,
}


def generate(document: Document, language: Language, header: Header, selection: Selection = EVERYTHING) -> str:
    """A vocabulary that fits its schema as source code; the same content, header and selection give the same text.

    Raises `Invalid` for an entry of another type, and for a label that no constant can hold.
    """
    return _WRITERS[language](given(document, header, selection))
