"""ERB and EJS."""

from __future__ import annotations

from truth.drift.extract.masking import ERB
from truth.drift.extract.templates import PageTemplate, TextTemplate

_CALL = '<%= truth.text("{ref}") %>'
_VALUE = 'truth.text("{ref}")'

EXTRACTORS = (
    PageTemplate("erb", (".erb", ".html.erb", ".ejs", ".html.ejs", ".rhtml"), ERB, _CALL, _VALUE),
    TextTemplate("erb-text", (".txt.erb", ".text.erb", ".txt.ejs"), ERB, _CALL, _VALUE),
)
