"""Which outside codes does a change translate otherwise?"""

from __future__ import annotations

from collections.abc import Iterator

from truth.kinds.status.mapping import Translation, translate
from truth.kinds.status.rules.examples import mapping
from truth.model.document import Document
from truth.model.finding import Category, Finding, Rule, Severity

_SCANNED = {"code": "SCANNED", "status": "shipped", "match": "close"}

RETARGETED = Rule(
    "mapping/retargeted",
    Severity.ERROR,
    "Events of the same code become another status: orders of today and of yesterday do not compare.",
    passes={
        "before": mapping(["SCANNED"], _SCANNED),
        "after": mapping(["SCANNED"], {**_SCANNED, "match": "broad", "loses": "which of the parcels"}),
    },
    fails={
        "before": mapping(["SCANNED"], _SCANNED),
        "after": mapping(["SCANNED"], {**_SCANNED, "status": "delivered"}),
    },
    category=Category.WIRE,
)
RULES = (RETARGETED,)


def breaks(old: Document, new: Document) -> Iterator[Finding]:
    """Codes that mean another status than before, or nothing any more; a code that is new takes nothing away."""
    for key in ("system", "to"):
        if old.body[key] != new.body[key]:
            message = f"'{key}' was '{old.body[key]}' and is '{new.body[key]}'"
            fix = "keep this mapping, and write a new one beside it"
            yield RETARGETED.finding(new.entry, message, path=(key,), fix=fix)
            return
    places = {row["code"]: place for place, row in reversed(list(enumerate(new.body["rows"])))}
    for code in dict.fromkeys(row["code"] for row in old.body["rows"]):
        was, now = translate(old, code), translate(new, code)
        if was.says != now.says:
            path = ("rows", places[code]) if code in places else ("rows",)
            message = f"'{code}' meant {_said(was)}, and means {_said(now)} now"
            fix = "confirm with those who read these events, and say since when"
            yield RETARGETED.finding(new.entry, message, path=path, fix=fix)


def gone(old: Document) -> Finding:
    """The finding on a mapping that is no longer there."""
    message = f"{old.entry} is gone: no code of {old.body['system']} means anything any more"
    return RETARGETED.finding(old.entry, message, fix="keep it as long as events of that system come in")


def _said(translation: Translation) -> str:
    if translation.status:
        return f"'{translation.status}'"
    return "nothing, by decision" if translation.known else "nothing known"
