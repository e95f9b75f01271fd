"""`truth check` as a person or a CI job calls it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
CLEAN = '<p>{{ truth.text("policy:returns/clauses/window") }}</p>\n'
DRIFTED = "<p>You can return it within 14 days.</p>\n"
WRONG_REF = '<p>{{ truth.text("policy:returns/clauses/windw") }}</p>\n'


def write(shop: Path, **files: str) -> None:
    for name, text in files.items():
        path = shop / "code" / name.replace("__", "/").replace("_html", ".html").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def code(content: Path, shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A code base beside the starter content, and the current folder."""
    (shop / "code").mkdir()
    monkeypatch.setenv("TRUTH_SOURCE", str(content))
    monkeypatch.chdir(shop / "code")
    monkeypatch.setenv("XDG_CACHE_HOME", str(shop / "cache"))
    return shop / "code"


def rules(said: Any) -> list[str]:
    return [one["rule"] for one in said.json["findings"]]


def test_code_that_says_what_the_registry_says_is_fine(truth: Call, shop: Path, code: Path) -> None:
    write(shop, mail__a_html=CLEAN)
    said = truth("check")
    assert (said.code, said.out) == (0, "nothing wrong in 1 file\n")


@pytest.mark.parametrize("verb", ["check", "lock"])
def test_where_there_is_no_registry_it_says_how_to_name_one(truth: Call, shop: Path, verb: str) -> None:
    (shop / "a.html").write_text(CLEAN, encoding="utf-8")
    said = truth(verb)
    assert (said.code, said.out) == (2, "")
    assert "name one with --source, or put source = … into truth.toml" in said.err


def test_the_local_database_is_a_registry_to_hold_a_code_base_against(truth: Call, content: Path, shop: Path) -> None:
    assert truth("apply").code == 0
    content.rename(shop / "elsewhere")
    (shop / "a.html").write_text(DRIFTED, encoding="utf-8")
    assert "drift/promise-contradicts" in truth("check", "a.html").out


def test_drift_is_told_with_its_place_its_line_and_what_to_write(truth: Call, shop: Path, code: Path) -> None:
    write(shop, mail__a_html=DRIFTED)
    said = truth("check")
    assert said.code == 1
    assert said.out.splitlines()[0] == "mail/a.html"
    assert "drift/promise-contradicts" in said.out
    assert "│ <p>You can return it within 14 days.</p>" in said.out
    line = said.out.splitlines()[2]
    marks = said.out.splitlines()[3]
    assert line[marks.index("^") : marks.rindex("^") + 1] == "14 days"
    assert "30 days" in said.out


def test_what_is_found_once_is_found_again_from_what_was_kept(truth: Call, shop: Path, code: Path) -> None:
    write(shop, a_html=DRIFTED)
    assert truth("check").out == truth("check").out


def test_where_nothing_was_checked_green_means_nothing(truth: Call, code: Path) -> None:
    said = truth("check", "--format", "json")
    assert said.code == 1
    assert rules(said) == ["check/nothing-checked"]


@pytest.mark.parametrize("report", ["json", "sarif", "junit", "github", "gitlab", "rdjsonl"])
def test_a_report_goes_to_a_file(truth: Call, shop: Path, code: Path, report: str) -> None:
    write(shop, a_html=DRIFTED)
    shown = truth("check", "--report", report)
    filed = truth("check", "--report", report, "--output", "report")
    assert shown.code == filed.code == 1
    assert filed.out == ""
    assert (code / "report").read_text(encoding="utf-8") == shown.out
    assert "1 error in 1 file" in filed.err


def test_fix_mends_what_is_certain_and_tells_the_rest(truth: Call, shop: Path, code: Path) -> None:
    write(shop, a_html=DRIFTED + "<p>Return window</p>\n")
    before = (code / "a.html").read_text(encoding="utf-8")
    said = truth("check", "--fix", "--format", "json")
    assert said.code == 1
    assert "drift/promise-contradicts" in rules(said)
    assert DRIFTED in (code / "a.html").read_text(encoding="utf-8")
    again = truth("check", "--fix", "--format", "json")
    assert (rules(again), again.err) == (rules(said), "")
    assert before


def test_a_baseline_lets_what_is_known_be_and_forgets_what_is_gone(truth: Call, shop: Path, code: Path) -> None:
    write(shop, a_html=DRIFTED)
    kept = ("--baseline", "baseline.json")
    assert truth("check", *kept, "--update-baseline").code == 0
    write(shop, a_html="<p>Hello.</p>\n\n" + DRIFTED, b_html=WRONG_REF)
    assert rules(truth("check", *kept, "--format", "json")) == ["drift/unknown-ref"]
    write(shop, a_html=CLEAN)
    assert "1 of those before are gone" in truth("check", *kept, "--update-baseline").err


def test_only_what_a_branch_changed_counts(truth: Call, shop: Path, code: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Test", "-c", "user.email=test@natural.example", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=code, check=True, capture_output=True)

    write(shop, old_html=DRIFTED)
    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "-m", "before")
    git("checkout", "--quiet", "-b", "branch")
    write(shop, new_html=DRIFTED)
    said = truth("check", "--diff-base", "main", "--format", "json")
    assert [one["file"] for one in said.json["findings"]] == ["new.html"]


