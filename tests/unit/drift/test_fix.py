"""Mending what is certain."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.drift.pieces import file, finding
from truth.drift.fix import apply_fixes, mended
from truth.drift.found import Edit


def test_only_the_bytes_of_an_edit_change(tmp_path: Path) -> None:
    source = file("\ufeffé 14 days\r\nrest\r\n", "a.html")
    (tmp_path / "a.html").write_bytes(source.data)
    (tmp_path / "a.html").chmod(0o755)
    assert apply_fixes(tmp_path, [finding(source, "14 days", replacement="30 days")]) == {"a.html": 1}
    assert (tmp_path / "a.html").read_bytes() == "\ufeffé 30 days\r\nrest\r\n".encode()
    assert (tmp_path / "a.html").stat().st_mode & 0o777 == 0o755


def test_what_is_not_certain_is_left(tmp_path: Path) -> None:
    assert apply_fixes(tmp_path, [finding(file("14 days", "a.html"), "14 days")]) == {}


def test_of_edits_that_overlap_the_first_is_made() -> None:
    assert mended(b"abcdef", [Edit(2, 4, b"-"), Edit(1, 3, b"+")]) == b"a+def"


@given(st.binary(max_size=60), st.data())
def test_edits_that_do_not_touch_are_all_made_in_any_order(data: bytes, drawn: st.DataObject) -> None:
    cuts = sorted(drawn.draw(st.lists(st.integers(0, len(data)), max_size=8)))
    edits = [Edit(start, end, b"X") for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    shuffled = drawn.draw(st.permutations(edits))
    expected, at = b"", 0
    for edit in edits:
        expected, at = expected + data[at : edit.start] + b"X", edit.end
    assert mended(data, shuffled) == expected + data[at:]
