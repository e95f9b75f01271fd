"""`truth diff`: what two sources, or two moments of one, say differently."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]
DATABASE = "sqlite:///truth.db"


@pytest.fixture
def twice(truth: Call, content: Path, edit: Edit) -> Path:
    """Released with 30 days, then with 45; the folder has 60 by now."""
    assert truth("apply").code == 0
    edit(content / "policy/returns/policy.yaml", "P30D", "P45D")
    assert truth("apply").code == 0
    edit(content / "policy/returns/policy.yaml", "P45D", "P60D")
    return content


def test_two_releases_of_the_local_database_are_compared_by_number(truth: Call, twice: Path) -> None:
    said = truth("diff", "1", "2")
    assert said.code == 0
    assert "/values/window/value  30 days (P30D) → 45 days (P45D)" in said.out
    assert "- Not what you hoped for? You can return it within 30 days of delivery." in said.out
    assert "+ Not what you hoped for? You can return it within 45 days of delivery." in said.out


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ("@1", "@2", ("P30D", "P45D")),
        ("2", "1", ("P45D", "P30D")),
        ("1", "content", ("P30D", "P60D")),
        (f"{DATABASE}@1", DATABASE, ("P30D", "P45D")),
        (DATABASE, "content", ("P45D", "P60D")),
        ("@1", "@2999-01-01T00:00:00Z", ("P30D", "P45D")),
        ("@1", f"{DATABASE}@2999-01-01T00:00:00+01:00", ("P30D", "P45D")),
        ("content", "snapshot.json", ("P60D", "P45D")),
    ],
)
def test_each_side_is_a_source_with_or_without_a_moment(
    truth: Call, twice: Path, before: str, after: str, days: tuple[str, str]
) -> None:
    assert truth("export", "--snapshot", "snapshot.json", "--source", DATABASE).code == 0
    (entry,) = truth("diff", before, after, "--format", "json").json["entries"]
    assert tuple(entry["places"][0][side] for side in ("before", "after")) == days


def test_json_says_which_moment_each_side_is(truth: Call, twice: Path) -> None:
    said = truth("diff", "1", "content", "--format", "json").json
    assert (said["from"]["release"], said["from"]["position"]) == (1, "1.0")
    assert (said["to"]["release"], said["to"]["position"]) == (None, None)
    assert said["from"]["digest"] != said["to"]["digest"]
    assert len(said["texts"]) == 4


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--exit-code"], 1)])
def test_a_difference_is_no_failure_unless_asked(truth: Call, twice: Path, options: list[str], code: int) -> None:
    assert truth("diff", "1", "2", *options).code == code


def test_no_difference_is_said(truth: Call, twice: Path) -> None:
    said = truth("diff", "2", "@2", "--exit-code")
    assert (said.code, said.out) == (0, "2 and @2 say the same.\n")


def test_a_day_names_the_moment_at_which_it_ends(truth: Call, twice: Path) -> None:
    assert truth("diff", "2", "@2999-12-31").out == "2 and @2999-12-31 say the same.\n"
    assert "nothing had been released by 1999-12-3" in truth("diff", "2", "@1999-12-31").err


def test_entries_that_come_and_go_are_told(truth: Call, twice: Path) -> None:
    (twice / "status/order.yaml").rename("order.yaml")
    assert "- retired  status:order" in truth("diff", "2", "content").out
    assert "+ added    status:order" in truth("diff", "content", "2").out


@pytest.mark.parametrize(
    ("side", "code"),
    [
        ("9", 1),
        ("content@1", 2),
        ("nowhere", 2),
        ("@", 2),
        ("@2030-01-01T00:00:00", 2),
        ("@2030-02-30", 2),
        ("sqlite:///nowhere.db@1", 3),
    ],
)
def test_a_side_that_is_not_there_is_an_error(truth: Call, twice: Path, side: str, code: int) -> None:
    said = truth("diff", side, "2")
    assert (said.code, said.out) == (code, "")


def test_a_password_with_an_at_sign_is_no_moment(truth: Call, twice: Path) -> None:
    said = truth("diff", "postgresql://truth:s3cret@localhost:1/truth", "2")
    assert said.code == 3
    assert "s3cret" not in said.err
