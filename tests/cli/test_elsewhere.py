"""Another registry by its URL: read like any source, planned for and published to like a database."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from truth.api.app import build_app
from truth.factory import clock, open_shapes, open_store
from truth.model.document import Document
from truth.model.imported import Found
from truth.model.instant import parse_instant
from truth.model.ref import Ref
from truth.model.release import Authority
from truth.registry.registry import Registry
from truth.settings import Settings

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]
CLAUSE = "policy:returns/clauses/window"


@dataclass
class Elsewhere:
    """A registry on a real socket, with its own database."""

    url: str
    store: Any
    wired: Any


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    database = f"sqlite:///{tmp_path_factory.mktemp('elsewhere') / 'truth.db'}"
    store = open_store(database, Settings())
    app = build_app(Registry(store), store, open_shapes(), Settings(), clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Elsewhere(f"http://127.0.0.1:{server.port}", store, app.extensions["truth"])
    server.shutdown()
    thread.join()
    server.server_close()
    store.close()


@pytest.fixture
def key(elsewhere: Elsewhere, truth: Call, monkeypatch: pytest.MonkeyPatch) -> str:
    """A key of that registry, in the environment."""
    made = truth("key", "create", "ci", "--scope", "apply", "--database", elsewhere.store.name, "--format", "json")
    monkeypatch.setenv("TRUTH_KEY", made.json["token"])
    return str(made.json["token"])


@pytest.fixture
def released(elsewhere: Elsewhere, key: str, truth: Call, content: Path) -> str:
    """The URL, with the starter published there."""
    assert truth("apply", "--to", elsewhere.url, "--note", "The first one.").code == 0
    return elsewhere.url


def test_a_folder_is_published_under_the_name_of_the_key(released: str, elsewhere: Elsewhere) -> None:
    authority = elsewhere.store.release(1).authority
    assert (authority.who, authority.origin, authority.note) == ("ci", "127.0.0.1", "The first one.")
    assert authority.by.startswith("key_")


def test_a_reading_verb_reads_it(truth: Call, released: str) -> None:
    here = truth("get", "status:order/shipped/label", "--source", "content", "--locale", "de")
    there = truth("get", "status:order/shipped/label", "--source", released, "--locale", "de")
    assert (there.code, there.out) == (0, here.out)
    assert truth("export", "--snapshot", "-", "--source", released).code == 0


def test_every_moment_it_knows_of_can_be_asked_for(truth: Call, released: str, content: Path, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "P30D", "P45D")
    assert truth("apply", "--to", released).code == 0
    assert "45 days" in truth("get", CLAUSE, "--source", released).out
    assert "30 days" in truth("get", CLAUSE, "--source", released, "--release", "1").out
    assert truth("get", CLAUSE, "--source", released, "--at", "2001-01-01T00:00:00Z").code == 1
    differ = truth("diff", f"{released}@1", "content")
    assert "/values/window/value  30 days (P30D) → 45 days (P45D)" in differ.out
    assert "say the same" in truth("diff", released, "content").out


def test_a_plan_there_reads_like_a_plan_here(truth: Call, released: str, content: Path, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "P30D", "P45D")
    truth("export", "--snapshot", "then.json", "--source", released)
    said = truth("plan", "--to", released)
    assert said.code == 0
    assert "1 document differs\n  ~ changed  policy:returns\n" in said.out
    assert "/values/window/value  30 days (P30D) → 45 days (P45D)" in said.out
    assert "4 texts read differently" in said.out
    planned = truth("plan", "--to", released, "--format", "json", "--exit-code")
    assert (planned.code, planned.json["entries"][0]["change"]) == (1, "changed")
    assert planned.json["entries"][0]["before"] != planned.json["entries"][0]["after"]


def test_applying_the_same_folder_again_changes_nothing(truth: Call, released: str) -> None:
    said = truth("apply", "--to", released)
    assert (said.code, said.out) == (0, "Nothing to change: the registry says this already.\n")
    assert truth("apply", "--to", released, "--format", "json").json["release"] is None


def test_a_plan_in_a_file_is_applied_there_until_something_changes(
    truth: Call, released: str, content: Path, edit: Edit
) -> None:
    edit(content / "policy/returns/policy.yaml", "P30D", "P45D")
    assert truth("plan", "--to", released, "--out", "plan.json").code == 0
    said = truth("apply", "plan.json", "--to", released)
    assert "Release 2 is in effect since" in said.out
    assert "changed  policy:returns" in said.out
    stale = truth("apply", "plan.json", "--to", released, "--format", "json")
    assert (stale.code, stale.json["type"]) == (1, "/problems/conflict")
    assert "release 2" in stale.json["detail"]


def test_findings_of_the_other_registry_are_located_in_the_files_here(
    truth: Call, released: str, content: Path, edit: Edit
) -> None:
    edit(content / "policy/returns/policy.yaml", "P30D", "P30")
    for verb in ("plan", "apply"):
        said = truth(verb, "--to", released)
        assert said.code == 1
        assert "content/policy/returns/policy.yaml:7:12 error document/schema" in said.out + said.err
    assert "30 days" in truth("get", CLAUSE, "--source", released).out


def test_a_file_that_cannot_be_read_is_no_retirement_and_nothing_is_sent(
    truth: Call, released: str, elsewhere: Elsewhere, content: Path, edit: Edit
) -> None:
    edit(content / "policy/returns/policy.yaml", "owner: care", "owner: [care")
    planned = truth("plan", "--to", released, "--format", "json")
    assert (planned.code, planned.json["retirements"]) == (1, [])
    assert [finding["rule"] for finding in planned.json["findings"]] == ["document/syntax"]
    said = truth("apply", "--to", released)
    assert said.code == 1
    assert "files that cannot be read" in said.err
    assert elsewhere.store.head() == (1, 0)


def test_what_a_plan_would_make_stale_there_is_told_here(truth: Call, released: str, content: Path, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "P30D", "P45D")
    truth("apply", "--to", released, "--note", "Christmas", "--effective-at", "2999-12-24T00:00:00+01:00")
    edit(content / "policy/returns/policy.yaml", "P45D", "P60D")
    (stale,) = truth("plan", "--to", released, "--format", "json").json["stale"]
    assert (stale["release"], stale["note"], stale["entries"]) == (2, "Christmas", ["policy:returns"])
    assert "release/makes-stale" in truth("plan", "--to", released).out
    assert truth("apply", "--to", released, "--format", "json").json["stale"] == [stale]


def test_a_retirement_has_to_be_confirmed_there_too(truth: Call, released: str, content: Path) -> None:
    (content / "status/order.yaml").unlink()
    assert "release/unconfirmed-retirement" in truth("apply", "--to", released).err
    assert truth("apply", "--to", released, "--retire").code == 0
    gone = truth("get", "status:order/shipped/label", "--source", released, "--format", "json")
    assert (gone.code, gone.json["type"]) == (1, "/problems/retired")


def test_a_lower_bar_stops_an_apply_there_too(truth: Call, released: str, content: Path, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "owner: care", 'owner: care\nreview_by: "2001-01-01"')
    said = truth("apply", "--to", released, "--fail-on", "warning")
    assert said.code == 1
    assert "content/policy/returns/policy.yaml:" in said.err
    assert truth("apply", "--to", released).code == 0


def test_when_the_line_breaks_after_publishing_nothing_is_done_twice(
    truth: Call, elsewhere: Elsewhere, key: str, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The release is recorded, and its answer lost on the way: the same request is sent again, and is answered."""
    settle, lost = elsewhere.store.settle, []

    def lose_the_first(*args: Any) -> Any:
        answered = settle(*args)
        if not lost:
            lost.append(answered)
            raise ConnectionAbortedError
        return answered

    monkeypatch.setattr(elsewhere.store, "settle", lose_the_first)
    said = truth("apply", "--to", elsewhere.url)
    assert (said.code, len(lost)) == (0, 1)
    assert "Release 1 is in effect" in said.out
    assert elsewhere.store.head() == (1, 0)


