"""MJML: mail markup, with the constructs of whatever template language stands in it."""

from __future__ import annotations

from truth.drift.extract.masking import EVERY
from truth.drift.extract.templates import PageTemplate

EXTRACTORS = (PageTemplate("mjml", (".mjml",), EVERY),)
