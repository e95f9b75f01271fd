"""What a malformed text was probably meant to be: small, usual slips, each tried against the schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_LONGEST = 200  # a longer text is not a slip of the pen
_SEPARATORS = re.compile(r"[\s_./-]+")


def repaired(text: str, fits: Callable[[str], bool]) -> str | None:
    """The first slip undone that makes the text fit; None where none does."""
    if len(text) > _LONGEST:
        return None
    return next((candidate for candidate in _candidates(text) if candidate != text and fits(candidate)), None)


def _candidates(text: str) -> Iterator[str]:
    trimmed = text.strip()
    yield from (trimmed, trimmed.lower(), trimmed.upper(), " ".join(trimmed.split()))
    yield from _names(trimmed)
    yield from _durations(trimmed.upper().replace(" ", ""))
    yield from (trimmed.replace(",", "."), trimmed.replace(",", ""), trimmed.rstrip("% €$£").strip())
    yield from (f"https://{trimmed}", trimmed.replace(" ", "T", 1), f"{trimmed}Z", f"values/{trimmed}")


def _names(text: str) -> Iterator[str]:
    """`Gift Cards`, `giftCards` → `gift_cards`, `gift-cards`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text).strip().lower()
    for joint in ("_", "-"):
        yield _SEPARATORS.sub(joint, spaced)


def _durations(text: str) -> Iterator[str]:
    """`P30`, `30D`, `30` → `P30D`; `2H`, `P2H` → `PT2H`."""
    number = text.removeprefix("P").removeprefix("T")
    yield from (f"{text}D", f"P{number}", f"PT{number}", f"P{number}D")
