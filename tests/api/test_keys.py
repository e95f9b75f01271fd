"""Keys over HTTP: given out once, listed without their tokens, revoked for good."""

from __future__ import annotations

from typing import Any

import pytest

NEW = {"name": "shop web", "scopes": ["read"]}
TEXT = "/v1/text/status/fulfilment/shipped/label"
FOREIGN = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def admin(place: Any) -> dict[str, str]:
    return dict(place.key("admin", name="ada's"))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_new_key_works_at_once_and_its_token_is_told_once(place: Any, admin: dict[str, str]) -> None:
    made = place.client().post("/v1/keys", json=NEW, headers=admin)
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    token = made.json["token"]
    assert place.client().get(TEXT, environ_base=FOREIGN, headers=bearer(token)).status_code == 200
    told = place.client().get(f"/v1/keys/{made.json['id']}", headers=admin)
    assert "token" not in told.json
    assert token not in told.text + place.client().get("/v1/keys", headers=admin).text


def test_who_gave_a_key_out_is_the_key_that_asked(place: Any, admin: dict[str, str]) -> None:
    made = place.client().post("/v1/keys", json=NEW, headers=admin)
    assert (made.json["created_by"], made.json["name"], made.json["scopes"]) == ("ada's", "shop web", ["read"])
    assert made.json["expires_at"] == "2027-03-02T09:01:00Z"


def test_a_revoked_key_is_refused_on_every_worker_within_seconds(
    place: Any, admin: dict[str, str], refused: Any
) -> None:
    made = place.client().post("/v1/keys", json=NEW, headers=admin).json
    other_worker = place.app().test_client()
    asked = {"environ_base": FOREIGN, "headers": bearer(made["token"])}
    assert other_worker.get(TEXT, **asked).status_code == 200
    revoked = place.client().delete(f"/v1/keys/{made['id']}", headers=admin)
    assert (revoked.status_code, revoked.json["state"], revoked.json["revoked_by"]) == (200, "revoked", "ada's")
    refused(place.client().get(TEXT, **asked), 401, "unauthenticated")
    place.monotonic[0] += 2
    refused(other_worker.get(TEXT, **asked), 401, "unauthenticated")


def test_an_expired_key_is_refused(place: Any, admin: dict[str, str], refused: Any) -> None:
    until = {**NEW, "expires_at": "2026-03-02T10:00:00Z"}
    made = place.client().post("/v1/keys", json=until, headers=admin).json
    asked = {"environ_base": FOREIGN, "headers": bearer(made["token"])}
    assert place.client().get(TEXT, **asked).status_code == 200
    place.clock.advance(hours=1)
    refused(place.client().get(TEXT, **asked), 401, "unauthenticated")


def test_keys_are_listed_in_pages_the_latest_first(place: Any, admin: dict[str, str]) -> None:
    for name in ("one", "two", "three"):
        place.clock.advance(minutes=1)
        place.client().post("/v1/keys", json={**NEW, "name": name}, headers=admin)
    first = place.client().get("/v1/keys?limit=3", headers=admin).json
    assert [key["name"] for key in first["items"]] == ["three", "two", "one"]
    rest = place.client().get(f"/v1/keys?limit=3&cursor={first['next']}", headers=admin).json
    assert ([key["name"] for key in rest["items"]], rest["next"]) == (["ada's"], None)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/name"),
        ({"name": "x", "scopes": []}, "/scopes"),
        ({"name": "x", "scopes": "read"}, "/scopes"),
        ({"name": "x" * 65, "scopes": ["read"]}, "/name"),
        ({**NEW, "expires_at": "tomorrow"}, "/expires_at"),
        ({**NEW, "scope": ["read"]}, "/scope"),
    ],
    ids=str,
)
def test_a_key_that_cannot_be_is_refused_with_a_finding(
    place: Any, admin: dict[str, str], refused: Any, body: Any, pointer: str
) -> None:
    problem = refused(place.client().post("/v1/keys", json=body, headers=admin), 422, "invalid")
    assert problem["findings"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"name": "x", "scopes": ["raed"]}, "did you mean 'read'?"),
        ({"name": "two\nlines", "scopes": ["read"]}, "characters on one line"),
        ({**NEW, "expires_at": "2026-03-02T09:00:00Z"}, "would not work"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_key_is_said(
    place: Any, admin: dict[str, str], refused: Any, body: Any, says: str
) -> None:
    assert says in refused(place.client().post("/v1/keys", json=body, headers=admin), 422, "invalid")["detail"]


def test_a_key_nobody_gave_out_is_not_found(place: Any, admin: dict[str, str], refused: Any) -> None:
    for method in ("GET", "DELETE"):
        refused(place.client().open("/v1/keys/key_x", method=method, headers=admin), 404, "not-found")
