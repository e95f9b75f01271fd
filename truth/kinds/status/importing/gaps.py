"""Gaps: what a vocabulary still needs, put together so that a person reads one line per kind of gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth.kinds.status.block import BLOCK
from truth.kinds.status.importing.machine import Note
from truth.kinds.status.importing.rules import MISSING, amount, listed
from truth.model.canonical import Json

_OF_THE_ENTRY: Mapping[str, tuple[str, str]] = {
    "title": ("what people call the vocabulary", "add title, in every locale"),
    "owner": ("the team that answers for it", "add owner: a team of the company profile"),
    "mode": ("whether moves that are not listed are refused", "add mode: strict, or mode: open"),
    "initial": ("the statuses a history may begin with", "add initial: [a status, …]"),
}
_OF_A_STATUS: Mapping[str, str] = {
    "phase": "add phase: open, success, failure or exception",
    "audience": "add audience: customer, or staff with shown_as",
    "meaning": "add meaning: what is true when this status is set",
    "label": "add label, in every locale",
}
_OF_A_TRANSITION: Mapping[str, str] = {
    "event": "add event: what happens, as a verb",
    "actors": "add actors: who or what may cause it",
}


def filled(body: Mapping[str, Json]) -> dict[str, Json]:
    """The body with something in every gap: what its schema then still finds is not missing but wrong."""
    statuses = {code: {**_stopgap(status), **status} for code, status in body["statuses"].items()}
    entry = {"title": {"en": "-"}, "owner": "owner", "mode": "open", "initial": list(statuses)[:1]}
    transitions = [{"event": "event", "actors": ["actor"], **one} for one in body["transitions"]]
    return {**entry, **body, "statuses": statuses, "transitions": transitions}


def _stopgap(status: Mapping[str, Json]) -> dict[str, Json]:
    audience = "staff" if "shown_as" in status else "customer"
    return {"phase": "open", "audience": audience, "meaning": "-", "label": {"en": "-"}}


def gaps(body: Mapping[str, Json]) -> Iterator[Note]:
    """What the schema asks for and the body does not say, and the customer texts it leaves out."""
    for name, (what, fix) in _OF_THE_ENTRY.items():
        if name not in body:
            yield Note(MISSING, f"the source does not say {what} ({name})", fix)
    statuses, transitions = body["statuses"], body["transitions"]
    for name, fix in _OF_A_STATUS.items():
        without = [code for code, status in statuses.items() if name not in status]
        if without:
            yield Note(MISSING, _without(name, without, len(statuses), "status", "statuses"), fix)
    for name, fix in _OF_A_TRANSITION.items():
        nameless = [_called(one) for one in transitions if name not in one]
        if nameless:
            yield Note(MISSING, _without(name, nameless, len(transitions), "transition", "transitions"), fix)
    yield from _customer_texts(body)
    yield from _other_locales(body)


def _without(name: str, without: list[str], total: int, one: str, many: str) -> str:
    if len(without) == total > 1:
        return f"no {one} has {name}"
    return f"{amount(len(without), one, many)} without {name}: {listed(without)}"


def _other_locales(body: Mapping[str, Json]) -> Iterator[Note]:
    locales = sorted({locale for status in body["statuses"].values() for locale in status.get("label", ())})
    if locales:
        fix = "add those of the company's other locales, where it has more"
        yield Note(MISSING, f"the labels are in {' and '.join(locales)} alone", fix)


def _customer_texts(body: Mapping[str, Json]) -> Iterator[Note]:
    shared = body.get("defaults", {})
    silent = [
        code
        for code, status in body["statuses"].items()
        if status.get("audience") != "staff" and not all(name in status or name in shared for name in BLOCK)
    ]
    if silent:
        message = f"{amount(len(silent), 'status', 'statuses')} without all customer texts ({', '.join(BLOCK)})"
        yield Note(MISSING, message, "add these texts for every status customers see")


def _called(transition: Mapping[str, Json]) -> str:
    return str(transition.get("event", f"{', '.join(transition['from'])} → {transition['to']}"))
