"""Quotes over HTTP: the same numbers as everywhere, refused with findings, verified and simulated."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.bad_baskets import Bad, bad_baskets
from truth.model.ref import Ref

BASKET: dict[str, Any] = {
    "currency": "EUR",
    "zone": "DE",
    "channel": "web",
    "lines": [{"id": "1", "sku": "TEE-01", "quantity": 3}],
}


@pytest.fixture
def ask(sample_place: Any) -> Any:
    client = sample_place.client()
    return lambda path, body: client.post(path, json=body)


def test_a_quote_is_complete(ask: Any) -> None:
    quote = ask("/v1/quotes?locale=de&trace=yes", BASKET).json
    assert quote["totals"]["payable"] == "59.97"
    assert quote["invoice"]["BT-114"] == "0.01"
    assert quote["lines"][0]["label"] == "Leinenshirt"
    assert {"position", "release", "snapshot", "expires_at", "digests", "not_applied", "trace"} <= set(quote)
    assert quote["basket"]["at"] == quote["at"]


def test_a_replay_is_the_same_to_the_byte(ask: Any) -> None:
    first = ask("/v1/quotes", BASKET)
    again = ask("/v1/quotes", first.json["basket"])
    assert again.data == first.data


def test_a_wrong_basket_is_refused_with_a_finding_for_each_fault(ask: Any, refused: Any) -> None:
    wrong = {**BASKET, "currency": "EUX", "lines": [{"id": "1", "sku": "TEE-01", "quantity": 1.5}]}
    problem = refused(ask("/v1/quotes", wrong), 422, "invalid")
    assert [finding["rule"] for finding in problem["findings"]] == ["basket/unknown-currency", "basket/float"]


def test_a_quote_and_a_total_are_verified(ask: Any) -> None:
    quote = ask("/v1/quotes", BASKET).json
    assert ask("/v1/quotes/verify", {"quote": quote}).json["same"] is True
    wrong = ask("/v1/quotes/verify", {"basket": quote["basket"], "total": "59.96"}).json
    assert (wrong["same"], wrong["differences"][0]["says"]) == (False, "59.97")


def test_a_quote_is_verified_as_it_was_answered_too(ask: Any) -> None:
    quote = ask("/v1/quotes", BASKET).json
    assert ask("/v1/quotes/verify", quote).json["same"] is True
    changed = {**quote, "totals": {**quote["totals"], "payable": "1.00"}}
    assert ask("/v1/quotes/verify", changed).json["same"] is False


def test_many_totals_are_verified_at_once(ask: Any) -> None:
    basket = ask("/v1/quotes", BASKET).json["basket"]
    totals = [{"basket": basket, "total": total} for total in ("59.97", "60.00")]
    answer = ask("/v1/quotes/verify", {"totals": totals}).json
    assert (answer["same"], [one["index"] for one in answer["differ"]]) == (False, [1])


def test_a_simulation_leaves_an_adjustment_out(ask: Any) -> None:
    four = {**BASKET, "lines": [{"id": "1", "sku": "SOAP-01", "quantity": 4}]}
    answer = ask("/v1/quotes/simulate", {"basket": four, "then": {"without": ["soap-four-for-three"]}}).json
    assert answer["now"]["totals"]["discount"] == "6.50"
    assert answer["then"]["totals"]["discount"] == "0.00"
    assert answer["differences"]


@pytest.mark.parametrize("bad", bad_baskets(), ids=lambda bad: bad.name)
def test_a_basket_nobody_can_price_is_refused_with_its_own_finding(sample_place: Any, refused: Any, bad: Bad) -> None:
    sent = sample_place.client().post("/v1/quotes", data=bad.text, content_type="application/json")
    [found] = refused(sent, 422 if sent.status_code == 422 else 400, "invalid")["findings"]
    assert (found["rule"], bad.says in found["message"]) == (bad.http, True)


def test_an_instant_before_the_first_release_has_no_total(ask: Any) -> None:
    answer = ask("/v1/quotes", {**BASKET, "at": "1999-01-01T00:00:00Z"})
    assert (answer.status_code, "totals" in answer.json) == (404, False)


def test_a_channels_day_comes_as_lines_and_those_that_differ_come_back(sample_place: Any, ask: Any) -> None:
    basket = ask("/v1/quotes", BASKET).json["basket"]
    lines = [{"id": "a", "basket": basket, "total": "59.97"}, {"id": "b", "basket": basket, "total": "60.00"}]
    deep = '{"basket": ' + "[" * 1000 + "]" * 1000 + ', "total": "1.00"}'
    data = "\n".join([*map(json.dumps, lines), "", "{", '{"total": "1.00"}', deep])
    answer = sample_place.client().post("/v1/quotes/verify", data=data, content_type="application/x-ndjson")
    assert (answer.status_code, answer.mimetype) == (200, "application/x-ndjson")
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [(one["line"], one["id"], one["same"]) for one in told] == [
        (2, "b", False),
        (4, None, False),
        (5, None, False),
        (6, None, False),
    ]
    assert told[0]["says"].startswith("the registry says 59.97 EUR; 0.03 too much was shown")


def test_no_line_comes_back_where_every_total_is_right(sample_place: Any, ask: Any) -> None:
    basket = ask("/v1/quotes", BASKET).json["basket"]
    data = "\n".join([json.dumps({"basket": basket, "total": "59.97"})] * 50)
    answer = sample_place.client().post("/v1/quotes/verify", data=data, content_type="application/x-ndjson")
    assert (answer.status_code, answer.data) == (200, b"")


def test_totals_are_verified_by_what_was_in_force_at_each(place: Any) -> None:
    """One line before a change of price, one after it."""
    client = place.client()
    before = client.post("/v1/quotes", json=BASKET).json["basket"]
    place.clock.advance(hours=1)
    prices = place.documents[Ref("price", "retail-de")].body["prices"]
    place.release({"price:retail-de": {"prices": [{**prices[0], "unit": "21.99"}, *prices[1:]]}})
    place.clock.advance(hours=1)
    after = client.post("/v1/quotes", json=BASKET).json["basket"]
    lines = [{"basket": before, "total": "59.97"}, {"basket": after, "total": "65.97"}] * 3
    data = "\n".join(map(json.dumps, lines))
    assert client.post("/v1/quotes/verify", data=data, content_type="application/x-ndjson").data == b""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_quote_is_verified_by_the_release_it_names(place: Any, when: str) -> None:
    """One made before a change for an instant after it; one made of the earlier release once it was changed."""
    client = place.client()
    later = {**BASKET, "at": (place.clock() + timedelta(days=2)).isoformat()}
    before = client.post("/v1/quotes", json=later).json
    place.clock.advance(hours=1)
    prices = place.documents[Ref("price", "retail-de")].body["prices"]
    place.release({"price:retail-de": {"prices": [{**prices[0], "unit": "21.99"}, *prices[1:]]}})
    place.clock.advance(hours=1)
    after = client.post("/v1/quotes?release=1", json={**BASKET, "at": place.clock().isoformat()}).json
    quote = {"before": before, "after": after}[when]
    assert (quote["release"], quote["totals"]["payable"]) == (1, "59.97")
    assert client.post("/v1/quotes/verify", json={"quote": quote}).json["same"] is True
    named = client.post("/v1/quotes/verify?release=2", json={"quote": quote}).json
    assert (named["same"], "the prices have changed" in named["says"]) == (False, True)
    for forged in ({"release": 2}, {"snapshot": "sha256:" + "0" * 64}, {"release": "1"}, {"release": 9}):
        assert client.post("/v1/quotes/verify", json={"quote": {**quote, **forged}}).json["same"] is False


def test_a_simulation_is_by_another_date_release_source_or_proposal(place: Any) -> None:
    client = place.client()
    first = client.get("/v1/release").json
    then = str(place.clock())
    place.clock.advance(hours=1)
    prices = place.documents[Ref("price", "retail-de")].body["prices"]
    dearer = {"prices": [{**prices[0], "unit": "21.99"}, *prices[1:]]}
    place.release({"price:retail-de": dearer})
    place.clock.advance(hours=1)

    def simulated(**variant: Any) -> tuple[str, str]:
        answer = client.post("/v1/quotes/simulate", json={"basket": BASKET, "then": variant})
        assert answer.status_code == 200, answer.json
        return answer.json["now"]["totals"]["goods"], answer.json["then"]["totals"]["goods"]

    assert simulated(at=then.replace(" ", "T")) == ("65.97", "59.97")
    assert simulated(release=1) == ("65.97", "59.97")
    assert simulated(snapshot=first["digest"]) == ("65.97", "59.97")
    cheaper = {
        **place.documents[Ref("price", "retail-de")].body,
        "prices": [{**prices[0], "unit": "15.99"}, *prices[1:]],
    }
    assert simulated(documents={"price:retail-de": cheaper}) == ("65.97", "47.97")
    assert simulated(documents={"price:retail-de": cheaper}, release=1) == ("65.97", "47.97")


def test_a_proposal_that_could_not_be_published_is_not_priced(ask: Any, refused: Any) -> None:
    bad = {"basket": BASKET, "then": {"documents": {"price:totals": {"type": "totals"}}}}
    found = refused(ask("/v1/quotes/simulate", bad), 422, "invalid")["findings"]
    assert {one["rule"] for one in found} == {"document/schema"}
    nothing = {"basket": BASKET, "then": {}}
    assert "say what should be different" in refused(ask("/v1/quotes/simulate", nothing), 422, "invalid")["detail"]


HUGE = 2**70
NESTED: Any = []
for _ in range(900):
    NESTED = [NESTED]
NO_QUOTES: list[Any] = [
    {"digests": [1]},
    {"digests": {}, "switched_off": 5},
    {"digests": {}, "switched_off": [1]},
    {"digests": {}, "lines": HUGE},
    {"digests": {}, "lines": NESTED},
    {"digests": "sha256:…"},
    "quote",
    [],
]


@pytest.mark.parametrize("quote", NO_QUOTES, ids=range(len(NO_QUOTES)))
def test_what_is_no_quote_is_refused(ask: Any, refused: Any, quote: Any) -> None:
    told = {"basket": BASKET, **quote} if isinstance(quote, dict) else quote
    assert "this is no quote" in refused(ask("/v1/quotes/verify", {"quote": told}), 422, "invalid")["detail"]
