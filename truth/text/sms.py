"""SMS: the GSM 7-bit alphabet (3GPP TS 23.038 §6.2.1), its plain equivalents, and how a text splits into segments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
_GSM = BASIC | EXTENSION

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″〝〞", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−•", "-"),
        **dict.fromkeys("\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", " "),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
        "…": "...",
        "⁄": "/",
        "×": "x",
    }
)


@dataclass(frozen=True)
class Segments:
    """How a text travels: `characters` are septets (GSM-7) or UTF-16 code units (UCS-2) used."""

    encoding: Literal["GSM-7", "UCS-2"]
    characters: int
    segments: int


def plain_punctuation(text: str) -> str:
    """Typographic quotes, dashes, spaces and dots as their GSM-7 equivalents; letters are never changed."""
    return text if BASIC.issuperset(text) else text.translate(_PLAIN)


def count_segments(text: str) -> Segments:
    """Segments of a text: 160 or 70 in one, 153 or 67 in each of several, no pair ever split across two."""
    if BASIC.issuperset(text):
        length = len(text)
        return Segments("GSM-7", length, 1 if length <= 160 else -(-length // 153))
    if _GSM.issuperset(text):
        return _counted("GSM-7", [2 if char in EXTENSION else 1 for char in text], 160, 153)
    return _counted("UCS-2", [2 if ord(char) > 0xFFFF else 1 for char in text], 70, 67)


def _counted(encoding: Literal["GSM-7", "UCS-2"], widths: list[int], alone: int, joined: int) -> Segments:
    characters = sum(widths)
    return Segments(encoding, characters, 1 if characters <= alone else _packed(widths, joined))


def _packed(widths: Iterable[int], size: int) -> int:
    segments, used = 1, 0
    for width in widths:
        if used + width > size:
            segments, used = segments + 1, 0
        used += width
    return segments
