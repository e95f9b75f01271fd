"""`truth check` on examples/channel: silent on the clean shop, and exactly the 25 faults of the drifted one."""

from __future__ import annotations

import json
import re
import runpy
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
CHANNEL = ROOT / "examples/channel"
DRIFTED = runpy.run_path(str(CHANNEL / "drifted.py"))
FAULTS = DRIFTED["faults"]()
FIXABLE = [fault for fault in FAULTS if "fixed" in fault]
SEVERITIES = ["error", "review", "warning", "info"]

Call = Callable[..., Any]


class Place(NamedTuple):
    """Where a finding stands, and its rule."""

    rule: str
    file: str
    line: int
    column: int


def expected(faults: Iterable[Mapping[str, Any]] = FAULTS) -> Counter[Place]:
    """The places of the findings that faults lead to."""
    found = ((fault["expect"], fault["file"]) for fault in faults)
    return Counter(Place(expect["rule"], file, expect["line"], expect["column"]) for expect, file in found)


def in_json(out: str) -> Counter[Place]:
    """The places a report in JSON names."""
    findings = json.loads(out)["findings"]
    return Counter(Place(one["rule"], one["file"], one["line"], one["column"]) for one in findings)


def in_sarif(out: str) -> Counter[Place]:
    """The places a SARIF 2.1.0 log names."""
    results = json.loads(out)["runs"][0]["results"]
    found = ((result["ruleId"], result["locations"][0]["physicalLocation"]) for result in results)
    return Counter(
        Place(rule, at["artifactLocation"]["uri"], at["region"]["startLine"], at["region"].get("startColumn", 1))
        for rule, at in found
    )


def in_rdjsonl(out: str) -> Counter[Place]:
    """The places Reviewdog diagnostics name, one a line; their columns count bytes."""
    found = [json.loads(line) for line in out.splitlines()]
    starts = [(one["code"]["value"], one["location"]["path"], one["location"]["range"]["start"]) for one in found]
    return Counter(Place(rule, path, start["line"], start.get("column", 1)) for rule, path, start in starts)


@pytest.fixture
def clean(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the clean shop, as the current folder."""
    shutil.copytree(CHANNEL / "clean", shop / "clean")
    monkeypatch.chdir(shop / "clean")
    return shop / "clean"


@pytest.fixture
def drifted(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shop with all 25 faults, as the current folder."""
    folder: Path = DRIFTED["make"](shop / "drifted")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def check(truth: Call) -> Call:
    """Checks the current folder against the sample content."""
    return lambda *args: truth("check", ".", "--config", "truth.toml", "--source", str(ROOT / "content"), *args)


def without_faults_fixed(folder: Path) -> dict[str, str]:
    """What every file of a drifted shop holds once the fixable faults are repaired."""
    files = {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()
    }
    for fault in FIXABLE:
        lines = files[fault["file"]].split("\n")
        lines[fault["expect"]["line"] - 1] = fault["fixed"]
        files[fault["file"]] = "\n".join(lines)
    return files


def test_there_are_25_faults_and_no_two_are_of_the_same_rule_in_the_same_format() -> None:
    kinds = [(fault["expect"]["rule"], Path(fault["file"]).suffix) for fault in FAULTS]
    assert len(set(kinds)) == len(FAULTS) == len({fault["id"] for fault in FAULTS}) == 25


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["id"])
def test_a_fault_stands_where_it_says(drifted: Path, fault: Mapping[str, Any]) -> None:
    expect = fault["expect"]
    line = (drifted / fault["file"]).read_text(encoding="utf-8").split("\n")[expect["line"] - 1]
    assert line[expect["column"] - 1 :].startswith(expect["at"])


def test_the_clean_shop_has_no_findings(check: Call, clean: Path) -> None:
    said = check("--report", "json")
    assert said.json["findings"] == []
    assert said.code == 0


@pytest.mark.parametrize("report", ["text", "json", "sarif", "junit", "github", "gitlab", "rdjsonl"])
def test_the_clean_shop_passes_in_every_report(check: Call, clean: Path, report: str) -> None:
    assert check("--report", report).code == 0


@pytest.mark.parametrize("report", ["text", "json", "sarif", "junit", "github", "gitlab", "rdjsonl"])
def test_the_drifted_shop_fails_in_every_report(check: Call, drifted: Path, report: str) -> None:
    assert check("--report", report).code == 1