def test_severities_are_set_in_truth_toml(truth: Call, shop: Path, code: Path) -> None:
    write(shop, a_html=DRIFTED, truth_toml='[check.severity]\n"drift/promise-contradicts" = "warning"\n')
    assert truth("check").code == 0
    assert truth("check", "--fail-on", "warning").code == 1
    write(shop, truth_toml='[check.severity]\n"drift/promise-contradicts" = "off"\n')
    assert truth("check", "--fail-on", "info").code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.html"], "there is no file or folder nowhere.html"),
        (["--config", "nowhere.toml"], "there is no file nowhere.toml"),
        (["--lock", "nowhere.lock"], "there is no file nowhere.lock"),
        (["--baseline", "nowhere.json"], "there is no baseline nowhere.json"),
        (["--update-baseline"], "--update-baseline needs to know which file"),
        (["--diff-base", "nowhere"], "--diff-base: git says"),
        (["--output", "report.txt"], "--output takes a report for machines"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_told_and_exits_with_2(
    truth: Call, shop: Path, code: Path, arguments: list[str], message: str
) -> None:
    write(shop, a_html=CLEAN)
    said = truth("check", *arguments)
    assert said.code == 2
    assert message in said.err


@pytest.mark.parametrize("table", ["statuses", "events"])
def test_a_vocabulary_nobody_has_would_check_nothing(truth: Call, shop: Path, code: Path, table: str) -> None:
    files = 'files = ["*.ndjson"]\n' if table == "events" else ""
    write(shop, a_html=CLEAN, truth_toml=f'[[check.{table}]]\nvocabulary = "oder"\n{files}')
    said = truth("check")
    assert said.code == 2
    assert "truth.toml:2: there is no vocabulary 'oder'; did you mean 'order'?" in said.err


def test_what_a_check_wrote_is_not_checked(truth: Call, shop: Path, code: Path) -> None:
    write(shop, a_html=DRIFTED)
    truth("check", "--baseline", "known.json", "--update-baseline")
    assert truth("check", "--baseline", "known.json", "--fail-on", "info").code == 0


def test_a_registry_that_cannot_be_reached_is_no_drift(truth: Call, shop: Path, code: Path) -> None:
    write(shop, a_html=DRIFTED)
    said = truth("check", "--source", "http://127.0.0.1:1")
    assert (said.code, said.out) == (3, "")


def test_suggest_writes_a_first_truth_toml(truth: Call, shop: Path, code: Path) -> None:
    write(
        shop,
        a_html='{% if order.status == "shipped" %}x{% elif order.status == "delivered" %}y{% endif %}\n',
        b_html='{% if theme == "dark" %}x{% endif %}\n',
    )
    assert truth("check", "--suggest").code == 0
    written = (code / "truth.toml").read_text(encoding="utf-8")
    assert 'vocabulary = "order"' in written
    assert 'fields = ["order.status"]' in written
    assert truth("check").code == 0
    assert truth("check", "--suggest").out == written
    assert (code / "truth.toml").read_text(encoding="utf-8") == written


def test_a_lock_needs_no_source(truth: Call, shop: Path, code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shop, a_html=CLEAN + '{{ truth.status("order", order.status).label }}\n')
    assert truth("lock").code == 0
    monkeypatch.setenv("TRUTH_SOURCE", "http://127.0.0.1:1")
    assert truth("check").code == 0
    write(shop, b_html=DRIFTED)
    assert truth("check").code == 1
    locked = json.loads((code / "truth.lock").read_text(encoding="utf-8"))
    assert list(locked["refs"]) == ["policy:returns/clauses/window", "status:order/*/label"]


def test_an_update_takes_over_the_words_and_tells_what_changed(
    truth: Call, shop: Path, content: Path, code: Path
) -> None:
    write(shop, a_html=CLEAN)
    truth("lock")
    policy = content / "policy/returns/policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("P30D", "P45D"), encoding="utf-8")
    kept = truth("lock", "--format", "json")
    assert kept.json["changed"] == []
    told = truth("lock", "--update", "--format", "json").json
    assert told["changed"] == ["policy:returns/clauses/window"]
    english = next(one for one in told["texts"] if one["locale"] == "en")
    assert "30 days" in english["before"]
    assert "45 days" in english["after"]


def test_a_lock_keeps_its_words_unless_they_are_to_be_taken_over(
    truth: Call, shop: Path, content: Path, code: Path
) -> None:
    write(shop, a_html=CLEAN)
    truth("lock")
    said = truth("lock", "--source", str(content))
    assert said.code == 2
    assert "add --update" in said.err


@pytest.mark.parametrize("damage", ["missing", "other"])
def test_a_lock_without_its_snapshot_is_wrong_usage(
    truth: Call, shop: Path, code: Path, content: Path, damage: str
) -> None:
    write(shop, a_html=CLEAN)
    truth("lock")
    snapshot = code / "truth.lock.snapshot.json"
    if damage == "missing":
        snapshot.unlink()
    else:
        policy = content / "policy/returns/policy.yaml"
        policy.write_text(policy.read_text(encoding="utf-8").replace("P30D", "P45D"), encoding="utf-8")
        truth("export", "--snapshot", str(snapshot))
    assert truth("check").code == 2
    assert truth("lock", "--update").code == 0
    assert truth("check").code == 0
