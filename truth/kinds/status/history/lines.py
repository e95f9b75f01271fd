"""Lines of a stream of bytes, with a bound on the length of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truth.kinds.status.history.record import LONGEST

_MARK = b"\xef\xbb\xbf"  # a byte order mark, which some tools write at the beginning


def lines_of(blocks: Iterable[bytes]) -> Iterator[tuple[int, list[bytes | None], bool]]:
    """Lines without their ends: the number of the first, the lines, and whether the last was cut off by the end.

    None stands for a line that is too long, of which nothing is kept. Blocks are no longer than `BLOCK`.
    """
    number, rest, skipping = 1, b"", False
    for block in _without_mark(blocks):
        lines: list[bytes | None] = list((rest + block).split(b"\n"))
        rest = lines.pop() or b""
        if lines and (skipping or len(lines[0] or b"") > LONGEST):  # no other can be so long
            lines[0], skipping = None, False
        if skipping or len(rest) > LONGEST:
            rest, skipping = b"", True
        if lines:
            yield number, lines, False
            number += len(lines)
    if rest or skipping:
        yield number, [None if skipping else rest], True


def _without_mark(blocks: Iterable[bytes]) -> Iterator[bytes]:
    first = True
    for block in blocks:
        yield block.removeprefix(_MARK) if first else block
        first = False