@pytest.mark.parametrize(
    ("report", "places"),
    [("json", in_json), ("sarif", in_sarif), ("rdjsonl", in_rdjsonl)],
    ids=["json", "sarif", "rdjsonl"],
)
def test_the_drifted_shop_has_exactly_the_25(
    check: Call, drifted: Path, report: str, places: Callable[[str], Counter[Place]]
) -> None:
    assert places(check("--report", report).out) == expected()


def test_every_finding_says_what_to_do(check: Call, drifted: Path) -> None:
    found = {(one["rule"], one["file"], one["line"]): one for one in check("--report", "json").json["findings"]}
    for fault in FAULTS:
        expect = fault["expect"]
        fix = found[expect["rule"], fault["file"], expect["line"]]["fix"]
        assert expect["fix"] in fix.replace("\N{NO-BREAK SPACE}", " "), fault["id"]


def test_the_text_report_names_the_place_and_shows_the_line(check: Call, drifted: Path) -> None:
    out = check("--report", "text").out
    for fault in FAULTS:
        expect = fault["expect"]
        assert fault["file"] in out
        assert re.search(rf"\b{expect['line']}:{expect['column']}\b.*{expect['rule']}\b", out), fault["id"]
        assert expect["at"] in out
    named = re.findall(r"(?m)^\s*\S*?\d+:\d+ .*?\b((?:drift|check)/[\w-]+)", out)
    assert Counter(named) == Counter(fault["expect"]["rule"] for fault in FAULTS)


def test_the_gitlab_report_has_exactly_the_25(check: Call, drifted: Path) -> None:
    found = json.loads(check("--report", "gitlab").out)
    assert Counter((one["check_name"], one["location"]["path"], line_of(one["location"])) for one in found) == Counter(
        (place.rule, place.file, place.line) for place in expected().elements()
    )
    assert len({one["fingerprint"] for one in found}) == 25


def line_of(location: Mapping[str, Any]) -> int:
    """The first line of a place, which Code Quality lets be written in two ways."""
    line: int = location["lines"]["begin"] if "lines" in location else location["positions"]["begin"]["line"]
    return line


def test_the_junit_report_has_a_case_for_each_and_fails_for_errors(check: Call, drifted: Path) -> None:
    cases = [case for case in ElementTree.fromstring(check("--report", "junit").out).iter("testcase")]  # noqa: S314
    told = [" ".join([*case.attrib.values(), *case.itertext()]) for case in cases]
    assert len(told) == 25
    for place in expected():
        assert [text for text in told if place.rule in text and place.file in text and str(place.line) in text], place
    errors = [one for one in check("--report", "json").json["findings"] if one["severity"] == "error"]
    assert sum(case.find("failure") is not None for case in cases) == len(errors) == 18


def test_the_github_report_begins_with_the_worst_and_says_how_many_it_left_out(check: Call, drifted: Path) -> None:
    out = check("--report", "github").out
    shown = [annotation_of(line) for line in out.splitlines() if line.startswith("::") and " file=" in line]
    assert {(one["file"], int(one["line"]), int(one["col"])) for one in shown} <= {
        (place.file, place.line, place.column) for place in expected()
    }
    levels = [["error", "warning", "notice"].index(one["level"]) for one in shown]
    assert levels == sorted(levels)
    left = 25 - len(shown)
    assert not left or re.search(rf"\b{left}\b", out)


def annotation_of(line: str) -> Mapping[str, str]:
    """The level and the properties of a workflow command `::level a=b,c=d::message`."""
    level, _, rest = line.removeprefix("::").partition(" ")
    return {"level": level, **dict(part.split("=", 1) for part in rest.split("::", 1)[0].split(","))}


def test_fix_repairs_what_is_certain_and_touches_nothing_else(check: Call, drifted: Path) -> None:
    wanted = without_faults_fixed(drifted)
    check("--fix")
    assert {name: (drifted / name).read_text(encoding="utf-8") for name in wanted} == wanted
    left = [fault for fault in FAULTS if fault not in FIXABLE]
    assert in_json(check("--report", "json").out) == expected(left)


def test_the_worst_is_told_first(check: Call, drifted: Path) -> None:
    ranks = [SEVERITIES.index(one["severity"]) for one in check("--report", "json").json["findings"]]
    assert ranks == sorted(ranks)
