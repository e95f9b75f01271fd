"""Generated code is what the language's own compiler takes, and says at run time what the vocabulary says."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.tools.conftest import Tools, run
from tests.tools.vocabularies import ALL, FULFILMENT, HOSTILE, labels, write_all
from truth.kinds.status.code.generate import Language, generate
from truth.kinds.status.code.given import Header

TSC = ["--strict", "--target", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext", "--noUnusedLocals"]
TSC += ["--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--verbatimModuleSyntax", "--types", ""]
USE_OF_TYPESCRIPT = """\
import { fulfilmentStatuses, matchFulfilmentStatus, unhandledFulfilmentStatus } from "./fulfilment.js";
import type { FulfilmentNext, FulfilmentStatus, FulfilmentTransitions } from "./fulfilment.js";
export const next: FulfilmentNext<"placed"> = "processing";
export const exact: FulfilmentTransitions["placed"]["confirm"] = "processing";
export const label: "Placed" = fulfilmentStatuses.placed.label.en;
// @ts-expect-error what is delivered is not what follows placed
export const wrong: FulfilmentNext<"placed"> = "delivered";
// @ts-expect-error there is no such status
export const unknown: FulfilmentStatus = "dispatched";
// @ts-expect-error delivered leads nowhere
export const never: FulfilmentNext<"delivered"> = "placed";
export function several(status: FulfilmentStatus): string {
  switch (status) {
    case "placed":
      return "placed";
    default:
      // @ts-expect-error seventeen statuses have no case here
      return unhandledFulfilmentStatus(status);
  }
}
// @ts-expect-error seventeen statuses have no answer here
export const answer = matchFulfilmentStatus("placed", { placed: () => 1 });
"""
USE_OF_PYTHON = """\
from typing import Literal
from fulfilment import FULFILMENT, FulfilmentCode, FulfilmentStatus, unhandled_fulfilment_status
known: FulfilmentCode = "placed"
unknown: FulfilmentCode = "dispatched"  # type: ignore[assignment]
audience: Literal["customer", "staff"] = FULFILMENT[FulfilmentStatus.PLACED].audience
def one(status: Literal[FulfilmentStatus.PLACED, FulfilmentStatus.LOST]) -> int:
    match status:
        case FulfilmentStatus.PLACED:
            return 1
        case FulfilmentStatus.LOST:
            return 2
        case _:
            unhandled_fulfilment_status(status)
def few(status: FulfilmentStatus) -> int:
    match status:
        case FulfilmentStatus.PLACED:
            return 1
        case _:
            unhandled_fulfilment_status(status)  # type: ignore[arg-type]
"""
KOTLIN_THAT_PRINTS = """\
import shop.hostile.*

fun main() {
    for (status in HostileStatus.values()) {
        for (locale in HostileLocale.values()) {
            val units = status.label(locale).map { it.code.toString() }.joinToString(" ")
            println(listOf(status.code, locale.tag, units).joinToString(";"))
        }
    }
    check(HostileStatus.of("class")!!.shownAs == HostileStatus.DEFAULT)
    check(shop.open.OpenStatus.NEW.mayBecome(shop.open.OpenStatus.DONE))
    check(shop.closed.ClosedStatus.ISSUED.following.isEmpty())
    check(shop.fulfilment.FulfilmentStatus.PLACED.moves.first().event == shop.fulfilment.FulfilmentEvent.CONFIRM)
}
"""


@pytest.mark.parametrize("language", Language)
def test_the_same_vocabulary_gives_the_same_text_whatever_the_order_of_its_keys(language: Language) -> None:
    for document in ALL:
        shuffled = type(document)(document.entry, json.loads(document.canonical))
        assert generate(document, language, Header(7)) == generate(shuffled, language, Header(7))


def test_typescript_compiles_under_strict_and_refuses_what_the_vocabulary_lacks(tools: Tools, tmp_path: Path) -> None:
    files = write_all(Language.TYPESCRIPT, tmp_path, "ts")
    use = tmp_path / "use.ts"
    use.write_text(USE_OF_TYPESCRIPT, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    run([tools.bin("tsc"), *TSC, "--outDir", str(tmp_path / "out"), *map(str, [*files, use])], tmp_path)
    asked = f'import {{ hostileStatuses as all }} from "{(tmp_path / "out" / "hostile.js").as_uri()}"; '
    shown = "console.log(JSON.stringify(Object.fromEntries(Object.entries(all).map(([c, s]) => [c, s.label]))))"
    said = run(["node", "--input-type=module", "--eval", asked + shown], tmp_path)
    assert json.loads(said) == labels(HOSTILE)


def test_python_passes_mypy_strict_and_a_match_must_be_exhaustive(tmp_path: Path) -> None:
    files = write_all(Language.PYTHON, tmp_path, "py")
    use = tmp_path / "use.py"
    use.write_text(USE_OF_PYTHON, encoding="utf-8")
    cache = ["--cache-dir", str(tmp_path / "cache")]
    run([sys.executable, "-m", "mypy", "--strict", "--warn-unused-ignores", *cache, *map(str, [*files, use])], tmp_path)


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.entry.key)
def test_python_says_at_run_time_what_the_vocabulary_says(document: Any, tmp_path: Path) -> None:
    path = tmp_path / "generated_statuses.py"
    path.write_text(generate(document, Language.PYTHON, Header()), encoding="utf-8")
    module = loaded(path)
    name = document.entry.key.replace("-", "_").upper()
    facts = getattr(module, name)
    complete = set.intersection(*(set(words) for words in labels(document).values()))
    for code, words in labels(document).items():
        assert facts[code].label == {locale: words[locale] for locale in complete}
        assert facts[code].terminal == document.body["statuses"][code].get("terminal", False)
    assert [str(one) for one in getattr(module, f"{name}_INITIAL")] == document.body["initial"]


def loaded(path: Path) -> Any:
    """A module from a file, known to nobody else."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[path.stem]
    return module


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.entry.key)
def test_the_json_schema_is_one_and_takes_the_statuses_of_the_vocabulary_alone(document: Any) -> None:
    schema = json.loads(generate(document, Language.JSON_SCHEMA, Header()))
    Draft202012Validator.check_schema(schema)
    assert all(Draft202012Validator(schema).is_valid(code) for code in document.body["statuses"])
    assert not any(Draft202012Validator(schema).is_valid(code) for code in ["", "dispatched", None, 1])


