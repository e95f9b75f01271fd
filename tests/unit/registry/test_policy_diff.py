"""Two versions of a policy: clauses that are new, gone, moved and renamed are said, and every word that changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from truth.model.document import Document
from truth.model.errors import NotFound
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.policy_diff import Change, LocaleDiff, diff_json, policy_diff, summary_json
from truth.registry.policy_history import changes_json
from truth.registry.redline import Named, redline_page, redline_text

POLICY = Ref("policy", "returns")
PROFILE = Document(
    Ref("company", "profile"),
    {
        "title": {"en": "Shop"},
        "locales": ["en", "de"],
        "time_zone": "Europe/Berlin",
        "currency": "EUR",
        "channels": {"web": {"format": "html"}, "sms": {"format": "sms"}},
    },
)
WORDS = {
    "window": "You can return anything within {window} of delivery.",
    "how": "1. Pack it.\n2. Bring it to the shop.",
    "help": "Write to [us](https://shop.example/help).",
}


def version(words: Mapping[str, Any], window: str = "P30D", **more: Any) -> Catalogue:
    """A policy of these clauses in English, and German where a clause has a mapping by locale."""
    by_locale: dict[str, dict[str, Any]] = {}
    for id, text in words.items():
        for locale, own in (text if isinstance(text, Mapping) and "en" in text else {"en": text}).items():
            by_locale.setdefault(locale, {})[id] = {"heading": f"About {id}", "text": own}
    body = {
        "title": {"en": "Returns", "de": "Rückgabe"},
        "values": {"window": {"type": "duration", "value": window}},
        "clauses": list(words),
        "wording": {locale: {"clauses": clauses} for locale, clauses in by_locale.items()},
        **more,
    }
    return Catalogue(snapshot_of([PROFILE, Document(POLICY, body)]))


def english(old: Catalogue | None, new: Catalogue, **how: Any) -> LocaleDiff:
    return policy_diff(POLICY, old, new, ["en"], **how)[0]


def summary(old: Catalogue | None, new: Catalogue) -> dict[str, Any]:
    return {what: ids for what, ids in summary_json(english(old, new)).items() if ids}


def text(old: Catalogue | None, new: Catalogue) -> str:
    return redline_text([english(old, new)], Named("policy:returns", "1", "2"))


def test_the_same_policy_has_no_difference():
    assert summary(version(WORDS), version(WORDS)) == {}
    assert "The words are the same." in text(version(WORDS), version(WORDS))


def test_a_clause_that_reads_differently_is_changed_also_where_only_its_value_did():
    assert summary(version(WORDS), version(WORDS, window="P45D")) == {"changed": ["window"]}
    assert "return anything within [-30-] {+45+} days of delivery." in text(version(WORDS), version(WORDS, "P45D"))


def test_a_clause_that_is_new_or_gone_is_named_and_stands_where_it_stood():
    shorter = {id: WORDS[id] for id in ("window", "help")}
    assert summary(version(shorter), version(WORDS)) == {"added": ["how"]}
    assert summary(version(WORDS), version(shorter)) == {"removed": ["how"]}
    assert [part.id for part in english(version(WORDS), version(shorter)).clauses] == ["window", "how", "help"]
    assert "## [-About how-] {#how}  (removed)\n[-1. Pack it.-]\n[-2. Bring it to the shop.-]" in text(
        version(WORDS), version(shorter)
    )


def test_only_the_clause_that_left_the_order_is_moved():
    turned = {id: WORDS[id] for id in ("help", "window", "how")}
    assert summary(version(WORDS), version(turned)) == {"moved": ["help"]}
    assert "## About help {#help}  (moved)" in text(version(WORDS), version(turned))


def test_a_clause_with_a_tombstone_is_its_successor():
    renamed = {"period": "Thirty days, or longer if you ask.", "how": WORDS["how"], "help": WORDS["help"]}
    tombstone = {"window": {"replaced_by": "period", "since": "2026-01-01"}}
    found = summary(version(WORDS), version(renamed, retired_clauses=tombstone))
    assert found == {"changed": ["period"], "renamed": [{"from": "window", "to": "period"}]}


def test_a_clause_that_says_mostly_the_same_under_another_id_is_renamed():
    renamed = {"return_window": f"{WORDS['window']} No reason needed.", "how": WORDS["how"], "help": WORDS["help"]}
    assert summary(version(WORDS), version(renamed))["renamed"] == [{"from": "window", "to": "return_window"}]


def test_a_clause_that_says_something_else_under_another_id_is_another():
    other = {"gifts": "A gift is exchanged.", "how": WORDS["how"], "help": WORDS["help"]}
    assert summary(version(WORDS), version(other)) == {"added": ["gifts"], "removed": ["window"]}


def test_a_change_of_markup_alone_is_said_to_be_that():
    loud = {**WORDS, "help": "Write to **[us](https://shop.example/help)**."}
    (part,) = [part for part in english(version(WORDS), version(loud)).clauses if part.is_noteworthy]
    assert (part.change, part.is_only_markup) == (Change.CHANGED, True)
    assert "(only the formatting changed)" in text(version(WORDS), version(loud))


def test_where_a_link_leads_counts_as_words():
    other = {**WORDS, "help": "Write to [us](https://shop.example/contact)."}
    assert "us ([-https://shop.example/help-]{+https://shop.example/contact+})." in text(version(WORDS), version(other))


def test_the_first_version_is_all_new():
    assert summary(None, version(WORDS)) == {"added": ["window", "how", "help"]}


def test_each_locale_is_compared_with_itself_and_one_that_neither_has_is_left_out():
    old = version({"window": {"en": "One.", "de": "Eins."}})
    new = version({"window": {"en": "One.", "de": "Zwei."}})
    found = policy_diff(POLICY, old, new, ["en", "de"])
    assert [(one.locale, summary_json(one)["changed"]) for one in found] == [("en", []), ("de", ["window"])]
    assert [one.locale for one in policy_diff(POLICY, version(WORDS), version(WORDS), ["en", "de"])] == ["en", "de"]
    assert policy_diff(POLICY, version(WORDS), version(WORDS), ["fr"]) == []


def test_a_channels_own_words_are_compared_for_that_channel():
    old = version({"window": {"default": "Long words.", "sms": "Short."}})
    new = version({"window": {"default": "Long words.", "sms": "Shorter."}})
    assert summary(old, new) == {}
    assert summary_json(english(old, new, channel="sms"))["changed"] == ["window"]


def test_one_clause_can_be_asked_for_by_either_of_its_names():
    renamed = {"return_window": WORDS["window"], "how": WORDS["how"], "help": WORDS["help"]}
    for id in ("window", "return_window"):
        found = english(version(WORDS), version(renamed), clause=id)
        assert [part.id for part in found.clauses] == ["return_window"]
    with pytest.raises(NotFound, match="no clause 'windo'; did you mean 'window'"):
        english(version(WORDS), version(WORDS), clause="windo")


def test_a_text_that_cannot_be_shown_is_compared_as_it_is_written():
    broken = {**WORDS, "window": "Within {nothing_known} days."}
    assert "nothing_known" in text(version(WORDS), version(broken))


def test_the_page_marks_every_change_and_runs_nothing():
    hostile = {**WORDS, "how": 'Say <script>alert("x")</script> & go.', "gifts": "A gift."}
    page = redline_page(
        policy_diff(POLICY, version(WORDS), version(hostile), ["en"]), Named("policy:returns", "1", "2")
    )
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<ins>A gift.</ins>" in page
    assert "<del>1. Pack it.</del>" in page
    assert "default-src 'none'" in page


def test_a_page_of_several_languages_names_each_in_its_own_words():
    old = version({"window": {"en": "One.", "de": "Eins."}})
    new = version({"window": {"en": "Two.", "de": "Zwei."}})
    page = redline_page(policy_diff(POLICY, old, new, ["en", "de"]), Named("policy:returns", "1", "2"))
    assert re.findall(r'<h2 class="language" lang="(..)">(\w+)<', page) == [("en", "English"), ("de", "Deutsch")]
    assert re.findall(r'<section id="([^"]+)"', page) == ["en-window", "de-window"]


def test_as_json_pieces_make_both_texts():
    (one,) = diff_json([english(version(WORDS), version(WORDS, window="P45D"))])
    pieces = next(part for part in one["clauses"] if part["id"] == "window")["text"]
    assert "".join(piece["text"] for piece in pieces if piece["op"] != "added").startswith(
        "You can return anything within 30 days"
    )


def test_a_list_of_versions_names_the_same_clauses_without_rendering_them():
    old, new = (one.document(POLICY).body for one in (version(WORDS), version({**WORDS, "gifts": "x"}, window="P45D")))
    assert changes_json(old, new, ["en", "de"]) == {
        "values": [{"id": "window", "before": "P30D", "after": "P45D"}],
        "changed": [{"locale": "en", "added": ["gifts"], "removed": [], "changed": ["window"], "moved": []}],
    }
    assert changes_json(old, new, ["en"], "how") == {"values": [], "changed": []}
