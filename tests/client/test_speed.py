"""From memory, words cost no more than a template does: ratios and generous bounds, the best of several runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from timeit import repeat
from typing import Any

from jinja2 import Environment

from truth.client import Truth

CALLS = 2_000


def best(*calls: Callable[[], object]) -> list[float]:
    """Microseconds each call takes, the best of runs that take turns, so that a busy machine slows all alike."""
    runs = [[min(repeat(call, number=CALLS, repeat=1)) for call in calls] for _ in range(9)]
    return [min(times) / CALLS * 1e6 for times in zip(*runs, strict=True)]


def test_a_label_takes_five_microseconds_at_most(snapshot: Callable[..., Path]) -> None:
    truth = Truth(snapshot(), channel="email", locale="de", poll=3600)
    (took,) = best(lambda: truth.text("status:fulfilment/shipped/label"))
    assert took <= 5


def test_a_sentence_with_three_arguments_is_about_as_fast_as_in_jinja(
    snapshot: Callable[..., Path], worded: Callable[..., Any]
) -> None:
    words = worded(
        "shipped",
        "happened",
        "Hello {name}, your order {number} comes on {eta}.",
        name={"type": "string", "example": "Ada"},
        number={"type": "string", "example": "NC-1"},
    )
    truth = Truth(snapshot({"status:fulfilment": words}), channel="email", locale="en", poll=3600)
    template = Environment(autoescape=True).from_string("Hello {{ name }}, your order {{ number }} comes on {{ eta }}.")
    ours, theirs = best(
        lambda: truth.text("status:fulfilment/shipped/happened", name="Ada", number="NC-10482", eta="2026-12-03"),
        lambda: template.render(name="Ada", number="NC-10482", eta="December 3, 2026"),
    )
    assert ours <= theirs * 1.5, f"{ours:.1f} µs, Jinja2 {theirs:.1f} µs"
