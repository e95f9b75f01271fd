"""Whatever the bytes, extractors answer with pieces that stand where they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from truth.drift.extract import extractors
from truth.drift.piece import HOLE, Piece, Role
from truth.drift.source_file import SourceFile

CASES = Path(__file__).parents[3] / "cases" / "drift" / "extract"
SAMPLES = [
    case["text"].encode() for file in sorted(CASES.glob("*.yaml")) for case in yaml.safe_load(file.read_text("utf-8"))
]
SIGNS = [
    sign.encode("utf-8", "surrogateescape")
    for sign in yaml.safe_load((CASES / "hostile" / "signs.yaml").read_text("utf-8"))
]
SIGNS += [b"\xff", b"\x00", b"\xc3", b"\xed\xa0\x80"]
ENDINGS = sorted({one.endings[0] for one in extractors()})
EXTRACTORS = [pytest.param(one, id=one.name) for one in extractors()]
Span = tuple[int, int]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A sample with a few bytes gone, doubled or put in."""
    data = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 5))):
        start, end = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        end = min(end, start + 40)
        put = draw(st.sampled_from([b"", data[start:end] * 2, *SIGNS]))
        data = data[:start] + put + data[end:]
    return data


@given(
    data=st.binary(max_size=200) | mutated() | st.lists(st.sampled_from(SIGNS)).map(b"".join),
    ending=st.sampled_from(ENDINGS),
)
def test_pieces_stand_where_they_say(data: bytes, ending: str, pieces_of: Callable[[str, bytes], list[Piece]]) -> None:
    for piece in pieces_of(f"a{ending}", data):
        assert 0 <= piece.start <= piece.end <= len(data)
        for start, end in _spans(piece):
            assert 0 <= start <= end <= len(data)
        assert all(piece.text[hole.index] == HOLE for hole in piece.holes)
        if piece.role is not Role.BROKEN:
            _stands(piece, data)


def _spans(piece: Piece) -> list[Span]:
    parts = [*piece.holes, *(part for part in (piece.group, piece.call) if part)]
    return [*((part.start, part.end) for part in parts), *([piece.outer] if piece.outer else [])]


def _stands(piece: Piece, data: bytes) -> None:
    """A text that is written as it reads is its bytes; of any other, each character has its byte, in order."""
    if piece.bytes_at is None:
        assert data[piece.start : piece.end].decode() == piece.text
        return
    assert len(piece.bytes_at) == len(piece.text) + 1
    assert list(piece.bytes_at) == sorted(piece.bytes_at)
    assert (piece.bytes_at[0], piece.bytes_at[-1]) == (piece.start, piece.end)
    for index, character in enumerate(piece.text):
        start, end = piece.span(index, index + 1)
        assert 0 <= start <= end <= len(data)
        written = data[start:end].decode("utf-8", "replace")
        assert len(written) != 1 or character in (written, " ", HOLE, "\ufffd")


@pytest.mark.parametrize("extractor", EXTRACTORS)
@pytest.mark.parametrize("sign", ["{{", "{% if x %}a", '"', "<b>", "[", "@if(", "a: ", "('a'+"])
def test_the_same_sign_two_thousand_times_is_read_to_its_end(extractor: object, sign: str) -> None:
    data = (sign * 2_000).encode()
    pieces = list(extractor.pieces(SourceFile("a", data)))  # type: ignore[attr-defined]
    assert all(piece.end <= len(data) for piece in pieces)
