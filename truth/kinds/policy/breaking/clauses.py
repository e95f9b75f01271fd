"""What a change of clauses takes from readers: links that lead nowhere, and words that are others now."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from truth.kinds.policy.rules import CLAUSE_ID_REUSED
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.finding import Category, Finding, Rule, Severity

_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "\u202f": " ", "*": None})


def _help(text: str) -> Mapping[str, Any]:
    return {"policy:returns": {"wording": {"en": {"clauses": {"help": {"text": text}}}}}}


_BEFORE = _help("Write to us. We answer.")
CLAUSE_REMOVED = Rule(
    "policy/clause-removed",
    Severity.ERROR,
    "Links to a clause that is gone lead nowhere; a clause that ends is retired, and says what took its place.",
    passes={
        "after": {
            "policy:returns": {
                "clauses": ["window"],
                "retired_clauses": {"help": {"replaced_by": "window", "since": "2026-12-01"}},
            }
        }
    },
    fails={"after": {"policy:returns": {"clauses": ["window"]}}},
    category=Category.PROMISE,
)
WORDING_CHANGED = Rule(
    "policy/wording-changed",
    Severity.REVIEW,
    "What customers were told is said in other words; someone reads both and confirms that it is meant.",
    passes={"before": _BEFORE, "after": _help("Write to us.\nWe **answer**.")},
    fails={"before": _BEFORE, "after": _help("Write to us. We answer within a day.")},
    category=Category.PROMISE,
)
RULES = (CLAUSE_REMOVED, WORDING_CHANGED)


def breaks(old: Document, new: Document) -> Iterator[Finding]:
    """What is no longer there, what came back as something else, and what reads differently."""
    yield from _removed(old, new)
    yield from _reused(old, new)
    yield from _reworded(old, new)


def gone(old: Document) -> Iterator[Finding]:
    """What the end of a whole policy takes; one that named its successor ends as it should."""
    if "replaced_by" not in old.body:
        message = f"the policy is gone, and its {len(old.body['clauses'])} clauses with it"
        fix = "publish a replaced_by first, so that links lead on"
        yield CLAUSE_REMOVED.finding(old.entry, message, fix=fix)


def _removed(old: Document, new: Document) -> Iterator[Finding]:
    kept = {*new.body["clauses"], *new.body.get("retired_clauses", {})}
    for id in old.body["clauses"]:
        if id not in kept:
            fix = f"retire it: retired_clauses: {{{id}: {{since: …, replaced_by: …}}}}"
            message = f"the clause '{id}' is gone without a trace"
            yield CLAUSE_REMOVED.finding(old.entry / "clauses" / id, message, path=("clauses",), fix=fix)
    for id in old.body.get("retired_clauses", {}):
        if id not in kept:
            message = f"'{id}' was retired, and nothing says so any more"
            fix = "keep it under retired_clauses: old links still ask for it"
            yield CLAUSE_REMOVED.finding(old.entry / "clauses" / id, message, path=("clauses",), fix=fix)


def _reused(old: Document, new: Document) -> Iterator[Finding]:
    for id in old.body.get("retired_clauses", {}):
        if id in new.body["clauses"]:
            message = f"'{id}' was retired, and is a clause again: old links lead to new words"
            place = new.body["clauses"].index(id)
            fix = "give the clause another id"
            yield CLAUSE_ID_REUSED.finding(new.entry / "clauses" / id, message, path=("clauses", place), fix=fix)


def _reworded(old: Document, new: Document) -> Iterator[Finding]:
    for id in new.body["clauses"]:
        before, after = _words(old, id), _words(new, id)
        changed = [locale for locale in before if locale in after and before[locale] != after[locale]]
        if changed:
            same = [locale for locale in before if locale in after and locale not in changed]
            message = f"the clause '{id}' has other words in {', '.join(changed)}"
            message += f", and the same in {', '.join(same)}" if same else ""
            path = ("wording", changed[0], "clauses", id)
            fix = "read both, and confirm that it is meant"
            yield WORDING_CHANGED.finding(new.entry / "clauses" / id, message, path=path, fix=fix)


def _words(document: Document, id: str) -> Mapping[str, Json]:
    """What a clause says in each locale, as it is compared: without emphasis, line breaks and kinds of quotes."""
    wording: Mapping[str, Json] = document.body.get("wording", {})
    clauses = {locale: one["clauses"][id] for locale, one in wording.items() if id in one["clauses"]}
    return {locale: (_normal(clause["heading"]), _texts(clause["text"])) for locale, clause in clauses.items()}


def _texts(text: str | Mapping[str, str]) -> Mapping[str, str]:
    texts = {"default": text} if isinstance(text, str) else text
    return {channel: _normal(one) for channel, one in texts.items()}


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY).split())
