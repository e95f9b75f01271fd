"""`truth policy import`: a Markdown file becomes an entry, and its history is read at its own dates."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

REFUND = """---
title: Refunds
layout: sheet
---
# A fair refund policy

Ask within 30 days, and we pay €50 back. See [the terms](../terms.md).

## How

<b>Write</b> to us.
"""
OWNED = ("--owner", "legal", "--locale", "en")


@pytest.fixture
def refund(shop: Path) -> Path:
    """A file to import."""
    (shop / "refund.md").write_text(REFUND, "utf-8")
    return shop / "refund.md"


@pytest.fixture
def english(content: Path) -> Path:
    """A content folder of a company that speaks English alone."""
    profile = content / "company" / "profile.yaml"
    kept = {"title": {"en": "Shop"}, "locales": ["en"]}
    body = {**yaml.safe_load(profile.read_text("utf-8")), **kept}
    for team in body["owners"].values():
        team["title"] = {"en": team["title"]["en"]}
    for one in body.get("authorities", []):
        one["about"] = {"en": one["about"]["en"]}
    body.pop("tone", None)
    profile.write_text(yaml.safe_dump(body, allow_unicode=True), "utf-8")
    for folder in ("policy", "status"):
        for path in sorted((content / folder).rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    return content


def test_it_shows_the_files_and_writes_nothing(truth, refund, shop):
    said = truth("policy", "import", "refund.md", *OWNED)
    assert said.code == 0
    assert said.out.startswith("# content/policy/refund/policy.yaml\ntitle: {en: Refunds}\nowner: legal\n")
    assert "## A fair refund policy {#a_fair_refund_policy}" in said.out
    assert sorted(path.name for path in shop.iterdir()) == ["refund.md"]


def test_it_lists_what_may_be_values_and_what_is_left_to_do_with_its_line(truth, refund):
    said = truth("policy", "import", "refund.md", "--locale", "en")
    assert "30 days    NAME: {type: duration, value: P30D}" in said.err
    assert '€50    NAME: {type: money, value: {EUR: "50.00"}}' in said.err
    assert "refund.md:3:1 info import/front-matter" in said.err
    assert "refund.md:7:1 warning import/relative-link the link ../terms.md" in said.err
    assert "refund.md:11:1 warning import/html '<b>' is HTML" in said.err
    assert "which team answers for it (owner)" in said.err
    assert "policy:refund: 2 clauses in en;" in said.err


def test_what_it_writes_validates(truth, refund, english):
    said = truth(
        *("policy", "import", "refund.md", "--owner", "care"), *("--into", "content", "--confirm", "window=30 days")
    )
    assert said.code == 0, said.err
    assert "Ask within {window}" in (english / "policy/refund/en.md").read_text("utf-8")
    main = yaml.safe_load((english / "policy/refund/policy.yaml").read_text("utf-8"))
    assert main["values"] == {"window": {"type": "duration", "value": "P30D"}}
    checked = truth("validate", "content", "--format", "json")
    errors = [one for one in checked.json["findings"] if one["severity"] == "error"]
    assert errors == []
    assert "30 days" in truth("get", "policy:refund/clauses").out
    assert "refund" not in truth("fmt", "content", "--check").out  # what it writes is canonical


def test_the_languages_it_lacks_are_said(truth, refund, content):
    said = truth("policy", "import", "refund.md", "--owner", "legal", "--into", "content")
    assert "the words are in en alone; the company also speaks de" in said.err
    assert truth("validate", "content").code == 1


def test_as_json_it_says_everything(truth, refund):
    told = truth("policy", "import", "refund.md", *OWNED, "--format", "json").json
    assert (told["policy"], told["locale"], told["folder"]) == ("policy:refund", "en", None)
    assert set(told["files"]) == {"policy.yaml", "en.md"}
    assert told["document"]["clauses"] == ["a_fair_refund_policy", "how"]
    assert told["candidates"][0] == {
        "typed": "30 days",
        "type": "duration",
        "value": "P30D",
        "clause": "a_fair_refund_policy",
        "sentence": "Ask within 30 days, and we pay €50 back.",
    }
    assert {one["rule"] for one in told["findings"]} == {
        "import/front-matter",
        "import/relative-link",
        "import/html",
    }


GERMAN = """# Rückgabe

## Rückgabefrist

