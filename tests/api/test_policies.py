"""Policies for people: their history, what differs between versions, a page to print, and what was said elsewhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from truth.model.document import Document
from truth.model.imported import Found
from truth.model.ref import Ref
from truth.model.release import Authority

START = "2026-03-02T09:00:00Z"  # when the sample was released
RETURNS = "policy:returns"
LONGER = {"values": {"window": {"value": "P45D"}}}
OLD = Ref("policy", "old-terms")


def body(days: int, locale: str = "en") -> dict[str, Any]:
    clauses = {
        "window": {"heading": "Returns", "text": f"Within {days} days."},
        "help": {"heading": "Help", "text": "Ask."},
    }
    return {"title": {locale: "Old terms"}, "clauses": list(clauses), "wording": {locale: {"clauses": clauses}}}


def found(days: int, at: str, locale: str = "en") -> Found:
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return Found(Document(OLD, body(days, locale)), locale, instant, "terms.md@1", "Bo", "Longer")


@pytest.fixture
def turned(place):
    """A registry whose returns policy was changed a minute ago, with a note, and is to change again in an hour."""
    place.release({RETURNS: LONGER})
    place.clock.advance(minutes=1)
    place.release({RETURNS: {"values": {"window": {"value": "P60D"}}}}, place.clock() + timedelta(hours=1))
    return place


@pytest.fixture
def imported(place):
    """A registry with three English versions from elsewhere, and a German one."""
    english = [found(14, "2019-01-01T12:00"), found(30, "2020-01-01T12:00"), found(60, "2021-01-01T12:00")]
    place.store.imported.add([*english, found(20, "2020-06-01T12:00", "de")], Authority("ada"))
    return place


def get(place, address: str, status: int = 200) -> Any:
    answer = place.client().get(address)
    assert answer.status_code == status, answer.text
    return answer.json if answer.is_json or status >= 400 else answer.text


def test_a_history_says_who_when_why_and_what_changed_the_latest_effect_first(turned):
    listed = get(turned, "/v1/policies/returns/history")
    assert [(one["version"], one["state"], one["author"], one["reason"]) for one in listed["items"]] == [
        (3, "scheduled", "ada", "a test"),
        (2, "in_effect", "ada", "a test"),
        (1, "in_effect", "ada", "The first one."),
    ]
    assert listed["items"][1]["values"] == [{"id": "window", "before": "P30D", "after": "P45D"}]
    assert listed["items"][1]["changed"][0]["locale"] == "en"
    assert listed["items"][1]["changed"][0]["changed"] == ["window"]
    assert listed["imported"] == []


def test_a_history_can_be_that_of_one_locale_or_one_clause(place):
    place.release({RETURNS: LONGER})
    place.release({RETURNS: {"wording": {"de": {"clauses": {"help": {"text": "Fragen Sie."}}}}}})
    address = "/v1/policies/returns/history?"
    asked = ["locale=de", "clause=help", "clause=help&locale=fr", "clause=window&locale=fr"]
    versions = [[one["version"] for one in get(place, f"{address}{query}")["items"]] for query in asked]
    assert versions == [[3, 2, 1], [3, 1], [1], [2, 1]]


def test_a_version_that_never_took_effect_is_listed_as_that(turned):
    turned.release({RETURNS: {"values": {"window": {"value": "P90D"}}}})
    listed = get(turned, "/v1/policies/returns/history")["items"]
    assert [(one["version"], one["state"]) for one in listed[:2]] == [(3, "stale"), (4, "in_effect")]
    assert listed[1]["values"] == [{"id": "window", "before": "P45D", "after": "P90D"}]


def test_a_history_goes_on_where_a_page_ended(turned):
    address, seen = "/v1/policies/returns/history?limit=1", []
    cursor = ""
    while cursor is not None:
        page = get(turned, f"{address}{cursor and f'&cursor={cursor}'}")
        seen += [one["version"] for one in page["items"]]
        cursor = page["next"]
    assert seen == [3, 2, 1]


def test_a_history_is_as_it_was_known(turned):
    assert [one["version"] for one in get(turned, f"/v1/policies/returns/history?at={START}")["items"]] == [1]


@pytest.mark.parametrize(
    ("query", "ends"),
    [
        ("", (2, 3)),
        ("?to=2", (1, 2)),
        ("?from=1&to=3", (1, 3)),
        ("?from=3&to=1", (3, 1)),
        ("?to=1", (None, 1)),
        ("?from=2026-03-02&to=2", (2, 2)),
    ],
    ids=["the latest", "one", "two", "backwards", "the first", "a day that is not over"],
)
def test_any_two_versions_are_compared(turned, query, ends):
    diff = get(turned, f"/v1/policies/returns/diff{query}")
    assert (diff["before"] and diff["before"]["version"], diff["after"]["version"]) == ends
    assert diff["after"]["author"] == "ada"


def test_every_word_that_changed_is_marked_in_every_locale(turned):
    diff = get(turned, "/v1/policies/returns/diff?to=2")
    assert [one["locale"] for one in diff["locales"]] == ["en", "de", "fr"]
    for one in diff["locales"]:
        assert one["summary"]["changed"] == ["window"]
        (window,) = [part for part in one["clauses"] if part["id"] == "window"]
        marked = [(piece["op"], piece["text"].strip()) for piece in window["text"] if piece["op"] != "same"]
        assert marked == [("removed", "30"), ("added", "45")]


def test_a_difference_is_a_page_or_text_where_it_is_asked_for(turned):
    page = turned.client().get("/v1/policies/returns/diff?to=2&locale=de&as=html")
    assert page.content_type == "text/html; charset=utf-8"
    assert "<del>30</del> <ins>45</ins>" in page.text
    text = turned.client().get("/v1/policies/returns/diff?to=2&locale=de&as=text&clause=window")
    assert text.content_type == "text/plain; charset=utf-8"
    assert "[-30-] {+45+} Tage" in text.text


@pytest.mark.parametrize(
    ("query", "status", "slug"),
    [
        ("from=9", 404, "not-found"),
        ("from=soon", 422, "invalid"),
        ("from=published:2020-01-01", 404, "not-found"),
        ("clause=windo", 404, "not-found"),
        ("locale=xx", 422, "invalid"),
        ("as=pdf", 422, "invalid"),
        ("from=2020-01-01", 404, "before-first-release"),
    ],
    ids=["no version", "no end", "nothing imported", "no clause", "no locale", "no format", "before the first"],
)
def test_an_end_that_is_none_is_refused(turned, refused, query, status, slug):
    refused(turned.client().get(f"/v1/policies/returns/diff?{query}"), status, slug)


@pytest.mark.parametrize("what", ["history", "diff", "page"])
def test_a_policy_that_never_was_is_not_found_with_the_nearest(turned, refused, what):
    problem = refused(turned.client().get(f"/v1/policies/return/{what}"), 404, "not-found")
    assert "policy:returns" in problem["detail"]
    refused(turned.client().get(f"/v1/policies/Re%20turns/{what}"), 404, "not-found")


def test_a_page_to_print_holds_all_and_loads_nothing(turned):
    answer = turned.client().get("/v1/policies/returns/page?locale=de")
    html, policy = answer.text, answer.headers["Content-Security-Policy"]
    assert answer.content_type == "text/html; charset=utf-8"
    assert re.search(r"default-src 'none'.*style-src 'sha256-[^']+'$", policy)
    assert "script" not in policy
    assert "<script" not in html
    assert not re.search(r'(src|href)="(?!https?://|#|mailto:|tel:)', html)
    assert "<title>Rückgabe</title>" in html
    assert "Fassung 2 · Gültig seit 2. März 2026" in html
    assert get(turned, "/v1/entries/policy/returns")["digest"] in html
    ids = re.findall(r'<section id="([a-z_]+)"', html)
    assert ids[:3] == ["window", "how", "refund"]
    assert re.findall(r'<li><a href="#([a-z_]+)">', html) == ids


def test_nothing_written_into_a_policy_becomes_markup_of_its_page(place):
    hostile = '<script>alert("1")</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>'
    clause = {"heading": "<b>Hi</b>", "text": hostile}
    place.release({RETURNS: {"title": {"en": "</title><script>"}, "wording": {"en": {"clauses": {"help": clause}}}}})
    for address in ("page", "diff?as=html"):
        tags = Tags()
        tags.feed(place.client().get(f"/v1/policies/returns/{address}").text)
        assert not {"script", "img", "b"} & set(tags.names)
        assert tags.names.count("title") == 1
        assert not [link for link in tags.links if not link.startswith(("https:", "#"))]


class Tags(HTMLParser):
    """The tags of a page, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_a_page_of_a_day_is_what_that_day_ended_with(turned):
    turned.clock.advance(days=1)
    assert "60 days" in turned.client().get("/v1/policies/returns/page?at=2026-03-02").text
    turned.release({RETURNS: {"values": {"window": {"value": "P90D"}}}})
    assert "90 days" in turned.client().get("/v1/policies/returns/page?at=2026-03-03").text
    assert "60 days" in turned.client().get("/v1/policies/returns/page?at=2026-03-02").text


