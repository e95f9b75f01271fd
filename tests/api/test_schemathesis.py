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

PROMISES = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def test_what_the_document_promises_is_what_is_answered(sample_place: Any) -> None:
    document = schemathesis.openapi.from_wsgi("/openapi.json", sample_place.app())
    operations = [found.ok() for found in document.get_all_operations()]
    assert len(operations) == len(sample_place.client().get("/openapi.json").json["paths"])
    for operation in operations:
        _kept(operation)


def _kept(operation: Any) -> None:
    @settings(suppress_health_check=list(HealthCheck), max_examples=40)
    @given(case=operation.as_strategy())
    def check(case: Case) -> None:
        case.headers = {**(case.headers or {}), "Authorization": "Bearer reader"}
        response = case.call()
        if response.status_code != 503:  # a position that is not reached in time
            case.validate_response(response, checks=PROMISES)

    check()
