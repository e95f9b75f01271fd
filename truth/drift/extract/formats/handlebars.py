"""Handlebars and Mustache."""

from __future__ import annotations

from truth.drift.extract.masking import HANDLEBARS
from truth.drift.extract.templates import PageTemplate, TextTemplate

_CALL = '{{truth "{ref}"}}'

EXTRACTORS = (
    PageTemplate("handlebars", (".hbs", ".handlebars", ".mustache", ".html.hbs"), HANDLEBARS, _CALL),
    TextTemplate("handlebars-text", (".txt.hbs", ".txt.handlebars", ".txt.mustache"), HANDLEBARS, _CALL),
)
