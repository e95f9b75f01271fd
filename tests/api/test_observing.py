"""What is logged and counted of requests, and what never is."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from truth.api.app import build_app
from truth.factory import open_shapes
from truth.logs import Log, open_log
from truth.model.errors import Unavailable
from truth.model.instant import format_instant
from truth.registry.lasting import PAUSE, Lasting
from truth.registry.registry import Registry
from truth.settings import Settings

FOREIGN = {"REMOTE_ADDR": "192.0.2.7"}
LABEL = "/v1/text/status/fulfilment/shipped/label"
SECRET = "s3cret-of-a-customer"  # noqa: S105 (made up)


def watched(place: Any, log: Log | None = None, **options: Any) -> Flask:
    """An application that logs."""
    return build_app(Registry(place.store), place.store, open_shapes(), Settings(**options), place.clock, log=log)


@pytest.fixture
def lines() -> io.StringIO:
    """Where the log goes."""
    return io.StringIO()


def logged(lines: io.StringIO) -> list[dict[str, Any]]:
    """What the log says: every line is one JSON object."""
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def metrics(client: Any) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample of /metrics, by name and labels."""
    text = client.get("/metrics").get_data(as_text=True)
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def test_a_request_is_one_line_with_the_template_of_its_route(sample_place: Any, lines: io.StringIO) -> None:
    client = watched(sample_place, open_log(lines)).test_client()
    client.get(f"{LABEL}?locale=de", headers={"X-Request-ID": "order-7"})
    (line,) = logged(lines)
    assert line.pop("milliseconds") >= 0
    assert datetime.fromisoformat(line.pop("at")).tzinfo
    assert line == {
        "event": "request",
        "level": "info",
        "request_id": "order-7",
        "method": "GET",
        "route": "/v1/text/<kind>/<key>/<path:path>",
        "status": 200,
        "principal": None,
    }


def test_nothing_secret_is_in_the_log(sample_place: Any, lines: io.StringIO) -> None:
    app = watched(sample_place, open_log(lines))

    @app.get("/v1/stray/<what>")
    def stray(what: str) -> str:
        raise RuntimeError(f"{what} {SECRET}")

    client = app.test_client()
    key = f"truth_{'x' * 43}"
    client.get(f"{LABEL}?with.name={SECRET}&locale=de")
    client.get(f"/v1/text/policy/{SECRET}/clauses/window")
    client.get(f"/{SECRET}?token={SECRET}")
    client.post("/v1/texts", json={"texts": [{"ref": SECRET, "with": {"name": SECRET}}]})
    client.get(LABEL, headers={"Authorization": f"Bearer {key}", "Cookie": SECRET, "User-Agent": SECRET})
    client.get(LABEL, headers={"X-Request-ID": f"{SECRET} "})
    client.open(LABEL, method=SECRET.upper())
    client.get(f"/v1/stray/{SECRET}")
    written = lines.getvalue()
    assert len(logged(lines)) == 8
    assert SECRET.lower() not in written.lower()
    assert key not in written


def test_a_mistake_of_ours_is_logged_with_where_it_arose(
    sample_place: Any, lines: io.StringIO, monkeypatch: Any
) -> None:
    app = watched(sample_place, open_log(lines))

    def broken(*_: Any) -> Any:
        raise KeyError(SECRET)

    monkeypatch.setitem(app.view_functions, "health.healthz", broken)
    answer = app.test_client().get("/healthz")
    mistake, request = logged(lines)
    assert answer.status_code == request["status"] == 500
    assert answer.json["request_id"] == mistake["request_id"] == request["request_id"]
    assert mistake["error"] == "builtins.KeyError"
    assert "broken" in mistake["calls"][-1]


def test_probes_that_succeed_are_not_logged(sample_place: Any, lines: io.StringIO) -> None:
    client = watched(sample_place, open_log(lines)).test_client()
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200
    assert not lines.getvalue()


def test_at_a_terminal_a_person_reads_columns(sample_place: Any) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    watched(sample_place, open_log(terminal)).test_client().get(LABEL)
    assert "status" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")


