"""Documents, digests, windows and instants."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.model.canonical import canonical_bytes, digest_of, pointer
from truth.model.document import Document, Window
from truth.model.errors import Invalid
from truth.model.instant import format_instant, from_microseconds, parse_instant, to_microseconds
from truth.model.ref import Ref

RETURNS = Ref("policy", "returns")


def test_a_digest_is_sha256_over_rfc_8785_bytes() -> None:
    assert canonical_bytes({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'.encode()
    assert digest_of({}) == "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_the_same_content_is_the_same_document_whatever_the_order_of_its_keys() -> None:
    one, other = Document(RETURNS, {"a": 1, "b": 2}), Document(RETURNS, {"b": 2, "a": 1})
    assert one == other
    assert hash(one) == hash(other)
    assert one != Document(RETURNS, {"a": 1, "b": 3})


@pytest.mark.parametrize("value", [2**53, "\ud800", float("nan"), object()])
def test_what_canonical_json_cannot_express_is_refused(value: object) -> None:
    with pytest.raises(Invalid, match="canonical JSON"):
        canonical_bytes({"value": value})


def test_a_json_pointer_escapes_tilde_and_slash() -> None:
    assert pointer(("a/b", "~", 0)) == "/a~1b/~0/0"
    assert pointer(()) == ""


def test_a_window_is_half_open() -> None:
    window = Window.read({"from": "2026-06-01T00:00:00+02:00", "until": "2026-10-01T00:00:00+02:00"})
    assert window.covers(parse_instant("2026-05-31T22:00:00Z"))
    assert not window.covers(parse_instant("2026-05-31T21:59:59Z"))
    assert not window.covers(parse_instant("2026-09-30T22:00:00Z"))
    assert Window.read(None).covers(datetime(1, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["2026-03-03", "2026-03-03T09:00:00", "yesterday", "2026-13-01T00:00:00Z", "２026-03-03T00:00:00Z"]
)
def test_an_instant_without_an_offset_or_sense_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="is not an instant"):
        parse_instant(text)


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_instants_survive_every_way_they_are_written(instant: datetime) -> None:
    assert from_microseconds(to_microseconds(instant)) == instant
    assert parse_instant(format_instant(instant)) == instant
