"""What another registry, or something that only looks like one, may answer: each is told for what it is."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from truth.model import errors
from truth.model.document import Document
from truth.model.errors import Gone, Refused, TruthError, Unavailable
from truth.model.finding import Severity
from truth.model.imported import Found
from truth.model.instant import EPOCH
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.snapshot_file import write_snapshot
from truth.remote.connection import Connection
from truth.remote.policies import RemotePolicies
from truth.remote.source import RemoteSource
from truth.remote.target import Handed, RemoteTarget

FINDING = {"rule": "document/schema", "severity": "error", "subject": "policy:returns", "message": "no"}
PROBLEM = {"type": "/problems/invalid", "title": "Not valid", "status": 422, "detail": "no", "findings": [FINDING]}


class Stub(BaseHTTPRequestHandler):
    """Answers what the test says, and notes what it was asked."""

    answers: list[tuple[int, dict[str, str], bytes]]
    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        assert body is not None
        self.asked.append((self.path, dict(self.headers)))
        status, headers, answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.send_response(status)
        for name, value in {"Content-Length": str(len(answer)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_GET

    def log_message(self, *args: Any) -> None:
        """Quietly."""


@pytest.fixture
def stub() -> Iterator[Callable[..., Any]]:
    """Starts something that answers; gives its address and what it was asked."""
    servers = []

    def start(*answers: tuple[int, dict[str, str], bytes]) -> tuple[str, list[tuple[str, dict[str, str]]]]:
        handler = type("Handler", (Stub,), {"answers": list(answers), "asked": []})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}", handler.asked

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def problem(slug: str, status: int, **more: Any) -> tuple[int, dict[str, str], bytes]:
    return status, {}, json.dumps({**PROBLEM, "type": f"/problems/{slug}", "status": status, **more}).encode()


@pytest.mark.parametrize(
    ("slug", "status", "kind"),
    [
        ("invalid", 422, errors.Invalid),
        ("too-large", 413, errors.TooLarge),
        ("not-found", 404, errors.NotFound),
        ("before-first-release", 404, errors.BeforeFirstRelease),
        ("conflict", 409, errors.Conflict),
        ("precondition-failed", 412, errors.PreconditionFailed),
        ("unauthenticated", 401, errors.Unauthenticated),
        ("forbidden", 403, errors.Forbidden),
        ("too-many-requests", 429, errors.Refused),
        ("unavailable", 503, errors.Unavailable),
        ("internal", 500, errors.Unavailable),
    ],
)
def test_a_problem_is_the_error_it_is_here(stub: Any, slug: str, status: int, kind: type[TruthError]) -> None:
    url, _ = stub(problem(slug, status))
    with pytest.raises(TruthError) as raised:
        Connection(url).get("/v1/snapshot")
    assert type(raised.value) is kind
    assert "no" in raised.value.message


def test_findings_come_along_and_what_is_none_is_left_out(stub: Any) -> None:
    odd = [FINDING, "x", {"severity": "fatal"}, {**FINDING, "message": 5}, None]
    url, _ = stub(problem("invalid", 422, findings=odd))
    with pytest.raises(Refused) as raised:
        Connection(url).get("/v1/snapshot")
    assert [(one.rule, one.severity, one.message) for one in raised.value.findings] == [
        ("document/schema", Severity.ERROR, "no"),
        ("document/schema", Severity.ERROR, ""),
    ]


def test_what_is_retired_names_its_successor(stub: Any) -> None:
    url, _ = stub(problem("retired", 410, replaced_by="policy:refunds"))
    with pytest.raises(Gone) as raised:
        Connection(url).get("/v1/snapshot")
    assert raised.value.replaced_by == "policy:refunds"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"[" * 100_000, b'{"type": 5, "detail": []}'])
@pytest.mark.parametrize(("status", "kind"), [(404, errors.NotFound), (418, errors.Refused), (502, errors.Unavailable)])
def test_what_is_no_problem_is_still_an_error(stub: Any, body: bytes, status: int, kind: type[TruthError]) -> None:
    url, _ = stub((status, {}, body))
    with pytest.raises(kind, match=f"answered {status}; is it the address of a registry"):
        Connection(url).get("/v1/snapshot")


def test_a_redirect_is_told_and_the_key_goes_nowhere_else(stub: Any) -> None:
    other, asked = stub((200, {}, b"{}"))
    url, _ = stub((307, {"Location": f"{other}/v1/snapshot"}, b""))
    with pytest.raises(Refused, match=f"leads on to {other}"):
        Connection(url, "truth_secret").get("/v1/snapshot")
    assert asked == []


def test_the_key_is_sent_as_a_header_and_shown_nowhere(stub: Any) -> None:
    url, asked = stub(problem("unauthenticated", 401))
    connection = Connection(url, "truth_secret")
    with pytest.raises(errors.Unauthenticated) as raised:
        connection.get("/v1/snapshot", {"at": "x"})
    ((path, headers),) = asked
    assert (path, headers["Authorization"]) == ("/v1/snapshot?at=x", "Bearer truth_secret")
    assert "secret" not in repr(connection) + repr(RemoteSource(connection).__dict__) + str(raised.value)


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b'{"format": "truth-snapshot/1"}', b"\xff"])
def test_a_registry_that_answers_something_else_is_unavailable(stub: Any, body: bytes) -> None:
    url, _ = stub((200, {}, body))
    with pytest.raises(Unavailable, match=url):
        RemoteSource(Connection(url)).at()
    with pytest.raises(Unavailable, match="does not understand"):
        RemoteTarget(Connection(url)).plan(Handed({}))


def test_a_snapshot_with_a_wrong_digest_is_not_believed(stub: Any) -> None:
    data = write_snapshot(snapshot_of([])).replace(b'"digest": "sha256:4', b'"digest": "sha256:5')
    url, _ = stub((200, {}, data))
    with pytest.raises(Unavailable, match="adds up to"):
        RemoteSource(Connection(url)).at()


def test_what_was_read_last_is_asked_for_by_its_etag(stub: Any) -> None:
    url, asked = stub((200, {"ETag": '"one"'}, write_snapshot(snapshot_of([]))), (304, {}, b""))
    source = RemoteSource(Connection(url))
    assert source.at() is source.at()
    assert [headers.get("If-None-Match") for _, headers in asked] == [None, '"one"']


def test_an_answer_that_breaks_off_is_unavailable(stub: Any) -> None:
    url, _ = stub((200, {"Content-Length": "1000"}, b"{"))
    with pytest.raises(Unavailable, match="broke off"):
        Connection(url).get("/v1/snapshot")


def test_an_answer_that_never_ends_is_unavailable(stub: Any) -> None:
    url, _ = stub((200, {}, b" " * 10))
    seconds = iter(range(0, 10**6, 400)).__next__
    with pytest.raises(Unavailable, match="did not finish"):
        Connection(url, monotonic=seconds).get("/v1/snapshot")


def test_an_answer_larger_than_any_is_unavailable(stub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("truth.remote.connection.LARGEST_SNAPSHOT", 5)
    url, _ = stub((200, {}, b" " * 10))
    with pytest.raises(Unavailable, match="sent more than"):
        Connection(url).get("/v1/snapshot")


def test_a_registry_that_says_nothing_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unavailable, match="takes too long"):
            Connection(url, answers=0.1).get("/v1/snapshot")


STRANGE = [b"hello", b"[]", b'{"published": {}}', b'{"published": 3, "imported": [{}]}', b'{"imported": 3}']


@pytest.mark.parametrize("body", STRANGE, ids=lambda body: body.decode())
def test_what_is_no_policy_is_told_for_what_it_is(stub, body):
    url, _ = stub((200, {"Content-Type": "application/json"}, body))
    policies, entry = RemotePolicies(Connection(url)), Ref("policy", "returns")
    found = Found(Document(entry, {}), "en", EPOCH, "x")
    with pytest.raises(Unavailable, match="answers something"):
        policies.published(entry, EPOCH, "en")
    with pytest.raises(Unavailable, match="answers something"):
        policies.add(entry, [found])
    with pytest.raises(Unavailable, match="answers something"):
        policies.history(entry, {})
    policies.close()


NO_PROFILES = [
    *STRANGE,
    b'{"document": {}}',
    b'{"document": {"time_zone": 3}}',
    b'{"document": {"time_zone": "Nowhere/At-All"}}',
    b'{"document": {"time_zone": "../zone"}}',
]


@pytest.mark.parametrize("body", NO_PROFILES, ids=lambda body: body.decode())
def test_a_time_zone_nobody_has_is_told_for_what_it_is(stub: Any, body: bytes) -> None:
    url, _ = stub((200, {"Content-Type": "application/json"}, body))
    with pytest.raises(Unavailable, match="answers something"):
        RemotePolicies(Connection(url)).time_zone()


def test_times_are_utc_where_no_company_has_released_anything(stub: Any) -> None:
    url, _ = stub(problem("before-first-release", 404))
    assert RemotePolicies(Connection(url)).time_zone() == "UTC"
