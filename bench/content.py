"""A company of any size: believable documents, the same for the same number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from truth.factory import open_shapes
from truth.files.layout import write_yaml
from truth.model.document import Document
from truth.model.ref import Ref

LOCALES = ("en", "de")
PROFILE: dict[str, Any] = {
    "title": {"en": "Our shop", "de": "Unser Laden"},
    "owner": "care",
    "time_zone": "Europe/Berlin",
    "currency": "EUR",
    "locales": list(LOCALES),
    "channels": {"email": {"format": "html"}, "sms": {"format": "sms", "label_max": 20, "segments_max": 2}},
    "owners": {"care": {"title": {"en": "Customer care", "de": "Kundenservice"}}},
    "values": {"help_url": {"type": "url", "value": "https://shop.example/help"}},
}


def documents(count: int, changed: int = 0) -> Iterator[Document]:
    """A profile, and `count - 1` policies and status vocabularies, of a hundred documents one a vocabulary.

    The last `changed` of them say one number differently.
    """
    yield Document(Ref("company", "profile"), PROFILE)
    for number in range(1, count):
        edited = number >= count - changed
        if number % 100 == 0:
            yield Document(Ref("status", f"status-{number}"), _vocabulary(number, edited))
        else:
            yield Document(Ref("policy", f"policy-{number}"), _policy(number, edited))


def write_folder(folder: Path, documents: Sequence[Document]) -> None:
    """Each document as one canonical YAML file."""
    shapes = open_shapes()
    for document in documents:
        path = folder / document.entry.kind / f"{document.entry.key}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = write_yaml(document.body, shapes.schema(document.entry.kind), locales=LOCALES)
        path.write_text(text, encoding="utf-8")


def _policy(number: int, edited: bool) -> dict[str, Any]:
    """Two clauses in two locales, with a value of its own, one of the company's, and one of the policy before."""
    before = max(1, number - 1 - (number % 100 == 1))
    return {
        "title": {"en": f"Returns of range {number}", "de": f"Rückgabe im Sortiment {number}"},
        "owner": "care",
        "values": {
            "window": {
                "type": "duration",
                "value": f"P{15 + number % 30 + edited}D",
                "favours": "longer",
                "anchors": {"en": ["return", "send back"], "de": ["Rückgabe", "zurückgeben"]},
            },
        },
        "arguments": {
            "help_url": {"ref": "company:profile/values/help_url"},
            "usual": {"ref": f"policy:policy-{before}/values/window"},
        },
        "clauses": ["window", "help"],
        "wording": {
            "en": {
                "clauses": {
                    "window": {
                        "heading": "Return window",
                        "text": f"You can return any item of range {number} within **{{window}}** of delivery.\n\n"
                        "For other ranges the usual time is {usual}. The last day counts in full.",
                    },
                    "help": {"heading": "Help", "text": "Unsure? [Write to us]({help_url}). We answer the same day."},
                }
            },
            "de": {
                "clauses": {
                    "window": {
                        "heading": "Rückgabefrist",
                        "text": f"Artikel im Sortiment {number} nehmen wir **{{window}}** ab Zustellung zurück.\n\n"
                        "Sonst gilt die übliche Frist: {usual}. Der letzte Tag zählt voll.",
                    },
                    "help": {
                        "heading": "Hilfe",
                        "text": "Unsicher? [Schreiben Sie uns]({help_url}). Wir antworten am selben Tag.",
                    },
                }
            },
        },
    }


def _vocabulary(number: int, edited: bool) -> dict[str, Any]:
    """Three statuses in two locales, with what the customer reads about each."""
    days = 1 + number % 5 + edited
    return {
        "type": "vocabulary",
        "title": {"en": f"Order {number}", "de": f"Bestellung {number}"},
        "owner": "care",
        "mode": "strict",
        "initial": ["placed"],
        "arguments": {
            "eta": {"type": "date", "example": "2030-06-03", "required": False},
            "help_url": {"ref": "company:profile/values/help_url"},
        },
        "defaults": {
            "cost": {"en": "Nothing more to pay.", "de": "Es kommen keine Kosten hinzu."},
            "help": {"en": "Questions? {help_url}", "de": "Fragen? {help_url}"},
            "recovery": {"en": "Not right? Tell us.", "de": "Stimmt etwas nicht? Sagen Sie es uns."},
        },
        "statuses": {
            "placed": _status("open", f"Placed {number}", f"Bestellt {number}") | {"expect_within": f"P{days}D"},
            "shipped": _status("open", f"Shipped {number}", f"Versandt {number}") | {"expect_within": "P5D"},
            "delivered": _status("success", f"Arrived {number}", f"Zugestellt {number}") | {"terminal": True},
        },
        "transitions": [
            {"event": "hand_over", "from": ["placed"], "to": "shipped", "actors": ["warehouse"]},
            {"event": "deliver", "from": ["shipped"], "to": "delivered", "actors": ["carrier"]},
        ],
    }


def _status(phase: str, english: str, german: str) -> dict[str, Any]:
    return {
        "phase": phase,
        "audience": "customer",
        "meaning": "What the warehouse or the carrier reports at this point.",
        "not": ["paid"],
        "allows": ["track"],
        "label": {"en": english, "de": german},
        "happened": {"en": "Your order has come this far.", "de": "So weit ist Ihre Bestellung."},
        "next": {"en": "We tell you what comes next.", "de": "Wir sagen Ihnen, was folgt."},
        "when": {
            "en": "{eta, select, none {We tell you the day.} other {Expected on {eta}.}}",
            "de": "{eta, select, none {Wir nennen Ihnen den Tag.} other {Voraussichtlich am {eta}.}}",
        },
    }
