"""Jinja2, Nunjucks and Django: their tags are alike."""

from __future__ import annotations

from truth.drift.extract.masking import JINJA
from truth.drift.extract.templates import PageTemplate, TextTemplate

_CALL = '{{ truth.text("{ref}") }}'
_VALUE = 'truth.text("{ref}")'
_SIGNS = (".j2", ".jinja", ".jinja2", ".njk", ".djhtml")

EXTRACTORS = (
    PageTemplate(
        "jinja",
        (*_SIGNS, *(kind + sign for kind in (".html", ".htm", ".xml", ".mjml") for sign in _SIGNS)),
        JINJA,
        _CALL,
        _VALUE,
    ),
    TextTemplate(
        "jinja-text", tuple(kind + sign for kind in (".txt", ".text", ".md") for sign in _SIGNS), JINJA, _CALL, _VALUE
    ),
)