def test_what_it_said_on_a_day_is_one_address(turned):
    turned.clock.advance(days=1)
    answer = get(turned, "/v1/text/policy/returns/clauses/window?at=2026-03-02")
    assert (answer["release"], "60 days" in answer["text"]) == (3, True)
    assert get(turned, "/v1/release?at=2026-03-02")["release"] == 3


def test_a_day_ends_in_the_companys_time_zone(place):
    place.release({"company:profile": {"time_zone": "Pacific/Auckland"}})
    place.clock.instant = datetime(2026, 3, 3, 10, 59, tzinfo=UTC)  # a minute to midnight in Auckland
    place.release({RETURNS: LONGER})
    place.clock.advance(minutes=2)
    place.release({RETURNS: {"values": {"window": {"value": "P60D"}}}})
    place.clock.advance(days=2)
    assert "45 days" in get(place, "/v1/text/policy/returns/clauses/window?at=2026-03-03")["text"]
    assert "60 days" in get(place, "/v1/text/policy/returns/clauses/window?at=2026-03-04")["text"]


@pytest.mark.parametrize("at", ["2026-02-30", "3 March", "2026-03", "9999-12-31"])
def test_a_day_that_is_none_is_refused(place, refused, at):
    refused(place.client().get(f"/v1/release?at={at}"), 422, "invalid")


