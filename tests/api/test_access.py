"""Who may call what."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from truth.api.access import ACCESS, Access

TEXT = "/v1/text/status/fulfilment/shipped/label"
FOREIGN = {"REMOTE_ADDR": "192.0.2.7"}


def _with_a_stray_route(app: Flask) -> Flask:
    app.add_url_rule("/stray", endpoint="stray", view_func=lambda: "secret")
    return app


def test_every_route_has_an_access_rule_and_every_rule_a_route(sample_place: Any) -> None:
    assert {rule.endpoint for rule in sample_place.app().url_map.iter_rules()} == set(ACCESS)


def test_a_route_without_a_rule_is_refused_even_here(sample_place: Any, refused: Any) -> None:
    client = _with_a_stray_route(sample_place.app(public_reads=True)).test_client()
    refused(client.get("/stray"), 403, "forbidden")


def test_every_read_under_v1_needs_to_be_allowed(sample_place: Any, refused: Any) -> None:
    app = sample_place.app()
    client = app.test_client()
    guarded = [rule for rule in app.url_map.iter_rules() if ACCESS[rule.endpoint] is Access.READ]
    assert guarded
    for rule in guarded:
        path = rule.build(dict.fromkeys(rule.arguments, 1), append_unknown=False)[1]
        method = "POST" if "POST" in rule.methods else "GET"
        response = client.open(path, method=method, environ_base=FOREIGN)
        refused(response, 401, "unauthenticated")
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="truth"'


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST."])
def test_reads_are_open_on_this_machine(sample_place: Any, address: str, host: str) -> None:
    response = sample_place.client().get(TEXT, environ_base={"REMOTE_ADDR": address}, headers={"Host": host})
    assert response.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "truth.example"},
        {"Host": "localhost.evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "[::1].evil.example"},
        {"Host": ""},
        {"X-Forwarded-For": "192.0.2.7"},
        {"X-Forwarded-Host": "localhost"},
        {"X-Forwarded-Prefix": "/truth"},
        {"Forwarded": "for=192.0.2.7"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
    ],
    ids=str,
)
def test_a_proxy_or_a_foreign_name_does_not_open_the_registry(sample_place: Any, refused: Any, headers: Any) -> None:
    problem = refused(sample_place.client().get(TEXT, headers=headers), 401, "unauthenticated")
    assert "TRUTH_PUBLIC_READS" in problem["detail"]


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "0.0.0.0", "::ffff:10.0.0.1", "", "unix:"])  # noqa: S104
def test_another_machine_needs_a_key(sample_place: Any, refused: Any, address: str) -> None:
    response = sample_place.client().get(TEXT, environ_base={"REMOTE_ADDR": address})
    refused(response, 401, "unauthenticated")


def test_public_reads_are_open_to_anyone(sample_place: Any) -> None:
    response = sample_place.client(public_reads=True).get(TEXT, environ_base=FOREIGN)
    assert response.status_code == 200


@pytest.mark.parametrize("scope", ["read", "apply", "admin"])
def test_a_key_of_any_scope_reads_from_anywhere(place: Any, scope: str) -> None:
    assert place.client().get(TEXT, environ_base=FOREIGN, headers=place.key(scope)).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["Bearer stolen", f"Bearer truth_{'x' * 43}", "Bearer ", "Bearer", "Basic YWRhOmFkYQ==", "truth_token", "\xff"],
)
@pytest.mark.parametrize("options", [{}, {"public_reads": True}], ids=str)
def test_a_key_that_does_not_work_is_never_passed_over(place: Any, refused: Any, header: str, options: Any) -> None:
    problem = refused(place.client(**options).get(TEXT, headers={"Authorization": header}), 401, "unauthenticated")
    assert header.partition(" ")[2] in ("", *problem["detail"].split()) or header.split()[-1] not in problem["detail"]


def test_a_missing_scope_is_named_and_nothing_else_is_said(place: Any, refused: Any) -> None:
    headers = place.key("read")
    answers = [
        refused(place.client().delete(f"/v1/keys/{id}", headers=headers), 403, "forbidden")
        for id in (place.key_ring().store.given_out()[0].id, "key_that_never_was")
    ]
    assert {answer["detail"] for answer in answers} == {"this key lacks the scope 'admin'"}


@pytest.mark.parametrize("scope", ["apply", "admin"])
def test_whoever_may_write_or_manage_needs_a_key_also_on_this_machine(place: Any, refused: Any, scope: str) -> None:
    for rule in place.app().url_map.iter_rules():
        if ACCESS[rule.endpoint] == scope:
            path = rule.build(dict.fromkeys(rule.arguments, 1), append_unknown=False)[1]
            (method,) = rule.methods - {"HEAD", "OPTIONS"}
            problem = refused(place.client().open(path, method=method), 401, "unauthenticated")
            assert f"truth key create NAME --scope {scope}" in problem["detail"]


def test_a_page_elsewhere_may_not_ask_a_browser_to_write(place: Any) -> None:
    asked = place.client(public_reads=True).options("/v1/apply", headers={"Origin": "https://shop.example"})
    assert "Access-Control-Allow-Origin" not in asked.headers


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json", "/docs", "/v1/schemas", "/problems/retired"])
def test_what_says_nothing_of_the_company_is_open(sample_place: Any, path: str) -> None:
    assert sample_place.client().get(path, environ_base=FOREIGN).status_code == 200


def test_strangers_are_welcome_but_not_told_what_is_in_effect(sample_place: Any) -> None:
    assert sample_place.client().get("/", environ_base=FOREIGN).json["release"] is None
    assert sample_place.client().get("/").json["release"]["release"] == 1


@pytest.mark.parametrize("path", [TEXT, "/docs", "/nowhere", "/v1/release?x=1"])
def test_every_answer_carries_the_security_headers(sample_place: Any, path: str) -> None:
    headers = sample_place.client().get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_any_web_page_may_read_what_anyone_may_read(sample_place: Any) -> None:
    client = sample_place.client(public_reads=True)
    assert client.get(TEXT).headers["Access-Control-Allow-Origin"] == "*"
    asked = client.options("/v1/texts", headers={"Origin": "https://shop.example"}).headers
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "POST" in asked["Access-Control-Allow-Methods"]
    assert "Truth-Min-Position" in asked["Access-Control-Allow-Headers"]


def test_options_says_what_a_route_answers(sample_place: Any) -> None:
    response = sample_place.client().options(TEXT, environ_base=FOREIGN)
    assert set(response.allow) == {"GET", "HEAD", "OPTIONS"}