@pytest.mark.parametrize("sent", ["order-7", "a.b_C-9", "x" * 64])
def test_a_well_formed_request_id_is_kept(client: Any, sent: str) -> None:
    assert client.get(LABEL, headers={"X-Request-ID": sent}).headers["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "naïve", 'a"b', "a,b"])
def test_any_other_request_gets_an_id(client: Any, sent: str) -> None:
    made = client.get(LABEL, headers={"X-Request-ID": sent.encode().decode("latin-1")}).headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", made)


def test_a_problem_names_its_request(client: Any) -> None:
    answer = client.get("/v1/nowhere", headers={"X-Request-ID": "order-7"})
    assert answer.json["request_id"] == answer.headers["X-Request-ID"] == "order-7"


def test_requests_are_counted_by_route_and_status(sample_place: Any) -> None:
    client = sample_place.app().test_client()
    for key in ("shipped", "placed", "no-such"):
        client.get(f"/v1/text/status/fulfilment/{key}/label")
    client.open(LABEL, method="BREW")
    found = metrics(client)
    route = ("route", "/v1/text/<kind>/<key>/<path:path>")
    assert found["truth_http_requests_total", (("method", "GET"), route, ("status", "200"))] == 2
    assert found["truth_http_requests_total", (("method", "GET"), route, ("status", "404"))] == 1
    assert found["truth_http_requests_total", (("method", "other"), ("route", "none"), ("status", "405"))] == 1
    assert found["truth_http_request_seconds_count", (route,)] == 3


def test_addresses_that_are_not_there_share_one_label(sample_place: Any) -> None:
    client = sample_place.app().test_client()
    for number in range(20):
        client.get(f"/v1/nowhere/{number}")
    routes = {dict(labels)["route"] for name, labels in metrics(client) if name == "truth_http_requests_total"}
    assert routes == {"none"}


def test_it_says_what_is_in_force_and_what_is_to_come(place: Any) -> None:
    later = place.clock() + timedelta(days=1)
    place.release({"status:fulfilment": {"title": {"en": "One"}}}, later)
    place.release({"status:fulfilment": {"title": {"en": "Two"}}}, later + timedelta(days=1))
    place.release({"status:fulfilment": {"title": {"en": "Now"}}})
    found = {name: value for (name, labels), value in metrics(place.app().test_client()).items() if not labels}
    assert found["truth_release"] == 4
    assert (found["truth_position_releases"], found["truth_position_edges"]) == (2, 0)
    assert (found["truth_releases_scheduled"], found["truth_releases_stale"]) == (0, 2)
    assert found["truth_database_up"] == 1


def test_metrics_are_for_this_machine_or_a_key_also_where_reads_are_public(sample_place: Any, refused: Any) -> None:
    client = sample_place.client(public_reads=True)
    refused(client.get("/metrics", environ_base=FOREIGN), 401, "unauthenticated")
    assert client.get("/metrics").status_code == 200


class Flaky:
    """A source that can go away; counts how often it was asked."""

    def __init__(self, source: Any) -> None:
        self.source, self.away, self.asked = source, False, 0
        self.name = source.name

    def at(self, instant: Any = None, known_at: Any = None) -> Any:
        """What the source says, if it is there."""
        self.asked += 1
        if self.away:
            raise Unavailable("the database cannot be reached")
        return self.source.at(instant, known_at)

    def at_release(self, number: int) -> Any:
        """Likewise."""
        return self.at() and self.source.at_release(number)


class Seconds:
    """A clock that counts only when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def flaky(sample_place: Any) -> tuple[Flaky, Seconds, Any]:
    """A source that can go away, its seconds, and someone who asks an application over it."""
    source, seconds = Flaky(sample_place.store), Seconds()
    lasting = Lasting(source, sample_place.clock, seconds)
    app = build_app(Registry(lasting), sample_place.store, open_shapes(), Settings(), sample_place.clock)
    return source, seconds, app.test_client()


def test_reads_go_on_from_memory_and_say_since_when(flaky: Any, sample_place: Any) -> None:
    source, _, client = flaky
    before = client.get(LABEL)
    assert "Truth-Stale" not in before.headers
    source.away = True
    during = client.get(LABEL)
    assert (during.status_code, during.json) == (200, before.json)
    assert during.headers["Truth-Stale"] == format_instant(sample_place.clock())
    assert during.headers["Cache-Control"] == "no-cache"
    assert client.get("/readyz").status_code == 200
    source.away = False


def test_a_source_that_is_away_is_asked_again_after_a_pause_and_used_as_soon_as_it_answers(flaky: Any) -> None:
    source, seconds, client = flaky
    client.get(LABEL)
    source.away, source.asked = True, 0
    for _ in range(10):
        assert client.get(LABEL).status_code == 200
    assert source.asked == 1
    source.away = False
    seconds.now += PAUSE
    assert "Truth-Stale" not in client.get(LABEL).headers
    assert source.asked == 2


def test_another_moment_is_as_unavailable_as_its_source(flaky: Any, refused: Any) -> None:
    source, _, client = flaky
    client.get(LABEL)
    source.away = True
    refused(client.get(f"{LABEL}?release=1"), 503, "unavailable")
    at = format_instant(datetime(2026, 3, 2, 10, tzinfo=UTC)).replace("+", "%2B")
    refused(client.get(f"{LABEL}?at={at}"), 503, "unavailable")


def test_with_nothing_in_memory_there_is_nothing_to_go_on_with(flaky: Any, refused: Any) -> None:
    source, _, client = flaky
    source.away = True
    refused(client.get(LABEL), 503, "unavailable")
