"""The vocabularies the real tools are shown: the sample's, and those made to trip them."""

from __future__ import annotations

from pathlib import Path

import yaml
from icu4py.messageformat import MessageFormat

from truth.kinds.status.code.generate import Language, generate
from truth.kinds.status.code.given import Header, Selection
from truth.model.document import Document
from truth.model.ref import Ref

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "status" / "code"
HEADER = Header(7)


def vocabulary(path: Path) -> Document:
    """The vocabulary in a file; its key is the file's name."""
    return Document(Ref("status", path.stem), yaml.safe_load(path.read_text(encoding="utf-8")))


def is_vocabulary(path: Path) -> bool:
    """Whether a file of the kind status is one."""
    return str(yaml.safe_load(path.read_text(encoding="utf-8")).get("type")) == "vocabulary"


SAMPLE = [vocabulary(path) for path in sorted((ROOT / "content" / "status").glob("*.yaml")) if is_vocabulary(path)]
TRICKY = [vocabulary(path) for path in sorted(CASES.glob("*.yaml"))]
FULFILMENT = next(one for one in SAMPLE if one.entry.key == "fulfilment")
HOSTILE = next(one for one in TRICKY if one.entry.key == "hostile")
ALL = [*SAMPLE, *TRICKY]


def write_all(language: Language, folder: Path, ending: str) -> list[Path]:
    """Every vocabulary as source code, a file each; in Kotlin a package each."""
    paths = []
    for document in ALL:
        key = document.entry.key
        package = f"shop.{key}" if language is Language.KOTLIN else None
        path = folder / f"{key}.{ending}"
        path.write_text(generate(document, language, HEADER, Selection(package=package)), encoding="utf-8")
        paths.append(path)
    return paths


def labels(document: Document) -> dict[str, dict[str, str]]:
    """What each status is called, by code and locale, without the words of single channels."""
    return {
        code: {locale: said(words if isinstance(words, str) else words["default"]) for locale, words in label.items()}
        for code, label in ((code, status["label"]) for code, status in document.body["statuses"].items())
    }


def said(pattern: str) -> str:
    """What ICU makes of a pattern without arguments."""
    return str(MessageFormat(pattern, "en").format({}))