def test_without_a_key_it_says_what_to_do(
    truth: Call, released: str, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRUTH_KEY")
    said = truth("apply", "--to", released)
    assert said.code == 1
    assert "Set TRUTH_KEY in the environment" in said.err


def test_a_key_that_may_only_read_may_not_publish(
    truth: Call, released: str, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = truth("key", "create", "web", "--scope", "read", "--database", elsewhere.store.name, "--format", "json")
    said = truth("apply", "--to", released, "--key", made.json["token"])
    assert said.code == 1
    assert "lacks the scope 'apply'" in said.err
    monkeypatch.setenv("TRUTH_KEY", made.json["token"])
    assert truth("get", CLAUSE, "--source", released).code == 0


@pytest.mark.parametrize("wrong", ["stolen", "truth_" + "x" * 43])
def test_a_wrong_key_is_told_and_never_shown(
    truth: Call, released: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUTH_KEY", wrong)
    said = truth("get", CLAUSE, "--source", released)
    assert said.code == 1
    assert "unknown, expired or revoked" in said.err
    assert wrong not in said.out + said.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["apply", "--key", "x"], "--key is for a registry's URL"),
        (["plan", "--to", "sqlite:///other.db", "--key", "x"], "--key is for a registry's URL"),
        (["apply", "--to", "http://localhost:1", "--who", "me"], "the name of the key says who"),
        (["apply", "--to", "http://me:secret@localhost:1"], "holds no user or password"),
        (["plan", "--to", "http://"], "is not a registry's URL"),
        (["plan", "--to", "http://localhost:99999"], "is not a registry's URL"),
        (["plan", "--to", "http://localhost:1/?key=x"], "is not a registry's URL"),
        (["plan", "--to", "http://localhost:1", "--key", "two\nlines"], "the key is not one"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_wrong_usage_is_told(truth: Call, content: Path, args: list[str], says: str) -> None:
    said = truth(*args)
    assert (said.code, says in said.err) == (2, True), said.err
    assert "secret" not in said.err


def test_a_registry_that_is_not_there_is_unavailable(truth: Call, content: Path) -> None:
    for args in (["get", CLAUSE, "--source"], ["plan", "--to"], ["apply", "--to"]):
        said = truth(*args, "http://127.0.0.1:9")
        assert said.code == 3
        assert "nothing listens there" in said.err


def test_policies_are_read_for_people(released, elsewhere, truth, content, edit):
    edit(content / "policy/returns/policy.yaml", "P30D", "P45D")
    assert truth("apply", "--to", released, "--note", "Longer").code == 0
    here = ("--source", elsewhere.store.name)
    for verb in (
        ["history"],
        ["diff"],
        ["diff", "--as", "html"],
        ["diff", "--as", "json"],
        ["print", "--locale", "de"],
    ):
        asked = ("policy", verb[0], "returns", *verb[1:])
        assert truth(*asked, "--source", released).out == truth(*asked, *here).out
    told = truth("policy", "history", "returns", "--source", released, "--limit", "1", "--format", "json").json
    assert [one["reason"] for one in told["items"]] == ["Longer"]
    missing = truth("policy", "diff", "return", "--source", released)
    assert (missing.code, "policy:returns" in missing.err) == (1, True)


def test_what_was_published_elsewhere_is_read_there_too(released, elsewhere, truth):
    body = {
        "title": {"en": "Old"},
        "clauses": ["a"],
        "wording": {"en": {"clauses": {"a": {"heading": "A", "text": "B"}}}},
    }
    version = Found(Document(Ref("policy", "old"), body), "en", parse_instant("2020-01-01T12:00:00Z"), "x")
    elsewhere.store.imported.add([version], Authority("ada"))
    for asked in (("get", "policy:old/clauses/a"), ("get", "policy:old"), ("policy", "history", "old")):
        at = ("--as-published", "2020-03-03", "--format", "json")
        assert (
            truth(*asked, *at, "--source", released).json == truth(*asked, *at, "--source", elsewhere.store.name).json
        )
    early = truth("get", "policy:old", "--as-published", "2019-03-03", "--source", released)
    assert (early.code, "the first is of 2020-01-01T12:00:00Z" in early.err) == (1, True)


def test_history_is_imported_there(released, elsewhere, truth, shop):
    lines = [
        json.dumps({"at": f"20{year}-01-01T12:00:00Z", "text": f"# Old\n\nYear {year}.", "reason": "New year"})
        for year in range(10, 21)
    ]
    (shop / "old.ndjson").write_text("\n".join(lines), "utf-8")
    said = truth("policy", "import", "--history", "old.ndjson", "--to", released)
    assert (said.code, "policy:old in en: 11 versions imported" in said.err) == (0, True), said.err
    again = truth("policy", "import", "--history", "old.ndjson", "--to", released, "--format", "json").json
    assert (again["versions"], again["imported"]) == (11, [])
    told = truth(
        "get", "policy:old/clauses/old", "--as-published", "2015-06-01", "--source", released, "--format", "json"
    )
    assert (told.json["text"], told.json["published"]["imported_by"]) == ("Year 15.", "ci")
    named = truth("policy", "import", "--history", "old.ndjson", "--to", released, "--who", "ada")
    assert (named.code, "leave out --who" in named.err) == (2, True)
