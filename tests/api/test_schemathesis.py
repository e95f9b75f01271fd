"""Requests made from the OpenAPI document: what it promises is what is answered, and nothing is our mistake."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

FOLDERS = ("/v1/plan", "/v1/apply")
"""Their bodies are whole documents, whose schemas are more than can be made up here; test_writes has their cases."""

PROMISES = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def test_what_the_document_promises_is_what_is_answered(place: Any) -> None:
    document = schemathesis.openapi.from_wsgi("/openapi.json", place.app())
    operations = [found.ok() for found in document.get_all_operations()]
    paths = place.client().get("/openapi.json").json["paths"]
    assert len(operations) == sum(len(set(item) - {"parameters"}) for item in paths.values())
    headers = place.key("admin")
    for operation in operations:
        if operation.path not in FOLDERS:
            _kept(operation, headers)


def _kept(operation: Any, headers: dict[str, str]) -> None:
    @settings(suppress_health_check=list(HealthCheck), max_examples=40)
    @given(case=operation.as_strategy())
    def check(case: Case) -> None:
        case.headers = {**(case.headers or {}), **headers}
        response = case.call()
        if response.status_code != 503:  # a position that is not reached in time
            case.validate_response(response, checks=PROMISES)

    check()
