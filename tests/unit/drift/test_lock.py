"""truth.lock: what a code base uses, and what it said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.drift.pieces import use
from truth.drift.lock import changes, lock_of, read_lock, refs_used, stands_for, write_lock
from truth.drift.piece import HOLE
from truth.factory import open_shapes, read_content
from truth.model.document import Document
from truth.model.errors import UsageError
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue

STARTER = Path(__file__).parents[3] / "truth/files/starter"
WINDOW = "policy:returns/clauses/window"


def catalogue(days: int = 30) -> Catalogue:
    documents = dict(read_content(STARTER).documents)
    returns = Ref.parse("policy:returns")
    values = documents[returns].body["values"]
    changed = {**values, "window": {**values["window"], "value": f"P{days}D"}}
    documents[returns] = Document(returns, {**documents[returns].body, "values": changed})
    return Catalogue(snapshot_of(documents.values()))


@pytest.mark.parametrize(
    ("piece", "ref"),
    [
        (use(WINDOW), WINDOW),
        (use(f"{WINDOW}@sha256:abc", "attribute"), WINDOW),
        (use("order", "status", asked="label"), "status:order/*/label"),
        (use("order", "status"), "status:order/*/label"),
        (use("order", "status", code="shipped", asked="next"), "status:order/shipped/next"),
        (use(f"policy:returns/clauses/{HOLE}", dynamic=True), "policy:returns/clauses/*"),
    ],
    ids=["ref", "with digest", "label", "no field", "code", "dynamic"],
)
def test_a_use_is_locked_as_a_ref_with_stars_for_what_is_open(piece: object, ref: str) -> None:
    assert refs_used([piece]) == {ref}  # type: ignore[list-item]


def test_what_is_open_from_the_first_segment_is_not_locked() -> None:
    assert refs_used([use(f"policy:{HOLE}/clauses/window", dynamic=True)]) == set()


def test_it_says_the_same_when_it_is_read_again() -> None:
    lock = lock_of(catalogue(), [WINDOW, "status:order/*/label"], "truth.lock.snapshot.json")
    assert read_lock(write_lock(lock), "truth.lock", open_shapes()) == lock
    assert set(lock.refs) == {WINDOW, "status:order/*/label"}


def test_a_ref_that_leads_nowhere_is_not_locked() -> None:
    assert lock_of(catalogue(), ["policy:returns/clauses/nowhere", "nonsense", "policy:gone/*"], "s.json").refs == {}


def test_a_value_that_is_shown_in_a_text_is_part_of_what_the_text_says() -> None:
    before, after = catalogue(30), catalogue(14)
    old, new = (lock_of(one, [WINDOW, "status:order/*/label"], "s.json") for one in (before, after))
    change = changes(old, new, before, after)
    assert change.changed == (WINDOW,)
    assert {(one.locale, one.before, one.after) for one in change.texts if one.locale == "en"}


def test_what_is_used_newly_and_no_longer_is_told() -> None:
    one = catalogue()
    old, new = lock_of(one, [WINDOW], "s.json"), lock_of(one, ["status:order/*/label"], "s.json")
    change = changes(old, new, one, one)
    assert (change.added, change.removed, change.changed) == (("status:order/*/label",), (WINDOW,), ())


@pytest.mark.parametrize(
    ("pattern", "ref", "means"),
    [
        ("status:order/*/label", "status:order/shipped/label", True),
        ("status:order/*/label", "status:order/shipped/next", False),
        ("policy:returns/clauses", "policy:returns/clauses/window", True),
        ("policy:returns/clauses/window", "policy:returns/clauses", False),
    ],
)
def test_a_star_stands_for_one_segment(pattern: str, ref: str, means: bool) -> None:
    assert stands_for(pattern, ref) is means


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "truth-lock/2"}', "[" * 100_000])
def test_a_file_that_is_no_lock_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError):
        read_lock(text, "truth.lock", open_shapes())
