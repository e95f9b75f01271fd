"""A whole folder over HTTP: planned, published once, refused with what is wrong or what changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from werkzeug.test import TestResponse

from truth.files.folder import read_folder
from truth.kinds import KINDS

CLAUSE = "/v1/text/policy/returns/clauses/window"
BASE = {"head": 0, "voided": 0, "last": 0, "digest": "sha256:" + "0" * 64}
EMPTY = {"format": "truth-plan/1", "base": BASE, "effective_at": None, "changes": {}}


@pytest.fixture(scope="module")
def starter(root: Any) -> Mapping[str, Any]:
    """The bodies of a small company."""
    folder = read_folder(root / "truth" / "files" / "starter", KINDS)
    return {str(entry): document.body for entry, document in folder.documents.items()}


@pytest.fixture
def post(empty_place: Any) -> Any:
    """Sends JSON with a key that may publish."""
    headers, client = empty_place.key("apply"), empty_place.client()

    def send(path: str, body: Any, **more: str) -> TestResponse:
        return client.post(path, json=body, headers={**headers, **{k.replace("_", "-"): v for k, v in more.items()}})

    return send


def longer(starter: Mapping[str, Any], days: int = 45) -> dict[str, Any]:
    """The same company, with another return window."""
    returns = json.loads(json.dumps(starter["policy:returns"]))
    returns["values"]["window"]["value"] = f"P{days}D"
    return {**starter, "policy:returns": returns}


def test_a_folder_is_published_once_and_then_says_what_it_says(post: Any, starter: Any, empty_place: Any) -> None:
    made = post("/v1/apply", {"documents": starter, "note": "The first one."})
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    assert (made.json["release"], made.json["position"], len(made.json["changes"])) == (1, "1.0", len(starter))
    assert "30 days" in empty_place.client().get(CLAUSE).json["text"]
    again = post("/v1/apply", {"documents": starter})
    assert (again.status_code, again.json["release"], again.json["changes"]) == (200, None, [])


def test_history_says_which_key_published_from_where_and_why(post: Any, starter: Any, empty_place: Any) -> None:
    post("/v1/apply", {"documents": starter, "note": "The first one."})
    release = empty_place.client().get("/v1/releases/1").json
    key = empty_place.key_ring().store.given_out()[0]
    told = [release[name] for name in ("who", "by", "origin", "note")]
    assert told == ["ci", key.id, "127.0.0.1", "The first one."]


def test_a_plan_shows_what_would_change_and_changes_nothing(post: Any, starter: Any, empty_place: Any) -> None:
    post("/v1/apply", {"documents": starter})
    planned = post("/v1/plan", {"documents": longer(starter)})
    assert planned.status_code == 200
    (change,) = planned.json["changes"]
    assert change["places"] == [{"pointer": "/values/window/value", "before": "P30D", "after": "P45D"}]
    assert any("45 days" in (text["after"] or "") for text in planned.json["texts"])
    assert (planned.json["errors"], planned.json["base"]["head"]) == (0, 1)
    assert "30 days" in empty_place.client().get(CLAUSE).json["text"]


def test_errors_are_in_a_plan_and_keep_a_folder_from_being_published(post: Any, starter: Any, refused: Any) -> None:
    wrong = {"documents": {**starter, "policy:returns": {**starter["policy:returns"], "owner": "nobody"}}}
    planned = post("/v1/plan", wrong)
    assert (planned.status_code, planned.json["errors"]) == (200, 1)
    problem = refused(post("/v1/apply", wrong), 422, "invalid")
    assert [finding["rule"] for finding in problem["findings"]] == ["document/unknown-owner"]
    assert problem["findings"] == planned.json["findings"]


def test_a_retirement_has_to_be_confirmed(post: Any, starter: Any, refused: Any) -> None:
    post("/v1/apply", {"documents": starter})
    less = {"documents": {entry: body for entry, body in starter.items() if not entry.startswith("status:")}}
    assert post("/v1/plan", less).json["retirements"] == ["status:order"]
    problem = refused(post("/v1/apply", less), 422, "invalid")
    assert problem["findings"][0]["rule"] == "release/unconfirmed-retirement"
    assert post("/v1/apply", {**less, "retire": True}).json["changes"][0]["change"] == "retired"


def test_what_could_not_be_read_is_left_as_it_stands(post: Any, starter: Any) -> None:
    post("/v1/apply", {"documents": starter})
    less = {entry: body for entry, body in starter.items() if not entry.startswith("status:")}
    assert post("/v1/plan", {"documents": less, "unread": ["status:order"]}).json["changes"] == []


def test_a_release_can_take_effect_later(post: Any, starter: Any) -> None:
    post("/v1/apply", {"documents": starter})
    later = post("/v1/apply", {"documents": longer(starter), "effective_at": "2026-03-03T00:00:00+01:00"})
    assert (later.json["position"], later.json["effective_at"]) == ("2.0", "2026-03-02T23:00:00Z")


def test_a_scheduled_release_that_would_become_stale_is_told_before_and_after(
    post: Any, starter: Any, empty_place: Any
) -> None:
    post("/v1/apply", {"documents": starter})
    then = "2026-03-03T00:00:00+01:00"
    post("/v1/apply", {"documents": longer(starter), "effective_at": then, "note": "Spring"})
    planned = post("/v1/plan", {"documents": longer(starter, 60)}).json
    stale = {"release": 2, "effective_at": "2026-03-02T23:00:00Z", "who": "ci", "note": "Spring"}
    assert planned["stale"] == [{**stale, "entries": ["policy:returns"]}]
    (finding,) = planned["findings"]
    assert (finding["rule"], finding["severity"]) == ("release/makes-stale", "warning")
    assert "release 2 by ci (“Spring”)" in finding["message"]
    assert f"truth apply --effective-at {then}" in finding["fix"]
    assert empty_place.client().get("/v1/releases/2").json["state"] == "scheduled"
    applied = post("/v1/apply", {"documents": longer(starter, 60)})
    assert (applied.status_code, applied.json["stale"]) == (201, planned["stale"])
    assert applied.json["findings"] == planned["findings"]
    assert empty_place.client().get("/v1/releases/2").json["state"] == "stale"


def test_the_past_cannot_be_rewritten(post: Any, starter: Any, refused: Any) -> None:
    problem = refused(post("/v1/apply", {"documents": starter, "effective_at": "2026-03-01T00:00:00Z"}), 422, "invalid")
    assert problem["findings"][0]["rule"] == "release/backdated"


def test_a_plan_is_published_as_it_was_made_until_something_changes(post: Any, starter: Any, refused: Any) -> None:
    post("/v1/apply", {"documents": starter})
    planned = post("/v1/plan", {"documents": longer(starter)}).json
    changes = {"policy:returns": longer(starter)["policy:returns"]}
    written = {"format": "truth-plan/1", "base": planned["base"], "effective_at": None, "changes": changes}
    assert post("/v1/apply", {"plan": written}).json["release"] == 2
    problem = refused(post("/v1/apply", {"plan": written}), 409, "conflict")
    assert "ci published release 2" in problem["detail"]
    assert [finding["rule"] for finding in problem["findings"]] == ["release/stale-base"]


def test_of_two_who_publish_at_once_one_wins_and_the_other_is_told(
    post: Any, starter: Any, empty_place: Any, refused: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    post("/v1/apply", {"documents": starter})
    judged = Barrier(2)
    settle = empty_place.store.settle
    monkeypatch.setattr(empty_place.store, "settle", lambda *args: (judged.wait(10), settle(*args))[1])
    with ThreadPoolExecutor(2) as threads:
        sent = [threads.submit(post, "/v1/apply", {"documents": longer(starter, days)}) for days in (45, 60)]
        won, lost = sorted((one.result() for one in sent), key=lambda answer: answer.status_code)
    assert (won.status_code, won.json["release"]) == (201, 2)
    problem = refused(lost, 409, "conflict")
    assert "release 2" in problem["detail"]
    assert "policy:returns" in problem["detail"]


def test_the_same_request_sent_again_gets_the_same_answer(post: Any, starter: Any) -> None:
    first = post("/v1/apply", {"documents": starter}, Idempotency_Key="4f3c")
    again = post("/v1/apply", {"documents": starter}, Idempotency_Key="4f3c")
    assert (first.status_code, first.data) == (again.status_code, again.data)


def test_the_same_answer_comes_though_others_published_since(post: Any, starter: Any) -> None:
    first = post("/v1/apply", {"documents": starter}, Idempotency_Key="4f3c")
    post("/v1/apply", {"documents": longer(starter)})
    again = post("/v1/apply", {"documents": starter}, Idempotency_Key="4f3c", If_Match='"what was then"')
    assert (again.status_code, again.data) == (201, first.data)


def test_another_request_under_the_same_key_is_refused(post: Any, starter: Any, refused: Any) -> None:
    post("/v1/apply", {"documents": starter}, Idempotency_Key="4f3c")
    refused(post("/v1/apply", {"documents": longer(starter)}, Idempotency_Key="4f3c"), 422, "invalid")
    refused(post("/v1/apply", {"documents": starter}, Idempotency_Key=""), 422, "invalid")


def test_if_match_names_the_state_a_folder_was_meant_for(
    post: Any, starter: Any, empty_place: Any, refused: Any
) -> None:
    refused(post("/v1/apply", {"documents": starter}, If_Match="*"), 412, "precondition-failed")
    post("/v1/apply", {"documents": starter})
    seen = empty_place.client().get("/v1/release")
    for tag in (seen.headers["ETag"], f'"{seen.json["digest"]}"', seen.json["digest"], "*"):
        assert post("/v1/plan", {"documents": longer(starter)}, If_Match=tag).status_code == 200
    assert post("/v1/apply", {"documents": longer(starter)}, If_Match=seen.headers["ETag"]).status_code == 201
    for path in ("/v1/plan", "/v1/apply"):
        answer = post(path, {"documents": starter}, If_Match=seen.headers["ETag"])
        assert "release 2" in refused(answer, 412, "precondition-failed")["detail"]


def test_if_match_holds_until_the_release_is_recorded(post: Any, starter: Any, empty_place: Any, refused: Any) -> None:
    """Someone publishes after the first look at If-Match, before the folder is judged: it is judged on their release,
    which is not the state that was named."""
    post("/v1/apply", {"documents": starter})
    seen = empty_place.client().get("/v1/release").headers["ETag"]
    app = empty_place.app()
    wired = app.extensions["truth"]
    judge = wired.judge

    def interrupted(body: bytes, publish: bool) -> Any:
        post("/v1/apply", {"documents": longer(starter, 60)})
        return judge(body, publish)

    object.__setattr__(wired, "judge", interrupted)
    headers = {**empty_place.key("apply"), "If-Match": seen}
    answer = app.test_client().post("/v1/apply", json={"documents": longer(starter)}, headers=headers)
    refused(answer, 412, "precondition-failed")


@pytest.mark.parametrize(
    ("body", "says", "pointer"),
    [
        ([], "must be a JSON object", ""),
        ({}, "give either documents or a plan", ""),
        ({"documents": {}, "plan": {}}, "give either documents or a plan", ""),
        ({"document": {}}, "did you mean 'documents'?", "/document"),
        ({"documents": []}, "must be documents by entry", "/documents"),
        ({"documents": {"returns": {}}}, "is not a ref", "/documents/returns"),
        ({"documents": {"policy:returns/title": {}}}, "is not an entry", "/documents/policy:returns~1title"),
        ({"documents": {"polcy:returns": {}}}, "did you mean 'policy'?", "/documents/polcy:returns"),
        ({"documents": {"policy:returns": []}}, "a document is a JSON object", "/documents/policy:returns"),
        (
            {"documents": {"policy:returns": {"x": 1.5}}},
            "holds 1.5, which no document does",
            "/documents/policy:returns",
        ),
        ({"documents": {"policy:returns": {"x": "\x00"}}}, "which no document does", "/documents/policy:returns"),
        ({"documents": {}, "retire": 1}, "must be true or false", "/retire"),
        ({"documents": {}, "retire": "yes"}, "must be true or false", "/retire"),
        ({"documents": {}, "note": "x" * 2001}, "longer than", "/note"),
        ({"documents": {}, "effective_at": "tomorrow"}, "is not an instant", "/effective_at"),
        ({"documents": {}, "unread": ["x"]}, "is not a ref", None),
        ({"plan": {"format": "truth-plan/2"}}, "truth-plan/1", "/plan"),
        ({"plan": {**EMPTY, "changes": {"foo:x": {}}}}, "there is no kind 'foo'", "/plan"),
        ({"plan": {}, "effective_at": "2030-01-01T00:00:00Z"}, "leave out effective_at", ""),
    ],
    ids=lambda one: json.dumps(one)[:40] if isinstance(one, dict | list) else None,
)
def test_a_body_of_another_shape_is_refused_with_a_finding(
    post: Any, refused: Any, body: Any, says: str, pointer: str | None
) -> None:
    for path in ("/v1/plan", "/v1/apply"):
        problem = refused(post(path, body), 422, "invalid")
        assert says in problem["detail"]
        if pointer is not None:
            assert problem["findings"][0]["pointer"] == pointer


@pytest.mark.parametrize("depth", [33, 500, 5_000, 200_000])
def test_depth_is_refused(empty_place: Any, refused: Any, depth: int) -> None:
    body = '{"documents": {"policy:returns": ' + '{"a":' * depth + "1" + "}" * depth + "}}"
    headers = {**empty_place.key("apply"), "Content-Type": "application/json"}
    refused(empty_place.client().post("/v1/apply", data=body, headers=headers), 422, "invalid")


def test_more_documents_than_a_folder_may_have_are_too_large(post: Any, refused: Any) -> None:
    many = {"documents": {f"policy:p{number}": {} for number in range(20_001)}}
    refused(post("/v1/apply", many), 413, "too-large")


def test_more_values_than_there_is_room_for_are_refused_before_they_are_read(empty_place: Any, refused: Any) -> None:
    body = '{"documents": {"policy:returns": {"x": [' + "[]," * 2_100_000 + "[]]}}}"
    headers = {**empty_place.key("apply"), "Content-Type": "application/json"}
    refused(empty_place.client().post("/v1/apply", data=body, headers=headers), 413, "too-large")


def test_a_larger_body_than_is_accepted_is_too_large(empty_place: Any, refused: Any) -> None:
    headers = {**empty_place.key("apply"), "Content-Type": "application/json"}
    answer = empty_place.client(max_body=2000).post("/v1/apply", data=" " * 2001, headers=headers)
    refused(answer, 413, "too-large")


@pytest.mark.parametrize("type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_is_read(empty_place: Any, refused: Any, type: str) -> None:
    headers = {**empty_place.key("apply"), "Content-Type": type}
    for path in ("/v1/plan", "/v1/apply"):
        refused(empty_place.client().post(path, data="{}", headers=headers), 415, "unsupported-media-type")


def test_a_query_is_refused(post: Any, starter: Any, refused: Any) -> None:
    refused(post("/v1/apply?retire=true", {"documents": starter}), 422, "invalid")


def test_only_a_few_write_at_once_and_others_are_told_when_to_come_back(
    post: Any, starter: Any, empty_place: Any, refused: Any
) -> None:
    app = empty_place.app()
    writing = app.extensions["truth"].writing
    held = [writing.acquire(blocking=False) for _ in range(5)]
    assert held == [True, True, True, True, False]
    send = partial(app.test_client().post, "/v1/apply", headers=empty_place.key("apply"), json={"documents": starter})
    answer = send()
    refused(answer, 429, "too-many-requests")
    assert answer.headers["Retry-After"] == "1"
    assert app.test_client().get("/healthz").status_code == 200
    writing.release()
    assert send().status_code == 201


def test_the_documented_example_is_understood(post: Any, empty_place: Any, refused: Any) -> None:
    spec = empty_place.client().get("/openapi.json").json
    problem = refused(post("/v1/apply", spec["paths"]["/v1/apply"]["post"]["x-example"]), 422, "invalid")
    assert {finding["rule"].partition("/")[0] for finding in problem["findings"]} == {"document"}