def test_the_json_schema_of_an_event_asks_for_a_reason_where_one_is_needed() -> None:
    schema = json.loads(generate(FULFILMENT, Language.JSON_SCHEMA, Header()))
    event = Draft202012Validator({**schema, "$ref": "#/$defs/event"})
    cancelled = {"event": "cancel", "from": "placed", "to": "cancelled", "actor": "agent", "order": "NC-10482"}
    assert event.is_valid({**cancelled, "reason": "fraud"})
    assert not event.is_valid(cancelled)
    assert not event.is_valid({**cancelled, "reason": "boredom"})
    assert not event.is_valid({**cancelled, "reason": "fraud", "actor": "carrier"})
    assert not event.is_valid({**cancelled, "reason": "fraud", "from": "delivered"})


def test_the_json_schema_of_a_transition_takes_allowed_pairs_alone() -> None:
    pairs = {document.entry.key: pair(document) for document in ALL}
    assert pairs["fulfilment"].is_valid({"from": "placed", "to": "processing"})
    assert not pairs["fulfilment"].is_valid({"from": "delivered", "to": "shipped"})
    assert pairs["open"].is_valid({"from": "new", "to": "new"})
    assert not pairs["closed"].is_valid({"from": "issued", "to": "issued"})


def pair(document: Any) -> Any:
    """The validator of a move in a vocabulary."""
    schema = json.loads(generate(document, Language.JSON_SCHEMA, Header()))
    return Draft202012Validator({**schema, "$ref": "#/$defs/transition"})


def test_kotlin_compiles_and_says_at_run_time_what_the_vocabulary_says(tools: Tools, java: str, tmp_path: Path) -> None:
    files = write_all(Language.KOTLIN, tmp_path, "kt")
    main = tmp_path / "main.kt"
    main.write_text(KOTLIN_THAT_PRINTS, encoding="utf-8")
    home = tools.package("kotlin-compiler")
    jars, classes = os.pathsep.join(map(str, sorted((home / "lib").glob("*.jar")))), str(tmp_path / "classes")
    compiler = "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"
    settings = ["-XX:TieredStopAtLevel=1", "-Xmx768m", "-cp", jars, compiler, "-kotlin-home", str(home), "-no-reflect"]
    run([java, *settings, "-d", classes, *map(str, [*files, main])], tmp_path)
    standard = home / "lib" / "kotlin-stdlib.jar"
    said = run([java, "-cp", os.pathsep.join([classes, str(standard)]), "MainKt"], tmp_path)
    printed: dict[str, dict[str, str]] = {}
    for line in said.splitlines():
        code, locale, units = line.split(";")
        data = b"".join(int(unit).to_bytes(2, "big") for unit in units.split())
        printed.setdefault(code, {})[locale] = data.decode("utf-16-be")
    assert printed == labels(HOSTILE)


def test_swift_is_read_whole_by_a_grammar_of_it(tools: Tools, tmp_path: Path) -> None:
    """No Swift compiler comes with Debian or npm: this proves the syntax, not the types."""
    files = write_all(Language.SWIFT, tmp_path, "swift")
    unread = json.loads(tools.node("parse_swift.mjs", *files))
    assert unread == [[] for _ in files]
