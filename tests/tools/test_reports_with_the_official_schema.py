"""SARIF, held against the schema that Microsoft's own tools ship."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import validators

from tests.tools.conftest import Tools
from tests.unit.drift.test_reports import FINDINGS, report


@pytest.fixture
def schema(tools: Tools) -> validators.Validator:
    """The schema of SARIF 2.1.0; the package that brings it is for Linux alone."""
    file = tools.package("@microsoft/sarif-multitool-linux") / "sarif-2.1.0.json"
    if not file.is_file():
        pytest.skip("the package with the SARIF schema is for Linux alone, so SARIF is not held against it here")
    shape = json.loads(Path(file).read_text(encoding="utf-8-sig"))
    return validators.validator_for(shape)(shape)


@pytest.mark.parametrize("found", [(), FINDINGS], ids=["nothing found", "findings"])
def test_a_sarif_report_fits_the_official_schema(schema: validators.Validator, found: tuple[object, ...]) -> None:
    told = json.loads(report("sarif", *found))  # type: ignore[arg-type]
    assert [error.message for error in schema.iter_errors(told)] == []


def test_the_schema_refuses_what_is_no_sarif(schema: validators.Validator) -> None:
    told = json.loads(report("sarif", *FINDINGS))
    told["runs"][0]["results"][0]["level"] = "fatal"
    assert not schema.is_valid(told)
