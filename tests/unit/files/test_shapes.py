"""The schemas' verdict, in our words. Cases live in ``tests/cases/files/messages.yaml`` and ``tests/cases/schemas``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from truth.files.repair import repaired
from truth.files.shapes import Schemas
from truth.files.validators import accepts, fast_validator, slow_validator
from truth.model.errors import NotFound, UsageError

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "tests" / "cases"
SCHEMAS = Schemas(ROOT / "schemas")
MESSAGES = yaml.safe_load((CASES / "files" / "messages.yaml").read_text(encoding="utf-8"))
DAMAGE = [None, True, 0, -1, 2**60, "", " ", "x", "x\n", "P30D\n", "٣", "ä", "{x}", [], {}, ["x"], {"en": "x\n"}]
DOCUMENTS = [
    pytest.param(path.parts[-3], path, id=f"{path.parts[-3]}-{path.stem}")
    for path in sorted((CASES / "schemas").glob("*/*/*.yaml"))
]


def verdicts(kind: str, body: Any) -> tuple[bool, bool]:
    schema = dict(SCHEMAS.schema(kind))
    return accepts(fast_validator(schema), body), slow_validator(schema).is_valid(body)


@pytest.mark.parametrize("case", MESSAGES)
def test_a_message_says_what_is_wrong_and_what_to_do(case: dict[str, Any]) -> None:
    found = list(SCHEMAS.problems(case["kind"], case["document"]))
    assert {(pointer, message) for pointer, message in found if pointer in case["says"]} == set(case["says"].items())
    assert len(found) == len(case["says"]) or case["kind"] == "status"


@pytest.mark.parametrize(("kind", "path"), DOCUMENTS)
def test_the_fast_validator_and_the_authority_agree(kind: str, path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    invalid = path.parent.name == "invalid"
    fast, slow = verdicts(kind, case["document"] if invalid else case)
    assert fast == slow == (not invalid)


@pytest.mark.parametrize(("kind", "path"), DOCUMENTS)
def test_a_document_has_problems_exactly_when_it_is_invalid(kind: str, path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    invalid = path.parent.name == "invalid"
    problems = list(SCHEMAS.problems(kind, case["document"] if invalid else case))
    assert bool(problems) == invalid
    assert all(message and not message.startswith(" ") for _, message in problems)


@given(st.data())
def test_the_validators_agree_on_damaged_documents(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(SCHEMAS.kinds())))
    body = json.loads(json.dumps(SCHEMAS.schema(kind)["examples"]))[0]
    node, key = body, data.draw(st.sampled_from(sorted(body)))
    while isinstance(node[key], (dict, list)) and node[key] and data.draw(st.booleans()):
        node = node[key]
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
    node[key] = data.draw(st.sampled_from(DAMAGE))
    fast, slow = verdicts(kind, body)
    assert fast == slow
    assert bool(list(SCHEMAS.problems(kind, body))) == (not slow)


def test_a_line_break_at_the_end_does_not_slip_through_a_pattern() -> None:
    body = {"title": {"en": "Returns"}, "owner": "legal\n", "clauses": ["window"]}
    assert [pointer for pointer, _ in SCHEMAS.problems("policy", body)] == ["/owner"]


@pytest.mark.parametrize("body", [{"x": "\ud800"}, {"x": 10**400}, {"x": float("nan")}, [], None, "x", 5])
def test_what_is_no_document_at_all_is_a_problem_not_a_crash(body: Any) -> None:
    assert list(SCHEMAS.problems("policy", body))


@pytest.mark.parametrize("kind", SCHEMAS.kinds())
def test_a_schema_stands_on_its_own(kind: str) -> None:
    text = json.dumps(SCHEMAS.schema(kind))
    assert "common.schema.json" not in text
    slow_validator(json.loads(text)).check_schema(json.loads(text))
    assert all(not list(SCHEMAS.problems(kind, example)) for example in json.loads(text)["examples"])


def test_the_kinds_are_those_with_a_schema() -> None:
    assert list(SCHEMAS.kinds()) == ["company", "policy", "price", "status"]


def test_an_unknown_kind_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="did you mean 'policy'"):
        SCHEMAS.schema("polcy")


def test_a_folder_without_schemas_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there are no schemas"):
        Schemas(tmp_path).kinds()


def test_a_definition_of_the_same_name_in_two_files_stays_two(tmp_path: Path) -> None:
    tree = {"properties": {"default": {"$ref": "#/$defs/tree"}}}
    (tmp_path / "common.schema.json").write_text(json.dumps({"$defs": {"code": {"type": "string"}, "tree": tree}}))
    common = "common.schema.json#/$defs"
    whole = {
        "properties": {"a": {"$ref": f"{common}/code"}, "b": {"$ref": f"{common}/tree"}},
        "$defs": {"code": {"type": "integer"}},
    }
    (tmp_path / "thing.schema.json").write_text(json.dumps(whole))
    schemas = Schemas(tmp_path)
    assert schemas.schema("thing")["properties"] == {
        "a": {"$ref": "#/$defs/common.code"},
        "b": {"$ref": "#/$defs/tree"},
    }
    assert [pointer for pointer, _ in schemas.problems("thing", {"a": 1})] == ["/a"]


@pytest.mark.parametrize(
    ("ref", "says"), [("comon.schema.json#/$defs/x", "common.schema.json"), ("common.schema.json#/$defs/cod", "code")]
)
def test_a_reference_that_leads_nowhere_is_an_error_that_names_the_nearest(tmp_path: Path, ref: str, says: str) -> None:
    (tmp_path / "common.schema.json").write_text(json.dumps({"$defs": {"code": {"type": "string"}}}))
    (tmp_path / "thing.schema.json").write_text(json.dumps({"properties": {"a": {"$ref": ref}}}))
    with pytest.raises(UsageError, match=f"did you mean '{says}'"):
        Schemas(tmp_path).schema("thing")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("P30", "P30D"),
        ("30", "P30D"),
        ("2h", "PT2H"),
        ("eur", "EUR"),
        ("Gift Card", "gift_card"),
        ("giftCard", "gift_card"),
    ],
)
def test_a_usual_slip_is_undone(text: str, wanted: str) -> None:
    assert repaired(text, lambda candidate: candidate == wanted) == wanted


def test_a_slip_nobody_knows_is_left_alone() -> None:
    assert repaired("x", lambda _: False) is None
    assert repaired("x" * 1000, lambda _: True) is None
