"""Dated versions as NDJSON: strict, with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from truth.files.dated_versions import read_dated_versions
from truth.model.errors import Invalid, UsageError
from truth.model.instant import format_instant

GOOD = '{"at": "2020-04-01T09:00:00+02:00", "text": "# One", "path": "refund.md", "author": "Bo", "reason": "Begin"}'


def read(tmp_path: Path, *lines: str):
    file = tmp_path / "refund.ndjson"
    file.write_text("\n".join(lines), "utf-8")
    return read_dated_versions(file)


def test_a_line_is_a_version(tmp_path):
    first, second = read(tmp_path, GOOD, "", '{"at": "2020-04-02T00:00:00Z", "text": "two", "author": null}')
    assert (format_instant(first.at), first.text, first.author, first.reason) == (
        "2020-04-01T07:00:00Z",
        "# One",
        "Bo",
        "Begin",
    )
    assert (first.source, second.source) == ("refund.md (refund.ndjson:1)", "refund.ndjson:3")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[]", "write an object"),
        ('{"text": "x"}', "'at' is missing"),
        ('{"at": "2020-04-01T09:00:00Z"}', "'text' is missing"),
        ('{"at": "2020-04-01", "text": "x"}', "is not an instant"),
        ('{"at": "2020-04-01T09:00:00Z", "text": 3}', "'text' must be text"),
        ('{"at": "2020-04-01T09:00:00Z", "text": "x", "autor": "Bo"}', "no field 'autor'; did you mean 'author'"),
        ('{"at": "2020-04-01T09:00:00Z", "text": "x", "text": "y"}', "written twice"),
        ("[" * 100_000, "nested too deep"),
    ],
    ids=["torn", "a list", "no date", "no text", "a date alone", "a number", "a typo", "twice", "deep"],
)
def test_a_line_that_is_none_is_named(tmp_path, line, message):
    with pytest.raises(Invalid, match=rf"refund\.ndjson:2 is no version: .*{message}"):
        read(tmp_path, GOOD, line)


def test_a_file_without_versions_is_refused(tmp_path):
    with pytest.raises(Invalid, match="holds no version"):
        read(tmp_path, "", "")
    with pytest.raises(UsageError, match="there is no file"):
        read_dated_versions(tmp_path / "other.ndjson")
