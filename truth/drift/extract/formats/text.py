"""Plain texts, with the constructs of whatever template language stands in them."""

from __future__ import annotations

from truth.drift.extract.masking import EVERY
from truth.drift.extract.templates import TextTemplate

EXTRACTORS = (TextTemplate("text", (".txt", ".text"), EVERY),)
