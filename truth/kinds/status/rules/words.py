"""Do customers get every word of a status, and can they tell one status from another?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from truth.kinds.status.block import BLOCK, for_customers
from truth.kinds.status.rules.examples import move, with_picking
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.finding import Finding, Rule, Severity
from truth.model.snapshot import Snapshot
from truth.text.phrases import any_of, folded, for_locale
from truth.text.reading import words_of

LABEL_COLLISION = Rule(
    "status/label-collision",
    Severity.ERROR,
    "Two statuses with one name: customers, colleagues and programs take one for the other.",
    passes=with_picking(move("pick", "placed", "picking"), move("pack", "picking", "shipped")),
    fails=with_picking(
        move("pick", "placed", "picking"), move("pack", "picking", "shipped"), label={"en": "Picking", "de": "BESTELLT"}
    ),
)
CUSTOMER_TEXT_MISSING = Rule(
    "status/customer-text-missing",
    Severity.ERROR,
    "Calm is knowing what happened, what comes next and when, what it costs, where to ask, and what if it goes wrong.",
    passes={"status:order": {"defaults": {"recovery": {"en": "Tell us.", "de": "Sagen Sie es uns."}}}},
    fails={"status:order": {"statuses": {"shipped": {"recovery": None}}}},
)
EXCLUSION_BROKEN = Rule(
    "status/exclusion-broken",
    Severity.ERROR,
    "What a status says it is not, and the words it avoids, must not stand in its own words.",
    passes={"status:order": {"statuses": {"shipped": {"avoid": {"en": ["dispatched"]}}}}},
    fails={"status:order": {"statuses": {"shipped": {"avoid": {"en": ["handed"]}}}}},
)
RULES = (LABEL_COLLISION, CUSTOMER_TEXT_MISSING, EXCLUSION_BROKEN)


def label_collisions(document: Document) -> Iterator[Finding]:
    """Statuses of one entry with the same label in a locale, on a channel or by default."""
    first: dict[tuple[str, str, str], str] = {}
    for code, status in _statuses(document).items():
        shared: dict[str, list[str]] = {}
        for locale, channel, words in _labels(status, _channels(document)):
            other = first.setdefault((locale, channel, folded(words)), code)
            if other != code:
                shared.setdefault(other, []).append(f"“{words}” ({locale})")
        for other, labels in shared.items():
            message = f"'{code}' and '{other}' have the same label: {', '.join(dict.fromkeys(labels))}"
            path = ("statuses", code, "label")
            yield LABEL_COLLISION.finding(document.entry / code, message, path=path, fix="give one of them another")


def label_collisions_elsewhere(document: Document, snapshot: Snapshot) -> Iterator[Finding]:
    """Labels customers see that another entry gives another status; a warning, for pages may keep the two apart."""
    own = customer_labels(document)
    for other in snapshot.of_kind("status"):
        if other.entry == document.entry or other.body["type"] == "mapping":
            continue
        for key, (code, words) in customer_labels(other).items():
            if key in own:
                mine = own[key][0]
                message = f"“{words}” ({key[0]}) is the label of {other.entry / code} too"
                path = ("statuses", mine, "label", key[0])
                found = LABEL_COLLISION.finding(
                    document.entry / mine, message, path=path, fix="say in the label what it is the status of"
                )
                yield replace(found, severity=Severity.WARNING)


def customer_texts_missing(document: Document) -> Iterator[Finding]:
    """Statuses customers see without a part of the block, neither their own nor from `defaults`."""
    defaults = document.body.get("defaults", {})
    for code, status in _statuses(document).items():
        missing = [name for name in BLOCK if name not in status and name not in defaults]
        if for_customers(status) and missing:
            message = f"customers who see '{code}' are not told: {', '.join(missing)}"
            fix = "write it for this status, or for all under defaults"
            yield CUSTOMER_TEXT_MISSING.finding(document.entry / code, message, path=("statuses", code), fix=fix)


def exclusions_broken(document: Document) -> Iterator[Finding]:
    """Statuses named like something they say they are not, or told in words they avoid."""
    for code, status in _statuses(document).items():
        yield from _called_what_it_is_not(document, code, status)
        yield from _told_in_words_it_avoids(document, code, status)


CHECKS = (label_collisions, customer_texts_missing, exclusions_broken)


@lru_cache(maxsize=1024)
def customer_labels(document: Document) -> Mapping[tuple[str, str], tuple[str, str]]:
    """The labels customers see, by locale and `folded` words: whose they are, and how they are written."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for code, status in _statuses(document).items():
        for locale, _, words in _labels(status, ()) if for_customers(status) else ():
            found.setdefault((locale, folded(words)), (code, words))
    return found


def _statuses(document: Document) -> Mapping[str, Mapping[str, Json]]:
    statuses: Mapping[str, Mapping[str, Json]] = document.body.get("statuses", {})
    return statuses


def _labels(status: Mapping[str, Json], channels: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Locale, channel and words of a status's label, for its own channels and the others asked for."""
    for locale, words in status["label"].items():
        if isinstance(words, str):
            yield from ((locale, channel, words) for channel in ("default", *channels))
        else:
            for channel in dict.fromkeys(("default", *channels, *words)):
                if channel in words or "default" in words:
                    yield locale, channel, words.get(channel, words.get("default"))


@lru_cache(maxsize=64)
def _channels(document: Document) -> tuple[str, ...]:
    """The channels for which any label has words of its own."""
    labels = [words for status in _statuses(document).values() for words in status["label"].values()]
    return tuple(sorted({channel for words in labels if isinstance(words, Mapping) for channel in words} - {"default"}))


def _called_what_it_is_not(document: Document, code: str, status: Mapping[str, Json]) -> Iterator[Finding]:
    names = {folded(words) for _, _, words in _labels(status, ())} | {code.replace("_", " ")}
    for place, phrase in enumerate(status.get("not", ())):
        if folded(phrase) in names:
            message = f"'{code}' is called what it says it is not: “{phrase}”"
            path = ("statuses", code, "not", place)
            fix = "name it otherwise, or take the phrase out of not"
            yield EXCLUSION_BROKEN.finding(document.entry / code, message, path=path, fix=fix)


def _told_in_words_it_avoids(document: Document, code: str, status: Mapping[str, Json]) -> Iterator[Finding]:
    avoid = status.get("avoid", {})
    for name in ("label", *BLOCK) if avoid else ():
        for locale, channel, pattern in _patterns(status.get(name, {})):
            said = any_of(tuple(for_locale(avoid, locale)))
            found = said.search(folded("\n".join(words_of(pattern, False)))) if said else None
            if found:
                end = (channel,) if channel else ()
                yield EXCLUSION_BROKEN.finding(
                    document.entry / code / name,
                    f"{locale} says “{found.group()}”, a word '{code}' avoids",
                    path=("statuses", code, name, locale, *end),
                    fix="say it in other words, or take the word out of avoid",
                )


def _patterns(text: Mapping[str, Json]) -> Iterator[tuple[str, str | None, str]]:
    for locale, words in text.items():
        if isinstance(words, str):
            yield locale, None, words
        else:
            yield from ((locale, channel, pattern) for channel, pattern in words.items())
