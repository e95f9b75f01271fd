"""What only the company profile knows to be wrong."""

from __future__ import annotations

from collections.abc import Iterator

from truth.conditions.calendar import require_region
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Finding, Rule, Severity

UNKNOWN_REGION = Rule(
    "company/unknown-region",
    Severity.ERROR,
    "Business days leave out the public holidays of a region; of one nobody knows, every date would be a guess.",
    passes={"company:profile": {"calendar": {"region": "DE-BE"}}},
    fails={"company:profile": {"calendar": {"region": "DE-BX"}}},
)
RULES = (UNKNOWN_REGION,)


def check(document: Document) -> Iterator[Finding]:
    """Findings on the profile alone."""
    region = document.body.get("calendar", {}).get("region")
    if region is None:
        return
    try:
        require_region(region)
    except Invalid as error:
        fix = "name a country, or one of its parts, as ISO 3166-2 writes it"
        yield UNKNOWN_REGION.finding(document.entry, error.message, path=("calendar", "region"), fix=fix)
