"""The document schemas: sound, closed, described, and proven by cases.

Cases live in ``tests/cases/schemas/<kind>/valid`` (a whole document each) and ``…/invalid`` (``why``, ``pointer``
and ``document``: the one place that is wrong). A new file there is a new test.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from truth.kinds.status.kind import SECTIONS

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas"
CONTENT = ROOT / "content"
CASES = ROOT / "tests" / "cases" / "schemas"
KINDS = ("company", "policy", "price", "status")
FILES = sorted(path.name for path in SCHEMAS.glob("*.schema.json"))

CLOSED_BY_TYPE = {("price.schema.json", ""), ("status.schema.json", "")}

Schema = dict[str, Any]


@cache
def schema(file: str) -> Schema:
    loaded: Schema = json.loads((SCHEMAS / file).read_text(encoding="utf-8"))
    return loaded


@cache
def registry() -> Registry[Any]:
    resources = ((file, Resource.from_contents(schema(file), default_specification=DRAFT202012)) for file in FILES)
    return Registry[Any]().with_resources(resources)


def pointers(file: str, at: str, instance: object) -> set[str]:
    """The JSON pointers of everything the schema at ``file#at`` finds wrong with ``instance``."""
    validator = Draft202012Validator(
        {"$ref": f"{file}#{at}"}, registry=registry(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return {pointer(error.absolute_path) for error in validator.iter_errors(instance)}


def pointer(parts: Any) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def subschemas(node: Schema, at: str = "") -> Iterator[tuple[str, Schema]]:
    """Every schema that describes a place in a document: definitions, properties, items and free keys."""
    yield at, node
    for section in ("$defs", "properties"):
        for name, child in node.get(section, {}).items():
            yield from subschemas(child, f"{at}/{section}/{name}")
    for section in ("items", "additionalProperties"):
        if isinstance(node.get(section), dict):
            yield from subschemas(node[section], f"{at}/{section}")


def places() -> list[tuple[str, str, Schema]]:
    return [(file, at, node) for file in FILES for at, node in subschemas(schema(file))]


def cases(kind: str, verdict: str) -> list[Path]:
    return sorted((CASES / kind / verdict).glob("*.yaml"))


def collected(verdict: str) -> list[Any]:
    return [pytest.param(kind, path, id=f"{kind}-{path.stem}") for kind in KINDS for path in cases(kind, verdict)]


@pytest.mark.parametrize("file", FILES)
def test_a_schema_obeys_its_metaschema(file: str) -> None:
    Draft202012Validator.check_schema(schema(file))


@pytest.mark.parametrize("file", FILES)
def test_a_schema_has_no_address_of_its_own(file: str) -> None:
    """Editors resolve the schemas from disk, the service under its own address: relative names serve both."""
    assert "$id" not in schema(file)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_schema_with_an_example(kind: str) -> None:
    assert schema(f"{kind}.schema.json")["examples"]


@pytest.mark.parametrize(
    ("file", "at", "example"),
    [
        pytest.param(file, at, example, id=f"{file.split('.')[0]}{at}-{index}")
        for file, at, node in places()
        for index, example in enumerate(node.get("examples", []))
    ],
)
def test_an_example_in_a_schema_is_valid(file: str, at: str, example: object) -> None:
    assert pointers(file, at, example) == set()


def test_every_property_is_described() -> None:
    silent = [
        f"{file}#{at}/{name}"
        for file, at, node in places()
        for name, child in node.get("properties", {}).items()
        if "description" not in child and "$ref" not in child
    ]
    assert silent == []


def test_every_definition_is_described() -> None:
    silent = [
        f"{file}#{name}" for file in FILES for name, node in schema(file)["$defs"].items() if "description" not in node
    ]
    assert silent == []


def test_every_object_refuses_what_it_does_not_know() -> None:
    """An object is closed, or says what its free keys look like; a document with types is closed by its type."""
    opened = [
        f"{file}#{at}"
        for file, at, node in places()
        if "properties" in node and "additionalProperties" not in node and (file, at) not in CLOSED_BY_TYPE
    ]
    assert opened == []


def test_no_number_is_a_fraction() -> None:
    assert [f"{file}#{at}" for file, at, node in places() if node.get("type") == "number"] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("verdict", "enough"), [("valid", 6), ("invalid", 15)])
def test_a_kind_is_proven_by_enough_cases(kind: str, verdict: str, enough: int) -> None:
    assert len(cases(kind, verdict)) >= enough


@pytest.mark.parametrize(("kind", "path"), collected("valid"))
def test_a_valid_document_is_accepted(kind: str, path: Path) -> None:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert pointers(f"{kind}.schema.json", "", document) == set()


@pytest.mark.parametrize(("kind", "path"), collected("invalid"))
def test_an_invalid_document_is_refused_at_the_place_that_is_wrong(kind: str, path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(case) == {"why", "pointer", "document"}
    assert pointers(f"{kind}.schema.json", "", case["document"]) == {case["pointer"]}, case["why"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("document", [None, [], "text", 3, True, {}])
def test_something_that_is_no_document_is_refused_whole(kind: str, document: object) -> None:
    assert pointers(f"{kind}.schema.json", "", document) == {""}


@pytest.mark.parametrize("code", schema("status.schema.json")["$defs"]["status_code"]["not"]["enum"])
def test_the_name_of_a_section_is_no_status_code(code: str) -> None:
    assert pointers("status.schema.json", "/$defs/status_code", code) == {""}


def test_every_section_of_an_entry_with_statuses_is_a_reserved_code() -> None:
    definitions = schema("status.schema.json")["$defs"]
    sections = {*definitions["vocabulary"]["properties"], *definitions["display"]["properties"]}
    assert sections == set(definitions["status_code"]["not"]["enum"]) == SECTIONS


@pytest.mark.parametrize(("length", "refused"), [(20_000, set()), (20_001, {"/en"})])
def test_a_pattern_has_at_most_20_000_characters(length: int, refused: set[str]) -> None:
    assert pointers("common.schema.json", "/$defs/text", {"en": "a" * length}) == refused


@pytest.mark.parametrize(("count", "refused"), [(500, set()), (501, {"/statuses"})])
def test_a_vocabulary_has_at_most_500_statuses(count: int, refused: set[str]) -> None:
    document = schema("status.schema.json")["examples"][0]
    statuses = {f"s{number}": document["statuses"]["placed"] for number in range(count)}
    assert pointers("status.schema.json", "", {**document, "statuses": statuses}) == refused


@pytest.mark.parametrize(("count", "refused"), [(5_000, set()), (5_001, {"/transitions"})])
def test_a_vocabulary_has_at_most_5_000_transitions(count: int, refused: set[str]) -> None:
    document = schema("status.schema.json")["examples"][0]
    transitions = document["transitions"] * count
    assert pointers("status.schema.json", "", {**document, "transitions": transitions}) == refused


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=str(path.relative_to(CONTENT))) for path in sorted(CONTENT.rglob("*.yaml"))]
)
def test_a_sample_file_names_its_schema_for_editors_and_obeys_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    opening, _, address = text.partition("\n")[0].partition("$schema=")
    assert opening == "# yaml-language-server: "
    named = (path.parent / address).resolve()
    assert named == SCHEMAS / f"{path.relative_to(CONTENT).parts[0]}.schema.json"
    assert pointers(named.name, "", yaml.safe_load(text)) == set()
