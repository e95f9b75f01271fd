"""Twig."""

from __future__ import annotations

from truth.drift.extract.masking import JINJA
from truth.drift.extract.templates import PageTemplate, TextTemplate

_CALL = '{{ truth.text("{ref}") }}'
_VALUE = 'truth.text("{ref}")'

EXTRACTORS = (
    PageTemplate("twig", (".twig", ".html.twig"), JINJA, _CALL, _VALUE),
    TextTemplate("twig-text", (".txt.twig", ".text.twig"), JINJA, _CALL, _VALUE),
)
