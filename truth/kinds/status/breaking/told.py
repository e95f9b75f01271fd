"""What that we told customers, colleagues and programs of a status does a change take back?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from truth.kinds.status.block import for_customers
from truth.kinds.status.rules.examples import order
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.finding import Category, Finding, Rule, Severity
from truth.text.duration import read_duration

ALLOWS_NARROWED = Rule(
    "status/allows-narrowed",
    Severity.ERROR,
    "Pages offered this here, and customers who were offered it are refused.",
    passes={"after": order(statuses={"placed": {"allows": ["cancel", "change_address"]}})},
    fails={"after": order(statuses={"placed": {"allows": ["change_address"]}})},
    category=Category.WIRE,
)
MEANING_CHANGED = Rule(
    "status/meaning-changed",
    Severity.ERROR,
    "The same code with another meaning: every order that has it now says something it did not.",
    passes={"after": order(statuses={"shipped": {"meaning": "The carrier  has scanned the parcel at our dock."}})},
    fails={"after": order(statuses={"shipped": {"meaning": "The label is printed."}})},
    category=Category.PROMISE,
)
LABEL_CHANGED = Rule(
    "status/label-changed",
    Severity.REVIEW,
    "Customers who look twice read two names for one thing.",
    passes={"after": order(statuses={"shipped": {"happened": {"en": "Your parcel is with the carrier."}}})},
    fails={"after": order(statuses={"shipped": {"label": {"en": "Sent"}}})},
    category=Category.PROMISE,
)
EXPECTATION_SHORTENED = Rule(
    "status/expectation-shortened",
    Severity.REVIEW,
    "We promise more than before; orders under way may be late at once.",
    passes={"after": order(statuses={"shipped": {"expect_within": "PT120H"}})},
    fails={"after": order(statuses={"shipped": {"expect_within": "P2D"}})},
    category=Category.PROMISE,
)
EXPECTATION_LENGTHENED = Rule(
    "status/expectation-lengthened",
    Severity.REVIEW,
    "Customers under way were told of an earlier day.",
    passes={"after": order(statuses={"shipped": {"expect_within": "PT120H"}})},
    fails={"after": order(statuses={"shipped": {"expect_within": "P9D"}})},
    category=Category.PROMISE,
)
RULES = (ALLOWS_NARROWED, MEANING_CHANGED, LABEL_CHANGED, EXPECTATION_SHORTENED, EXPECTATION_LENGTHENED)

_SECONDS: Mapping[str, Fraction] = {
    "year": Fraction(31_556_952),
    "month": Fraction(31_556_952, 12),
    "week": Fraction(604_800),
    "day": Fraction(86_400),
    "hour": Fraction(3_600),
    "minute": Fraction(60),
    "second": Fraction(1),
}
"""How long each unit is, a year and a month on the Gregorian average: enough to say which of two is longer."""


def breaks(old: Document, new: Document) -> Iterator[Finding]:
    """What is told otherwise of the statuses that are in both."""
    was, now = _statuses(old), _statuses(new)
    for code in now:
        if code in was:
            yield from _allows(new, code, was[code], now[code])
            yield from _meaning(new, code, was[code], now[code])
            yield from _label(new, code, was[code], now[code])
            yield from _seen_otherwise(new, code, was, now)
            yield from _expectation(new, code, was[code], now[code])


def _statuses(document: Document) -> Mapping[str, Mapping[str, Json]]:
    statuses: Mapping[str, Mapping[str, Json]] = document.body.get("statuses", {})
    return statuses


def _allows(new: Document, code: str, was: Mapping[str, Json], now: Mapping[str, Json]) -> Iterator[Finding]:
    lost = [one for one in was.get("allows", ()) if one not in now.get("allows", ())]
    if lost:
        message = f"'{code}' no longer allows {', '.join(lost)}"
        fix = "keep it until no page offers it"
        yield ALLOWS_NARROWED.finding(new.entry / code, message, path=("statuses", code), fix=fix)


def _meaning(new: Document, code: str, was: Mapping[str, Json], now: Mapping[str, Json]) -> Iterator[Finding]:
    fix = "give what is meant now a code of its own, and retire this one"
    for key in ("meaning", "phase"):
        before, after = " ".join(was.get(key, "").split()), " ".join(now.get(key, "").split())
        if before and before != after:
            message = f"the {key} of '{code}' was “{before}” and is “{after}”"
            path = ("statuses", code, key) if after else ("statuses", code)
            yield MEANING_CHANGED.finding(new.entry / code, message, path=path, fix=fix)


def _label(new: Document, code: str, was: Mapping[str, Json], now: Mapping[str, Json]) -> Iterator[Finding]:
    changed = [
        f"“{_plain(was['label'][locale])}” is “{_plain(words)}” ({locale})"
        for locale, words in now["label"].items()
        if locale in was["label"] and was["label"][locale] != words
    ]
    if changed:
        path = ("statuses", code, "label")
        fix = "confirm that the new name is meant"
        yield LABEL_CHANGED.finding(
            new.entry / code, f"the label of '{code}': {', '.join(changed)}", path=path, fix=fix
        )


def _plain(words: Json) -> str:
    return words if isinstance(words, str) else " · ".join(words.values())


def _seen_otherwise(
    new: Document, code: str, was: Mapping[str, Mapping[str, Json]], now: Mapping[str, Mapping[str, Json]]
) -> Iterator[Finding]:
    """A status that customers see as another one than before."""
    before, after = _seen(was, code), _seen(now, code)
    if before != after and was.get(before, {}).get("label") != now.get(after, {}).get("label"):
        message = f"customers whose order is '{code}' saw '{before}', and see '{after}' now"
        path = ("statuses", code)
        yield LABEL_CHANGED.finding(new.entry / code, message, path=path, fix="confirm that this is meant")


def _seen(statuses: Mapping[str, Mapping[str, Json]], code: str) -> str:
    seen: set[str] = set()
    while code in statuses and code not in seen and not for_customers(statuses[code]):
        seen.add(code)
        code = statuses[code].get("shown_as", code)
    return code


def _expectation(new: Document, code: str, was: Mapping[str, Json], now: Mapping[str, Json]) -> Iterator[Finding]:
    before, after = was.get("expect_within"), now.get("expect_within")
    if length(before) == length(after):
        return
    rule = EXPECTATION_SHORTENED if _shorter(after, before) else EXPECTATION_LENGTHENED
    message = f"'{code}' lasted {_said(before)}, and lasts {_said(after)} now"
    path = ("statuses", code, "expect_within") if after else ("statuses", code)
    yield rule.finding(new.entry / code, message, path=path, fix="confirm it; orders under way were told otherwise")


def length(duration: str | None) -> Fraction | None:
    """Seconds of an ISO 8601 duration, on the average where the calendar decides; None stays None."""
    if duration is None:
        return None
    return sum((count * _SECONDS[unit] for count, unit in read_duration(duration)), Fraction(0))


def _shorter(after: str | None, before: str | None) -> bool:
    """Whether the first is shorter; nothing said is as long as it takes."""
    one, other = length(after), length(before)
    return one is not None and (other is None or one < other)


def _said(duration: str | None) -> str:
    return f"{duration} at most" if duration else "as long as it takes"
