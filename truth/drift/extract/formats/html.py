"""HTML, with the constructs of whatever template language stands in it."""

from __future__ import annotations

from truth.drift.extract.masking import EVERY
from truth.drift.extract.templates import PageTemplate

EXTRACTORS = (PageTemplate("html", (".html", ".htm", ".xhtml"), EVERY, '<truth-text ref="{ref}">{text}</truth-text>'),)
