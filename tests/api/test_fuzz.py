"""Whatever a client sends, it is never our mistake: no request is answered with a 500."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PATHS = [
    *["/v1/release", "/v1/snapshot", "/v1/entries", "/v1/entries/policy/returns", "/v1/releases", "/v1/releases/1"],
    *["/v1/entries/policy/returns/versions", "/v1/entries/policy/returns/versions/1", "/v1/releases/1/diff"],
    *["/v1/entries/policy/returns/diff", "/v1/text/status/fulfilment/shipped/when", "/v1/schemas/policy", "/docs"],
    *["/v1/values/policy/returns/values/return_fee", "/", "/healthz"],
]
NAMES = [
    *["at", "known_at", "release", "wait", "limit", "cursor", "before", "kind", "owner", "tag", "q", "from", "to"],
    *["locale", "channel", "as", "currency", "with", "with.eta", "with.", "with.\x00"],
]
VALUES = [
    *["", "0", "-1", "1", "9223372036854775808", "1e3", "NaN", "\x00", "\ud7ff", "%", "٣", "de", "sms", "json", "EUR"],
    *["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:60Z", "2026-03-02T09:00:30+24:00"],
    *["2026-02-30T00:00:00Z", "../..", "{eta}", "<b>", "policy", "x" * 5000, "9" * 5000],
]
HEADERS = ["If-None-Match", "Truth-Min-Position", "Accept", "Content-Type", "Host", "Range", "Authorization"]
TOLD = [
    "*",
    '"x"',
    "W/",
    "1.0",
    "9.9",
    "1.",
    "\xff",
    "bytes=0-",
    "text/html;q=x",
    "Bearer ",
    "[::1",
    "localhost:x",
    ",",
    "9" * 5000 + ".0",
]

segments = st.one_of(
    st.sampled_from(["policy", "returns", "status", "fulfilment", "shipped", "label", "..", "~1"]),
    st.binary(max_size=12).map(quote_from_bytes),
    st.integers().map(str),
)
paths = st.one_of(
    st.sampled_from(PATHS),
    st.tuples(
        st.sampled_from(["text", "values", "entries", "releases", "snapshots", "schemas", "x"]),
        st.lists(segments, max_size=5),
    ).map(lambda parts: "/v1/" + "/".join([parts[0], *parts[1]])),
)
queries = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(VALUES), st.text(max_size=8))), max_size=4
)
headers = st.lists(st.tuples(st.sampled_from(HEADERS), st.sampled_from(TOLD)), max_size=2)
leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.sampled_from(VALUES))
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["ref", "texts", "with", "as", "locale"]), inner)
    ),
    max_leaves=8,
)
wanted = st.fixed_dictionaries(
    {"ref": st.one_of(st.sampled_from(["status:fulfilment/shipped/when", "policy:returns/clauses/window"]), leaves)},
    optional={"with": st.dictionaries(st.sampled_from(["eta", "order_number", "window", ""]), values), "as": leaves},
)
bodies = st.one_of(values, st.fixed_dictionaries({"texts": st.lists(wanted, min_size=1, max_size=3)}))
raw_bodies = st.one_of(bodies.map(json.dumps).map(str.encode), st.binary(max_size=40))

hard = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)


@hard
@given(path=paths, query=queries, told=headers)
def test_no_address_query_or_header_breaks_it(client: FlaskClient, path: str, query: Any, told: Any) -> None:
    response = client.get(path, query_string=query, headers=told)
    assert response.status_code < 500 or response.status_code == 503, response.text
    assert response.status_code < 400 or response.mimetype == "application/problem+json"


@hard
@given(body=raw_bodies)
def test_no_body_breaks_it(client: FlaskClient, body: bytes) -> None:
    response = client.post("/v1/texts", data=body, content_type="application/json")
    assert response.status_code in (200, 422), response.text
    assert response.json is not None


@pytest.mark.parametrize("depth", [500, 900, 990, 1020, 5_000, 100_000])
@pytest.mark.parametrize("around", [("[", "]"), ('{"with":', "}")], ids=["lists", "objects"])
def test_no_depth_breaks_it(client: FlaskClient, refused: Any, depth: int, around: tuple[str, str]) -> None:
    body = around[0] * depth + "1" + around[1] * depth
    refused(client.post("/v1/texts", data=body, content_type="application/json"), 422, "invalid")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "X" * 200])
def test_no_method_breaks_it(client: FlaskClient, method: str) -> None:
    assert client.open("/v1/release", method=method).status_code in (200, 405)


@pytest.mark.parametrize("length", ["-1", "x", "99999999999999999999", ""])
def test_no_announced_length_breaks_it(client: FlaskClient, length: str) -> None:
    response = client.post(
        "/v1/texts", data=b"{}", content_type="application/json", environ_overrides={"CONTENT_LENGTH": length}
    )
    assert 400 <= response.status_code < 500
