"""The measurements run: every row, with tiny sizes."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench.measuring import Spread, ratios
from bench.report import Section, Table, Verdict, markdown, ratio, time


@pytest.mark.parametrize("name", bench.ROWS)
def test_every_row_can_be_measured_and_names_no_host_and_no_folder(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.main(["--only", name, "--quick"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("# Results\n")
    assert f"`python -m bench --only {name} --quick`" in page
    assert "| work | target | measured | met |" in page
    assert str(Path.cwd()) not in page
    assert not re.search(rf"\b{re.escape(socket.gethostname())}\b", page)


@pytest.mark.parametrize("arguments", [["--quick"], ["--only", "texts"], ["--only", "texts", "--full"]])
def test_only_a_whole_run_is_kept(arguments: Sequence[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "RESULTS.md")
    monkeypatch.setattr(bench, "ROWS", {"texts": lambda scale: Section("Texts", "None.")})
    bench.main(arguments)
    assert not bench.RESULTS.exists()
    bench.main([])
    assert "## Texts" in bench.RESULTS.read_text(encoding="utf-8")


def test_a_spread_is_the_median_between_its_quartiles() -> None:
    assert Spread.of([4, 1, 3, 2, 5]) == Spread(3, 2, 4, 5)
    assert Spread.of([7]) == Spread(7, 7, 7, 1)


def test_ratios_are_taken_round_by_round() -> None:
    assert ratios([2, 6, 12], [1, 2, 3]).median == 3


@pytest.mark.parametrize(
    ("spread", "shown"),
    [
        (Spread(2.5, 2, 3, 5), "2.50 s (2.00–3.00)"),
        (Spread(0.0123, 0.0119, 0.0128, 5), "12.3 ms (11.9–12.8)"),
        (Spread(3e-7, 2e-7, 4e-7, 5), "0.30 µs (0.20–0.40)"),
        (Spread(52.1, 52.1, 52.1, 1), "52.1 s (once)"),
    ],
)
def test_times_are_written_in_the_unit_of_their_median(spread: Spread, shown: str) -> None:
    assert time(spread) == shown


def test_a_ratio_is_written_with_its_spread() -> None:
    assert ratio(Spread(1.5, 1.25, 2, 3)) == "1.50 × (1.25–2.00)"


def test_a_page_says_whether_each_target_was_met() -> None:
    verdicts = [Verdict("a", "≤ 1", "0.5", True), Verdict("b", "≤ 1", "2", False), Verdict("c", "reported", "3")]
    page = markdown(["one machine"], [Section("Works", "How.", [Table(("x",), [("1",)])], verdicts)], "bench")
    assert "| a | ≤ 1 | 0.5 | yes |\n| b | ≤ 1 | 2 | **no** |\n| c | reported | 3 | – |\n" in page
    assert "## Works\n\nHow.\n\n| x |\n|---|\n| 1 |\n" in page
