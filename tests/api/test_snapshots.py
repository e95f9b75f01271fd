"""Snapshots: everything at one instant."""

from __future__ import annotations

from typing import Any

from truth.registry.snapshot_file import read_snapshot

P45D = {"policy:returns": {"values": {"window": {"value": "P45D"}}}}


def test_what_is_sent_is_a_snapshot_file(place: Any) -> None:
    response = place.client().get("/v1/snapshot")
    snapshot, held = read_snapshot(response.data, "answer"), place.store.at()
    assert (snapshot.digest, snapshot.pointer, snapshot.at) == (held.digest, held.pointer, held.at)
    assert snapshot.standings == held.standings


def test_retired_entries_are_in_it_without_a_document(place: Any) -> None:
    place.clock.advance(minutes=1)
    place.release({"policy:refunds": {"replaced_by": "policy:returns"}})
    place.clock.advance(minutes=1)
    place.release({"policy:refunds": None})
    entries = place.client().get("/v1/snapshot").json["entries"]
    assert [ref for ref, one in entries.items() if one["document"] is None] == ["policy:refunds"]
    assert (entries["policy:refunds"]["document"], entries["policy:refunds"]["replaced_by"]) == (None, "policy:returns")


def test_a_digest_names_the_same_bytes_for_ever(place: Any) -> None:
    client = place.client()
    digest = client.get("/v1/release").json["digest"]
    first = client.get(f"/v1/snapshots/{digest}")
    place.clock.advance(minutes=1)
    place.release(P45D)
    again = client.get(f"/v1/snapshots/{digest}")
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert "immutable" in again.headers["Cache-Control"]
    assert again.json["documents"]["policy:returns"]["values"]["window"]["value"] == "P30D"


def test_a_fresh_process_finds_the_digest_of_a_release(place: Any) -> None:
    digest = place.client().get("/v1/release").json["digest"]
    place.clock.advance(minutes=1)
    place.release(P45D)
    assert place.app().test_client().get(f"/v1/snapshots/{digest}").json["digest"] == digest


def test_an_unknown_digest_is_not_found(place: Any, refused: Any) -> None:
    problem = refused(place.client().get(f"/v1/snapshots/sha256:{'0' * 64}"), 404, "not-found")
    assert "?release=" in problem["detail"]