Sie haben 30 Tage Zeit. Mehr unter [Hilfe](#hilfe).

## Hilfe

Fragen Sie uns.
"""


def test_another_language_of_a_policy_takes_over_its_clause_ids(truth, shop, content):
    (content / "policy/returns/de.md").unlink()
    (shop / "returns.md").write_text(GERMAN, "utf-8")
    said = truth("policy", "import", "returns.md", "--locale", "de", "--into", "content", "--confirm", "window=30 Tage")
    assert said.code == 0, said.err
    assert (content / "policy/returns/de.md").read_text("utf-8") == (
        "## Rückgabefrist {#window}\n\nSie haben {window} Zeit. Mehr unter [Hilfe](#help).\n\n"
        "## Hilfe {#help}\n\nFragen Sie uns.\n"
    )
    left = truth("validate", "content", "--format", "json").json["findings"]
    assert {one["rule"] for one in left} == {"text/argument-differs-between-locales"}  # the English says more
    assert "Sie haben 30 Tage Zeit." in truth("get", "policy:returns/clauses/window", "--locale", "de").out


@pytest.mark.parametrize(
    ("text", "arguments", "code", "message"),
    [
        (GERMAN, ("--confirm", "frist=30 Tage"), 2, "has no value 'frist'; there is: window"),
        (GERMAN.replace("30", "14"), ("--confirm", "window=14 Tage"), 2, "is P30D, and the file says P14D"),
        (GERMAN.replace("## Hilfe", "Hilfe"), (), 1, "the file has 1 clauses and the policy 2 (window, help)"),
        (GERMAN, ("--locale", "en"), 2, "is there already"),
    ],
    ids=["no such value", "another value", "other clauses", "a language it has"],
)
def test_a_translation_that_does_not_fit_is_refused(truth, shop, content, text, arguments, code, message):
    (content / "policy/returns/de.md").unlink()
    (shop / "returns.md").write_text(text, "utf-8")
    said = truth("policy", "import", "returns.md", "--locale", "de", "--into", "content", *arguments)
    assert (said.code, message in said.err) == (code, True), said.err
    assert not (content / "policy/returns/de.md").exists()


def test_nothing_that_is_there_is_overwritten(truth, refund, content):
    said = truth("policy", "import", "refund.md", *OWNED, "--key", "returns", "--into", "content")
    assert said.code == 2
    assert "is there already" in said.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name the file to import"),
        (("refund.md", "--locale", "english"), "is not a locale"),
        (("refund.md",), "say which language"),
        (("refund.md", "--key", "Re turns"), "is not a key"),
        (("refund.md", "--locale", "en", "--into", "nowhere"), "no content folder"),
        (("refund.md", "--locale", "en", "--to", "sqlite:///x.db"), "--to and --who are for --history"),
        (("refund.md", "--locale", "en", "--confirm", "window=31 days"), "did you mean '30 days'"),
        (("--history", "nowhere"), "no repository and no file"),
        (("--history", ".", "--locale", "en"), "name the file within it"),
        (("--history", "refund.ndjson:x", "--owner", "legal"), "are for --into"),
    ],
    ids=lambda value: " ".join(value)[:50] if isinstance(value, tuple) else "",
)
def test_wrong_usage_says_what_to_do(truth, refund, arguments, message):
    said = truth("policy", "import", *arguments)
    assert said.code == 2
    assert message in said.err


def test_a_file_without_words_is_refused(truth, shop):
    (shop / "empty.md").write_text("---\ntitle: x\n---\n", "utf-8")
    said = truth("policy", "import", "empty.md", "--locale", "en")
    assert said.code == 1
    assert "empty.md: there are no words in it" in said.err


ME = ["-c", "user.name=Bo", "-c", "user.email=bo@shop.example", "-c", "commit.gpgsign=false"]
VERBS = [("get", "policy:refund"), ("policy", "history", "refund"), ("policy", "diff", "refund")]
VERSIONS = [
    {"at": "2019-05-14T12:00:00+02:00", "text": "# Refunds\n\nWithin 14 days.", "path": "refund.md", "author": "Bo"},
    {
        "at": "2020-05-14T12:00:00+02:00",
        "path": "refund.md",
        "text": "# Refunds\n\nWithin 30 days.",
        "reason": "More",
    },
]


@pytest.fixture
def history(shop: Path) -> Path:
    """Dated versions of a file."""
    lines = "\n".join(json.dumps(one) for one in VERSIONS)
    (shop / "refund.ndjson").write_text(lines, "utf-8")
    return shop / "refund.ndjson"


def import_history(truth, *more: str) -> Any:
    said = truth("policy", "import", "--history", "refund.ndjson", "--locale", "en", "--who", "ada", *more)
    assert said.code == 0, said.err
    return said


def test_dated_versions_are_read_at_their_own_dates_and_never_with_at(truth, history, content):
    assert truth("apply").code == 0
    assert "2 versions imported" in import_history(truth).err
    assert truth("get", "policy:refund/clauses/refunds", "--as-published", "2019-12-31").out == "Within 14 days.\n"
    assert truth("get", "policy:refund/clauses/refunds", "--as-published", "2020-05-14").out == "Within 30 days.\n"
    told = truth("get", "policy:refund/title", "--as-published", "2020-06-01", "--format", "json").json
    assert (told["release"], told["published"]["reason"], told["published"]["imported_by"]) == (None, "More", "ada")
    early = truth("get", "policy:refund", "--as-published", "2018-01-01")
    assert (early.code, "the first is of 2019-05-14T10:00:00Z" in early.err) == (1, True)
    assert truth("get", "policy:refund", "--at", "2020-06-01T00:00:00Z").code == 1
    assert truth("get", "policy:refund", "--source", "sqlite:///truth.db").code == 1


def test_before_anything_is_released_it_says_to_apply_content_first(truth, history, content):
    reading = "truth get policy:refund/clauses --as-published 2020-05-14T10:00:00Z"
    early = import_history(truth).err
    assert "apply content first:  truth apply ;" in early
    assert truth("apply").code == 0
    later = import_history(truth).err
    assert reading in early
    assert reading in later
    assert "apply content first" not in later
    assert truth(*reading.split()[1:]).code == 0


def test_importing_again_imports_nothing(truth, history, shop):
    import_history(truth)
    said = import_history(truth)
    assert "0 versions imported, 2 known already" in said.err
    with (shop / "refund.ndjson").open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({**VERSIONS[0], "at": "2021-05-14T12:00:00Z"}))
    told = import_history(truth, "--format", "json").json
    assert [one["published_at"] for one in told["imported"]] == ["2021-05-14T12:00:00Z"]
    assert (told["versions"], told["first"], told["last"]) == (3, "2019-05-14T10:00:00Z", "2021-05-14T12:00:00Z")


@pytest.mark.parametrize("moment", [("--at", "2026-01-01T00:00:00Z"), ("--known-at", "2026-01-01T00:00:00Z")])
@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_it_goes_with_no_moment_of_the_registry(truth, history, verb, moment):
    import_history(truth)
    said = truth(*verb, "--as-published", "2020-06-01T00:00:00Z", *moment)
    assert (said.code, "leave those out" in said.err) == (2, True)


def test_an_end_published_elsewhere_goes_with_no_moment_either(truth, history, content):
    truth("apply")
    import_history(truth)
    said = truth("policy", "diff", "refund", "--from", "published:2019-12-31", "--release", "1")
    assert (said.code, "know nothing of" in said.err) == (1, True)


def test_its_history_and_differences_are_readable(truth, history, content):
    truth("apply")
    import_history(truth)
    listed = truth("policy", "history", "refund", "--as-published", "2026-01-01").out.splitlines()
    assert listed[0].startswith("2020-05-14T12:00:00+02:00  More  (refund.md (refund.ndjson:2))")
    assert listed[1].strip() == "en: ~ refunds"
    diff = truth("policy", "diff", "refund", "--from", "published:2019-12-31", "--to", "published:2020-12-31")
    assert "Within [-14-] {+30+} days." in diff.out
    assert truth("policy", "diff", "refund", "--as-published", "2020-12-31").out == diff.out
    page = truth("policy", "print", "refund", "--as-published", "2019-12-31")
    assert "Published on May 14, 2019" in page.out


def test_a_git_repository_is_imported_with_its_authors(truth, shop, content):
    truth("apply")
    site = shop / "site"
    site.mkdir()
    for number, one in enumerate(VERSIONS):
        (site / "refund.md").write_text(one["text"], "utf-8")
        for command in (["init", "-q", "."], ["add", "."], [*ME, "commit", "-qm", f"No {number}", "--date", one["at"]]):
            subprocess.run(["git", *command], cwd=site, check=True, capture_output=True)
    for spec in (("--history", "site:refund.md"), ("site/refund.md", "--history", "site")):
        said = truth("policy", "import", *spec, "--locale", "en")
        assert said.code == 0, said.err
    assert "0 versions imported, 2 known already" in said.err
    told = truth("get", "policy:refund", "--as-published", "2019-12-31", "--format", "json").json["published"]
    assert (told["author"], told["reason"], told["source"].partition("@")[0]) == ("Bo", "No 0", "refund.md")


def test_a_version_that_says_nothing_is_left_out_and_said(truth, history, shop):
    with history.open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({"at": "2021-01-01T00:00:00Z", "text": ""}))
    assert "this version is left out: there are no words in it" in import_history(truth).err
    history.write_text(json.dumps({"at": "2021-01-01T00:00:00Z", "text": ""}), "utf-8")
    said = truth("policy", "import", "--history", "refund.ndjson", "--locale", "en")
    assert (said.code, "none of 1 versions can be read" in said.err) == (1, True)


def test_a_version_of_the_future_is_refused(truth, history):
    history.write_text(json.dumps({"at": "9000-01-01T00:00:00Z", "text": "x"}), "utf-8")
    said = truth("policy", "import", "--history", "refund.ndjson", "--locale", "en")
    assert (said.code, "has not come yet" in said.err) == (1, True)
