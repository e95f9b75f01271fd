"""For whoever keeps it running."""

from __future__ import annotations

from typing import Any


def test_a_process_that_is_up_says_so(empty_place: Any) -> None:
    response = empty_place.client().get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


def test_a_registry_is_ready_once_a_release_is_in_force(place: Any) -> None:
    answer = place.client().get("/readyz").json
    assert (answer["status"], answer["position"], answer["release"]) == ("ready", "1.0", 1)


def test_a_registry_without_a_release_is_not_ready_and_says_what_to_do(empty_place: Any, refused: Any) -> None:
    problem = refused(empty_place.client().get("/readyz"), 503, "unavailable")
    assert "truth apply" in problem["detail"]
