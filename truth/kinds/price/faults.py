"""What is wrong with a basket: every fault a finding at its place, all of them gathered."""

from __future__ import annotations

from truth.kinds.price.basket_rules import FLOAT
from truth.model.canonical import Json
from truth.model.finding import Finding, Rule

SUBJECT = "basket"

MOST_FAULTS = 100
"""Beyond these nobody reads on, and looking for what was meant costs more than it helps."""

_SHOWN = 64  # characters of what was given


class Enough(Exception):
    """There are so many faults that the rest is not looked at."""


class Faults:
    """Gathers findings on one basket; `Enough` is raised with the last that is gathered."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add(self, rule: Rule, message: str, *path: str | int, fix: str | None = None) -> None:
        """One more; `path` leads to its place in the basket."""
        self.findings.append(rule.finding(SUBJECT, message, path=path, fix=fix))
        if len(self.findings) >= MOST_FAULTS:
            raise Enough

    def add_float(self, value: float, *path: str | int) -> None:
        """A number with a point, which JSON may round, where an exact one is wanted."""
        message = f"{value} is a number that programs may round"
        self.add(FLOAT, message, *path, fix='write it in quotes, like "0.75"; a whole number, without a point')


def shown(given: Json) -> str:
    """What was given, as a message may repeat it: short, on one line, and nothing that drives a terminal."""
    text = given if isinstance(given, str) else _plain(given)
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:_SHOWN])


def _plain(given: Json) -> str:
    """A value that is no text; of a list or an object only that it is one, however deep it may be."""
    if isinstance(given, list | dict):
        return "a list" if isinstance(given, list) else "an object"
    return str(given)
