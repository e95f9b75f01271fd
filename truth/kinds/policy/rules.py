"""What only a policy knows to be wrong: clauses and wording that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from truth.kinds.policy.wording import headings
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.finding import Category, Finding, Rule, Severity
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot

_HOLD = {"type": "duration", "value": "P7D", "favours": "longer"}

CLAUSE_WITHOUT_TEXT = Rule(
    "policy/clause-without-text",
    Severity.ERROR,
    "A clause nobody wrote cannot be shown.",
    passes={"policy:returns": {"clauses": ["window", "help"]}},
    fails={"policy:returns": {"clauses": ["window", "help", "gifts"]}},
)
TEXT_WITHOUT_CLAUSE = Rule(
    "policy/text-without-clause",
    Severity.ERROR,
    "Words for a clause the policy does not list are never shown; the list gives order and identity.",
    passes={"policy:returns": {"clauses": ["window", "help"]}},
    fails={"policy:returns": {"clauses": ["window"]}},
)
CLAUSE_ID_REUSED = Rule(
    "policy/clause-id-reused",
    Severity.ERROR,
    "A retired clause's id stays retired: old links must not lead to new words.",
    passes={"policy:returns": {"retired_clauses": {"fees": {"replaced_by": "window", "since": "2026-01-01"}}}},
    fails={"policy:returns": {"retired_clauses": {"help": {"replaced_by": "window", "since": "2026-01-01"}}}},
    category=Category.PROMISE,
)
HEADING_IN_CLAUSE = Rule(
    "policy/heading-in-clause",
    Severity.ERROR,
    "A level-1 or level-2 heading begins a clause; inside one it would split it when written to a file.",
    passes={"policy:returns": {"wording": {"en": {"clauses": {"help": {"text": "### By post\n\nWrite to us."}}}}}},
    fails={"policy:returns": {"wording": {"en": {"clauses": {"help": {"text": "## By post\n\nWrite to us."}}}}}},
)
VALUE_WITHOUT_ANCHORS = Rule(
    "policy/value-without-anchors",
    Severity.WARNING,
    "Anchors are the words by which a number in someone's page is known to speak of this value; without them nobody "
    "notices when it says something else.",
    passes={"policy:returns": {"values": {"hold": {**_HOLD, "anchors": {"en": ["hold"], "de": ["aufheben"]}}}}},
    fails={"policy:returns": {"values": {"hold": {**_HOLD, "anchors": {"en": ["hold"]}}}}},
)
RULES = (CLAUSE_WITHOUT_TEXT, TEXT_WITHOUT_CLAUSE, CLAUSE_ID_REUSED, HEADING_IN_CLAUSE, VALUE_WITHOUT_ANCHORS)

_NUMBERS = frozenset(("duration", "business_days", "integer", "percent", "money"))


def check(document: Document, snapshot: Snapshot) -> Iterator[Finding]:
    """Findings on one policy; `snapshot` says which locales the company has."""
    yield from chain(_unwritten(document), _unlisted(document), _reused(document), _split(document))
    profile = snapshot.documents.get(Ref("company", "profile"))
    yield from _without_anchors(document, profile.body["locales"] if profile else ())


def _unwritten(document: Document) -> Iterator[Finding]:
    for place, id in enumerate(document.body["clauses"]):
        if not any(id in translation["clauses"] for translation in _wording(document).values()):
            message = f"the clause '{id}' has no text in any locale"
            fix = f"write it under ## … {{#{id}}} in each locale's file, or take it off the list"
            yield CLAUSE_WITHOUT_TEXT.finding(document.entry, message, path=("clauses", place), fix=fix)


def _unlisted(document: Document) -> Iterator[Finding]:
    for locale, translation in _wording(document).items():
        for id in sorted(set(translation["clauses"]) - set(document.body["clauses"])):
            yield TEXT_WITHOUT_CLAUSE.finding(
                document.entry / "clauses" / id,
                f"{locale} has words for '{id}', which is not among the policy's clauses",
                path=("wording", locale, "clauses", id),
                fix=f"add '{id}' to clauses where it belongs, or remove the words",
            )


def _reused(document: Document) -> Iterator[Finding]:
    for id in sorted(set(document.body["clauses"]) & set(document.body.get("retired_clauses", {}))):
        message = f"the clause '{id}' is retired and cannot be used again"
        yield CLAUSE_ID_REUSED.finding(
            document.entry / "clauses" / id, message, path=("retired_clauses", id), fix="give the new clause another id"
        )


def _split(document: Document) -> Iterator[Finding]:
    for locale, translation in _wording(document).items():
        for id, clause in translation["clauses"].items():
            texts = clause["text"] if isinstance(clause["text"], Mapping) else {"default": clause["text"]}
            for channel, text in texts.items():
                if any(True for _ in headings(text.split("\n"), 0)):
                    end = () if isinstance(clause["text"], str) else (channel,)
                    yield HEADING_IN_CLAUSE.finding(
                        document.entry / "clauses" / id,
                        f"the text in {locale} has a heading of level 1 or 2",
                        path=("wording", locale, "clauses", id, "text", *end),
                        fix="use ### or deeper inside a clause",
                    )


def _without_anchors(document: Document, locales: Sequence[str]) -> Iterator[Finding]:
    for name, spec in document.body.get("values", {}).items():
        missing = [locale for locale in locales if locale not in spec.get("anchors", {})]
        if missing and spec["type"] in _NUMBERS:
            message = f"'{name}' has no anchors in {', '.join(missing)}"
            fix = "list the words a sentence about it uses, such as return and send back"
            path = ("values", name, "anchors") if "anchors" in spec else ("values", name)
            yield VALUE_WITHOUT_ANCHORS.finding(document.entry / "values" / name, message, path=path, fix=fix)


def _wording(document: Document) -> Mapping[str, Json]:
    wording: Mapping[str, Json] = document.body.get("wording", {})
    return wording