def test_what_was_published_elsewhere_is_read_at_its_own_date(imported):
    address = "/v1/text/policy/old-terms/clauses/window?as_published="
    said = [get(imported, f"{address}{at}")["text"] for at in ("2019-06-01", "2020-01-01T12:00:00Z", "2026-01-01")]
    assert said == ["Within 14 days.", "Within 30 days.", "Within 60 days."]
    answer = get(imported, f"{address}2020-05-01")
    assert (answer["position"], answer["release"], answer["locale"]) == (None, None, "en")
    assert answer["published"] == {
        "ref": "policy:old-terms",
        "locale": "en",
        "published_at": "2020-01-01T12:00:00Z",
        "author": "Bo",
        "reason": "Longer",
        "source": "terms.md@1",
        "digest": answer["digest"],
        "imported_at": "2026-03-02T09:01:00Z",
        "imported_by": "ada",
    }


def test_no_release_answers_for_what_was_published_elsewhere(imported):
    answer = imported.client().get("/v1/text/policy/old-terms/title?as_published=2020-01-02")
    assert not [name for name, _ in answer.headers if name.startswith("Truth-")]
    again = imported.client().get(
        "/v1/text/policy/old-terms/title?as_published=2020-01-02", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_each_locale_has_its_own_history_and_the_answer_says_which(imported):
    german = get(imported, "/v1/text/policy/old-terms/clauses/window?as_published=2021-06-01&locale=de-AT")
    assert (german["locale"], german["text"]) == ("de", "Within 20 days.")
    french = get(imported, "/v1/text/policy/old-terms/clauses/window?as_published=2021-06-01&locale=fr")
    assert (french["locale"], french["text"]) == ("en", "Within 60 days.")
    before = get(imported, "/v1/text/policy/old-terms/clauses/window?as_published=2020-02-01&locale=de")
    assert before["locale"] == "en"


def test_a_document_published_elsewhere_belongs_to_no_release(imported):
    entry = get(imported, "/v1/entries/policy/old-terms?as_published=2020-02-01")
    assert entry["document"] == body(30)
    assert (entry["version"], entry["release"], entry["effective_at"], entry["recorded_at"]) == (None,) * 4
    assert entry["published"]["published_at"] == "2020-01-01T12:00:00Z"
    assert get(imported, "/v1/entries/policy/old-terms?as_published=2021-02-01&locale=de")["document"] == body(20, "de")


def test_it_is_never_read_with_at(imported, refused):
    for address in ("/v1/text/policy/old-terms/title", "/v1/entries/policy/old-terms", "/v1/policies/old-terms/page"):
        refused(imported.client().get(address), 404, "not-found")
        refused(imported.client().get(f"{address}?at=2020-05-01T00:00:00Z"), 404, "before-first-release")


ROUTES = ["text/policy/old-terms/title", "entries/policy/old-terms"]
ROUTES += [f"policies/old-terms/{what}" for what in ("history", "diff", "page")]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("moment", ["at=2026-03-02T09:00:00Z", "known_at=2026-03-02T09:00:00Z", "release=1"])
def test_it_goes_with_no_moment_of_the_registry(imported, refused, route, moment):
    problem = refused(imported.client().get(f"/v1/{route}?as_published=2020-05-01&{moment}"), 422, "invalid")
    assert "as_published=" in problem["detail"]


@pytest.mark.parametrize("end", ["from", "to"])
def test_an_end_published_elsewhere_goes_with_no_moment_either(imported, refused, end):
    address = f"/v1/policies/old-terms/diff?{end}=published:2020-05-01&at=2026-03-02T09:00:00Z"
    refused(imported.client().get(address), 422, "invalid")


@pytest.mark.parametrize("route", [one for one in ROUTES if "history" not in one])
def test_before_the_first_it_is_an_error(imported, refused, route):
    problem = refused(imported.client().get(f"/v1/{route}?as_published=2018-05-01"), 404, "before-first-release")
    assert "2019-01-01T12:00:00Z" in problem["detail"]
    refused(
        imported.client().get(f"/v1/{route.replace('old-terms', 'returns')}?as_published=2018-05-01"), 404, "not-found"
    )


def test_other_reads_do_not_take_it(imported, refused):
    for route in ("release", "snapshot", "values/policy/returns/values/window", "entries"):
        refused(imported.client().get(f"/v1/{route}?as_published=2020-05-01"), 422, "invalid")


def test_a_document_has_every_locale_unless_it_is_history(imported, refused):
    refused(imported.client().get("/v1/entries/policy/returns?locale=de"), 422, "invalid")


def test_its_history_is_listed_up_to_a_moment(imported):
    listed = get(imported, "/v1/policies/old-terms/history?as_published=2020-12-31")
    assert [(one["published_at"], one["compare"]) for one in listed["items"]] == [
        ("2020-01-01T12:00:00Z", "published:2020-01-01T12:00:00Z"),
        ("2019-01-01T12:00:00Z", "published:2019-01-01T12:00:00Z"),
    ]
    assert [one["changed"][0]["changed"] or one["changed"][0]["added"] for one in listed["items"]] == [
        ["window"],
        ["window", "help"],
    ]
    assert [(one["locale"], one["versions"]) for one in listed["imported"]] == [("de", 1), ("en", 3)]
    page = get(imported, "/v1/policies/old-terms/history?as_published=2026-01-01&limit=2")
    rest = get(imported, f"/v1/policies/old-terms/history?as_published=2026-01-01&limit=2&cursor={page['next']}")
    assert [len(page["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]


def test_what_was_never_released_here_has_a_history_elsewhere_alone(imported):
    listed = get(imported, "/v1/policies/old-terms/history")
    assert (listed["items"], [one["versions"] for one in listed["imported"]]) == ([], [1, 3])


def test_a_page_that_looked_through_enough_goes_on(turned, monkeypatch):
    monkeypatch.setattr("truth.api.policies._LOOKED_THROUGH", 1)
    page = get(turned, "/v1/policies/returns/history?clause=help")
    assert page["items"] == []
    seen = []
    while page["next"]:
        page = get(turned, f"/v1/policies/returns/history?clause=help&cursor={page['next']}")
        seen += [one["version"] for one in page["items"]]
    assert seen == [1]


def test_any_two_versions_published_elsewhere_are_compared(imported):
    diff = get(imported, "/v1/policies/old-terms/diff?as_published=2021-06-01&as=text")
    assert "Within [-30-] {+60+} days." in diff
    ends = "from=published:2019-06-01&to=published:2021-06-01"
    assert "Within [-14-] {+60+} days." in get(imported, f"/v1/policies/old-terms/diff?{ends}&as=text")
    first = get(imported, "/v1/policies/old-terms/diff?as_published=2019-06-01")
    assert (first["before"], first["locales"][0]["summary"]["added"]) == (None, ["window", "help"])


def test_one_published_elsewhere_is_compared_with_one_of_the_registry(imported):
    imported.store.imported.add(
        [Found(Document(Ref.parse(RETURNS), body(14)), "en", datetime(2020, 1, 1, tzinfo=UTC), "x")], Authority("ada")
    )
    diff = get(imported, "/v1/policies/returns/diff?from=published:2020-06-01&to=1&clause=window")
    assert (diff["before"]["source"], diff["after"]["version"]) == ("x", 1)
    assert [one["locale"] for one in diff["locales"]] == ["en"]


def test_a_page_published_elsewhere_says_so(imported):
    html = imported.client().get("/v1/policies/old-terms/page?as_published=2020-05-01&locale=en").text
    assert "Published on January 1, 2020" in html
    assert "terms.md@1" in html
    assert "In force" not in html


def test_it_can_be_read_before_anything_was_released(empty_place, refused):
    empty_place.store.imported.add([found(14, "2019-01-01T12:00")], Authority("ada"))
    at = "as_published=2020-05-01T00:00:00Z"
    assert get(empty_place, f"/v1/text/policy/old-terms/clauses/window?{at}")["text"] == "Within 14 days."
    assert get(empty_place, f"/v1/policies/old-terms/diff?{at}")["after"]["locale"] == "en"
    assert len(get(empty_place, f"/v1/policies/old-terms/history?{at}")["items"]) == 1
    day = empty_place.client().get("/v1/text/policy/old-terms/title?as_published=2020-05-01")
    refused(day, 404, "before-first-release")  # nobody has said in which time zone that day ends


def handed(days: int = 14, **more: Any) -> dict[str, Any]:
    version = {"published_at": "2019-01-01T12:00:00Z", "locale": "en", "source": "terms.md@1", "document": body(days)}
    return {"versions": [{**version, **more}]}


def test_history_is_imported_with_a_key_once_and_under_its_name(place):
    key, address = place.key("apply", name="archivist"), "/v1/policies/old-terms/imported"
    first = place.client().post(address, json=handed(author="Bo"), headers=key)
    assert (first.status_code, first.json["versions"], len(first.json["imported"])) == (201, 1, 1)
    assert first.json["imported"][0]["imported_by"] == "archivist"
    assert place.client().post(address, json=handed(), headers=key).json["imported"] == []
    assert get(place, "/v1/text/policy/old-terms/clauses/window?as_published=2019-06-01")["text"] == "Within 14 days."


def test_nobody_imports_without_a_key_that_may_publish(place, refused):
    address = "/v1/policies/old-terms/imported"
    refused(place.client().post(address, json=handed()), 401, "unauthenticated")
    refused(place.client().post(address, json=handed(), headers=place.key("read")), 403, "forbidden")


WRONG = {
    "no versions": {"versions": []},
    "too many": {"versions": handed()["versions"] * 501},
    "a day for an instant": handed(published_at="2019-01-01"),
    "of the future": handed(published_at="2030-01-01T00:00:00Z"),
    "another locale than it is in": handed(locale="de"),
    "no document": handed(document=None),
    "something else beside the wording": handed(document={**body(14), "owner": "legal"}),
    "no clauses": handed(document={"title": {"en": "x"}, "wording": {"en": {"clauses": {}}}}),
    "a float": handed(document={**body(14), "clauses": [1.5]}),
    "no text": handed(source="a\0b"),
}


@pytest.mark.parametrize("sent", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_version_is_refused_and_nothing_is_kept(place, refused, sent):
    key = place.key("apply")
    refused(place.client().post("/v1/policies/old-terms/imported", json=sent, headers=key), 422, "invalid")
    assert place.store.imported.spans(OLD) == {}
