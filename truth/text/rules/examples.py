"""How rules write their examples: merge patches over the starter content, by entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def label(en: Any, de: Any = "Versandt") -> Mapping[str, Any]:
    """The starter's label of the status `shipped`."""
    return {"status:order": {"statuses": {"shipped": {"label": {"en": en, "de": de}}}}}


def happened(en: Any, de: Any = "Ihr Paket ist unterwegs.") -> Mapping[str, Any]:
    """The starter's sentence on what happened when an order was shipped."""
    return {"status:order": {"statuses": {"shipped": {"happened": {"en": en, "de": de}}}}}


def clause(en: str, de: str = "Sie haben {window} Zeit.") -> Mapping[str, Any]:
    """The starter's clause on the return window."""
    wording = {locale: {"clauses": {"window": {"text": text}}} for locale, text in (("en", en), ("de", de))}
    return {"policy:returns": {"wording": wording}}
