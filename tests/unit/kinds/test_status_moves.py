"""May an order move, why not, and what may it do instead?"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from truth.factory import read_content
from truth.kinds.status.graph import Graph, compiled, graph_of
from truth.kinds.status.moves import Move, Possible, check, possible
from truth.model.errors import Gone, NotFound
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.moves import check_move

CANCEL = {
    "event": "cancel",
    "from": ["new"],
    "to": "gone",
    "actors": ["agent", "customer"],
    "reasons": ["changed_mind", "fraud"],
}
SEND = {"event": "send", "from": ["new"], "to": "sent", "actors": ["shop"]}
ARRIVE = {"event": "arrive", "from": ["sent"], "to": "there", "actors": ["carrier"]}


def graph(*transitions: Any, mode: str = "strict") -> Graph:
    body = {
        "mode": mode,
        "initial": ["new"],
        "statuses": {"new": {}, "sent": {}, "there": {"terminal": True}, "gone": {"terminal": True}},
        "transitions": list(transitions),
        "retired": {"posted": {"replaced_by": "sent"}, "lost": {}},
    }
    return compiled("status:parcel", body)


PARCEL = graph(CANCEL, SEND, ARRIVE)


@cache
def sample() -> Catalogue:
    return Catalogue(snapshot_of(read_content(Path(__file__).parents[3] / "content").documents.values()))


@pytest.mark.parametrize(
    "move",
    [
        Move("new", "sent"),
        Move("new", "sent", "send", "shop"),
        Move("new", "gone", reason="fraud"),
        Move("new", "gone", "cancel", "customer", "changed_mind"),
        Move("sent", "there", actor="carrier", reason="fraud"),
    ],
    ids=str,
)
def test_what_a_transition_lists_is_allowed(move: Move) -> None:
    verdict = check(PARCEL, move)
    assert verdict.allowed, verdict.why
    assert f"'{move.start}' may become '{move.end}'" in verdict.why


@pytest.mark.parametrize(
    ("move", "why"),
    [
        (Move("there", "sent"), "'there' is an end"),
        (Move("new", "there"), "the way there is send → sent, then arrive → there"),
        (Move("sent", "new"), "nor is there a longer way"),
        (Move("new", "new"), "is there already"),
        (Move("new", "sent", "cancel"), "'cancel' does not lead from 'new' to 'sent'; 'send' does"),
        (Move("new", "sent", actor="carrier"), "shop may move an order from 'new' to 'sent', not carrier"),
        (Move("new", "gone"), "needs a reason: changed_mind or fraud"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_allowed_says_why(move: Move, why: str) -> None:
    verdict = check(PARCEL, move)
    assert not verdict.allowed
    assert why in verdict.why


def test_what_is_possible_names_event_target_actors_and_reasons() -> None:
    assert check(PARCEL, Move("new", "there")).next == (
        Possible("cancel", "gone", ("agent", "customer"), ("changed_mind", "fraud")),
        Possible("send", "sent", ("shop",)),
    )


def test_without_transitions_a_strict_vocabulary_allows_nothing() -> None:
    assert not check(graph(), Move("new", "sent")).allowed
    assert possible(graph(), "new") == ()


def test_without_transitions_an_open_vocabulary_allows_everything_but_leaving_an_end() -> None:
    free = graph(mode="open")
    assert check(free, Move("sent", "new")).allowed
    assert not check(free, Move("gone", "new")).allowed
    assert possible(free, "new") == (Possible(None, "gone"), Possible(None, "sent"), Possible(None, "there"))


def test_in_an_open_vocabulary_an_event_still_means_what_is_listed() -> None:
    free = graph(SEND, mode="open")
    assert check(free, Move("new", "there")).allowed
    assert not check(free, Move("new", "there", "send")).allowed
    assert not check(free, Move("sent", "new", "send")).allowed


@pytest.mark.parametrize(
    ("move", "says"),
    [
        (Move("newe", "sent"), "did you mean 'new'?"),
        (Move("new", "snet"), "did you mean 'sent'?"),
        (Move("new", "sent", "sned"), "has no event 'sned'; did you mean 'send'?"),
        (Move("new", "sent", actor="shopp"), "has no actor 'shopp'; did you mean 'shop'?"),
        (Move("new", "gone", reason="fruad"), "has no reason 'fruad'; did you mean 'fraud'?"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unknown_name_is_an_error_with_the_nearest(move: Move, says: str) -> None:
    with pytest.raises(NotFound) as error:
        check(PARCEL, move)
    assert says in error.value.message


def test_a_retired_status_is_an_error_with_its_replacement() -> None:
    with pytest.raises(Gone) as error:
        check(PARCEL, Move("new", "posted"))
    assert error.value.replaced_by == "sent"
    with pytest.raises(Gone, match="nothing took its place"):
        check(PARCEL, Move("lost", "sent"))


def test_every_move_that_is_said_to_be_possible_is_allowed() -> None:
    for key in ("fulfilment", "payment", "return"):
        found = graph_of(sample().document(Ref("status", key)))
        for code in found.statuses:
            for one in possible(found, code):
                reason = one.reasons[0] if one.reasons else None
                assert check(found, Move(code, one.to, one.event, one.actors[0], reason)).allowed


def test_a_catalogue_is_asked_by_the_vocabulary_s_key() -> None:
    assert check_move(sample(), "fulfilment", Move("packed", "shipped")).allowed
    with pytest.raises(NotFound, match="did you mean 'status:fulfilment'"):
        check_move(sample(), "fulfillment", Move("packed", "shipped"))
    with pytest.raises(NotFound, match="is a display, not a vocabulary"):
        check_move(sample(), "order", Move("packed", "shipped"))
