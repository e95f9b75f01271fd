"""Pieces brought to where they stand in their file, and in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from truth.drift.piece import Call, Group, Hole, Piece


def moved(piece: Piece, by: int) -> Piece:
    """The piece `by` bytes further on."""
    if not by:
        return piece
    return replace(
        piece,
        start=piece.start + by,
        end=piece.end + by,
        bytes_at=piece.bytes_at and tuple(at + by for at in piece.bytes_at),
        gaps={index: at + by for index, at in piece.gaps.items()},
        holes=tuple(_hole(hole, by) for hole in piece.holes),
        group=piece.group and _group(piece.group, by),
        call=piece.call and _call(piece.call, by),
        outer=piece.outer and (piece.outer[0] + by, piece.outer[1] + by),
    )


def _hole(hole: Hole, by: int) -> Hole:
    return replace(hole, start=hole.start + by, end=hole.end + by)


def _group(group: Group, by: int) -> Group:
    return replace(group, start=group.start + by, end=group.end + by)


def _call(call: Call, by: int) -> Call:
    return replace(call, start=call.start + by, end=call.end + by)


def in_order(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces by where they begin, then by where they end."""
    return sorted(pieces, key=lambda piece: (piece.start, piece.end))
