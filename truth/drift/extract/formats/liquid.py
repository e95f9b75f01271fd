"""Liquid."""

from __future__ import annotations

from truth.drift.extract.masking import LIQUID
from truth.drift.extract.templates import PageTemplate, TextTemplate

_CALL = '{{ "{ref}" | truth }}'

EXTRACTORS = (
    PageTemplate("liquid", (".liquid", ".html.liquid"), LIQUID, _CALL),
    TextTemplate("liquid-text", (".txt.liquid", ".text.liquid"), LIQUID, _CALL),
)
