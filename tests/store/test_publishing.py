"""What a release may be, and what it does to those that were scheduled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from truth.model.document import Document
from truth.model.errors import Conflict, Invalid, NotFound
from truth.model.ref import Ref
from truth.model.release import Authority, Base, Cause, Draft

RETURNS = Ref.parse("policy:returns")
SHIPPING = Ref.parse("policy:shipping")


def test_a_release_keeps_who_made_it_by_what_right_from_where_and_why(store, draft):
    authority = Authority("Ada", by="key-7", origin="10.0.0.7", note="Longer returns – 30 → 45 days")
    release = store.publish(replace(draft({"policy:returns": {"days": 45}}), authority=authority))
    assert store.release(1) == release
    assert release.authority == authority


def test_a_release_lists_its_entries_in_the_order_of_their_refs(store, publish):
    release = publish({"status:a": {}, "policy:b": {}, "policy:a": {}})
    assert [str(item.entry) for item in release.items] == ["policy:a", "policy:b", "status:a"]
    assert store.release(1) == release


def test_the_same_content_in_two_entries_is_two_documents(store, publish):
    publish({"policy:returns": {"days": 30}, "policy:shipping": {"days": 30}})
    assert [document.entry for document in store.at().documents.values()] == [RETURNS, SHIPPING]


def test_an_empty_draft_is_refused(store, draft):
    with pytest.raises(Invalid, match="nothing to publish"):
        store.publish(draft({}))


def test_a_document_that_stands_already_is_not_published_again(store, publish, draft):
    publish({"policy:returns": {"days": 30}})
    with pytest.raises(Invalid, match="policy:returns would not change"):
        store.publish(draft({"policy:returns": {"days": 30}, "policy:shipping": {}}))
    assert store.head() == (1, 0)


def test_retiring_what_is_not_there_is_refused(store, publish, draft):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": None})
    for entry in ("policy:returns", "policy:shipping"):
        with pytest.raises(Invalid, match=f"{entry} cannot be retired"):
            store.publish(draft({entry: None}))


def test_a_retired_entry_can_come_back_as_the_version_it_was(store, publish):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": None})
    assert publish({"policy:returns": {"days": 30}}).items[0].version == 1
    assert store.at().documents[RETURNS].body == {"days": 30}


@pytest.mark.parametrize(
    "changes",
    [
        {RETURNS / "title": None},
        {RETURNS: Document(SHIPPING, {})},
        {RETURNS: Document(RETURNS, {"window": 30})},
        {RETURNS: Document(RETURNS, {"title": "\ud800"})},
        {RETURNS: Document(RETURNS, {"days": 2**60})},
    ],
    ids=[
        "a part of an entry",
        "the document of another",
        "a window nobody can read",
        "half a surrogate",
        "huge number",
    ],
)
def test_what_could_not_be_read_back_is_refused(store, draft, changes):
    with pytest.raises(Invalid):
        store.publish(replace(draft({}), changes=changes))
    assert store.head() == (0, 0)


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_a_note_that_not_every_engine_can_keep_is_refused(store, draft, text):
    with pytest.raises(Invalid, match="cannot be kept"):
        store.publish(replace(draft({"policy:returns": {}}), authority=Authority("Ada", note=text)))


def test_a_document_may_hold_any_character_json_can_write(store, publish):
    body = {"title": "\0 \x7f \u2028 ß 😀 %s ? {} '\"", "nested": [None, True, -1, {"": []}]}
    publish({"policy:returns": body})
    assert store.at().documents[RETURNS].body == body


def test_a_release_cannot_take_effect_in_the_past(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    base, _ = store.base()
    past = clock() - timedelta(minutes=1)
    with pytest.raises(Invalid, match="has passed") as refused:
        store.publish(Draft({SHIPPING: Document(SHIPPING, {})}, base, Authority("Ada"), past))
    assert [finding.rule for finding in refused.value.findings] == ["release/backdated"]
    with pytest.raises(Invalid, match="has passed"):
        store.base(past)


def test_a_release_may_take_effect_this_very_instant(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    release = publish({"policy:returns": {"days": 45}}, minutes=0)
    assert release.effective_at == release.recorded_at == store.now()
    assert store.at().pointer.release == 2


def test_releases_recorded_in_one_instant_of_the_clock_still_follow_each_other(store, publish):
    instants = [publish({"policy:returns": {"days": days}}).recorded_at for days in range(5)]
    assert instants == sorted(set(instants))


def test_a_draft_made_on_another_state_is_refused_and_told_what_changed(store, publish, draft):
    publish({"policy:returns": {"days": 30}})
    mine = draft({"policy:returns": {"days": 60}})
    publish({"policy:returns": {"days": 45}, "policy:shipping": {}}, who="Grace")
    with pytest.raises(Conflict) as refused:
        store.publish(mine)
    (finding,) = refused.value.findings
    assert (finding.rule, finding.subject) == ("release/stale-base", "release:2")
    assert "Grace published release 2 at 2026-03-01T09:00:00" in finding.message
    assert finding.message.endswith("changing policy:returns, policy:shipping")
    assert finding.message in refused.value.message
    assert store.at().documents[RETURNS].body == {"days": 45}


def test_a_draft_is_refused_once_a_scheduled_release_took_effect(store, publish, draft, clock):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    mine = draft({"policy:shipping": {}})
    clock.advance(10)
    with pytest.raises(Conflict, match=r"release 2 took effect at 2026-03-01T09:10:00"):
        store.publish(mine)


def test_a_draft_is_refused_once_a_release_under_it_was_withdrawn(store, publish, draft):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    mine = draft({"policy:shipping": {}}, minutes=20)
    store.withdraw(2, who="Grace")
    with pytest.raises(Conflict, match="release 2 was withdrawn by Grace"):
        store.publish(mine)


def test_a_draft_from_another_database_is_refused(store, publish):
    publish({"policy:returns": {"days": 30}})
    draft = Draft({SHIPPING: Document(SHIPPING, {})}, Base(7, 0, 7, "sha256:"), Authority("Ada"))
    with pytest.raises(Conflict, match="planned on another database"):
        store.publish(draft)


def test_a_long_conflict_names_the_first_changes_and_counts_the_rest(store, publish, draft):
    mine = draft({"policy:returns": {}})
    publish({f"policy:p{number}": {} for number in range(9)})
    for days in range(30):
        publish({"policy:shipping": {"days": days}})
    with pytest.raises(Conflict, match=r"and 17 more\. Plan again") as refused:
        store.publish(mine)
    assert refused.value.findings[0].message.endswith("policy:p4 and 4 more")


def test_a_scheduled_release_made_from_an_older_base_does_not_take_effect(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 60}}, minutes=10)
    urgent = publish({"policy:returns": {"days": 45}})
    void = store.voided([1, 2, 3])[2]
    assert (void.cause, void.by, void.known_at) == (Cause.STALE, 3, urgent.recorded_at)
    clock.advance(10)
    assert store.at().documents[RETURNS].body == {"days": 45}
    assert str(store.at().pointer.position) == "2.0"


def test_a_scheduled_release_of_other_entries_stays_as_it_is(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:shipping": {"days": 2}}, minutes=10)
    publish({"policy:returns": {"days": 45}})
    clock.advance(10)
    assert store.voided([2]) == {}
    assert store.at().pointer.release == 2


def test_a_release_after_a_scheduled_one_is_made_on_top_of_it(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    publish({"policy:returns": {"days": 60}}, minutes=20)
    assert store.voided([2, 3]) == {}
    clock.advance(20)
    assert store.at().documents[RETURNS].body == {"days": 60}


def test_two_releases_for_the_same_instant_take_effect_in_the_order_they_were_recorded(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    publish({"policy:returns": {"days": 60}}, minutes=10)
    clock.advance(10)
    assert store.at().documents[RETURNS].body == {"days": 60}
    assert store.voided([2, 3]) == {}


def test_staleness_takes_along_what_was_planned_on_the_stale_release(store, publish):
    publish({"policy:returns": {"days": 30}, "policy:shipping": {"days": 2}})
    publish({"policy:returns": {"days": 45}, "policy:shipping": {"days": 3}}, minutes=10)
    publish({"policy:shipping": {"days": 4}}, minutes=20)
    publish({"policy:refunds": {"days": 5}}, minutes=30)
    publish({"policy:returns": {"days": 60}})
    assert {number: void.by for number, void in store.voided(range(1, 6)).items()} == {2: 5, 3: 5}
    assert store.head() == (5, 2)


def test_what_a_draft_would_make_stale_is_known_before_it_is_published(store, publish):
    publish({"policy:returns": {"days": 30}, "policy:shipping": {"days": 2}})
    publish({"policy:returns": {"days": 45}, "policy:shipping": {"days": 3}}, minutes=10, who="Clara")
    publish({"policy:shipping": {"days": 4}}, minutes=20)
    publish({"policy:refunds": {"days": 5}}, minutes=30)
    told = store.overtaken([RETURNS, Ref("policy", "never")])
    said = [(one.release, one.who, one.entries) for one in told]
    assert said == [(2, "Clara", (RETURNS,)), (3, "Ada", (SHIPPING,))]
    assert told[0].effective_at == store.release(2).effective_at
    assert store.head() == (4, 0)
    publish({"policy:returns": {"days": 60}})
    assert list(store.voided(range(1, 6))) == [one.release for one in told]
    assert store.overtaken([RETURNS]) == []


def test_what_takes_effect_before_a_draft_is_not_overtaken_by_it(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    minute = timedelta(minutes=1)
    assert [one.release for one in store.overtaken([RETURNS], clock() + 9 * minute)] == [2]
    assert store.overtaken([RETURNS], clock() + 10 * minute) == []
    assert store.overtaken([], clock() + 9 * minute) == []


def test_withdrawing_makes_stale_what_was_planned_on_the_release(store, publish):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    publish({"policy:returns": {"days": 60}}, minutes=10)
    void = store.withdraw(2, who="Ada")
    assert (void.release, void.cause, void.by) == (2, Cause.WITHDRAWN, None)
    assert store.voided([2, 3])[2] == void
    assert (store.voided([3])[3].cause, store.voided([3])[3].by) == (Cause.STALE, 2)


def test_a_release_that_took_effect_cannot_be_withdrawn(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    clock.advance(10)
    for number in (1, 2):
        with pytest.raises(Conflict, match=f"release {number} took effect at .* publish a new release"):
            store.withdraw(number, who="Ada")


def test_a_release_is_withdrawn_once(store, publish):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    store.withdraw(2, who="Ada")
    with pytest.raises(Conflict, match="release 2 will not take effect anyway: it is withdrawn since"):
        store.withdraw(2, who="Ada")


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_withdrawing_a_release_that_never_was_is_an_error(store, publish, number):
    publish({"policy:returns": {"days": 30}})
    with pytest.raises(NotFound, match="there are releases 1 to 1"):
        store.withdraw(number, who="Ada")


def test_a_retirement_that_becomes_stale_retires_nothing(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": None}, minutes=10)
    publish({"policy:returns": {"days": 45}})
    clock.advance(10)
    assert store.at().documents[RETURNS].body == {"days": 45}


def test_a_release_of_thousands_of_entries_is_one_release(store, publish):
    bodies = {f"policy:p{number}": {"number": number} for number in range(2500)}
    release = publish(bodies)
    assert len(release.items) == len(store.release(1).items) == 2500
    assert {str(entry): document.body for entry, document in store.at().documents.items()} == bodies
