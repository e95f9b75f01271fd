"""A pattern with values, in a format: the one pipeline every customer text goes through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from truth.text.insertion import escape_html, escape_message_for_markdown
from truth.text.layout import WIDTH, lay_out
from truth.text.message import escaped, names_of, parse
from truth.text.setting import Format
from truth.text.sms import Segments, count_segments, plain_punctuation
from truth.text.template import Template, Values

__all__ = ["Rendered", "Segments", "fill", "names_in", "render", "template_of", "write"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text for a channel; `segments` only for SMS."""

    text: str
    segments: Segments | None = None


def render(pattern: str, locale: str, format: Format, values: Values, *, markdown: bool) -> Rendered:
    """A pattern's text in a format: an HTML fragment, Markdown, plain text (78 wide where it has blocks), or an SMS.

    Values enter as text and never become markup. `Invalid` for a pattern that cannot be read, for a name without a
    value (never printed), and for a value that cannot be used the way the pattern uses it.
    """
    return fill(template_of(pattern, format, markdown), locale, values)


def fill(template: Template, locale: str, values: Values) -> Rendered:
    """A template's text, as `render` gives it."""
    text = write(template, locale, values)
    return Rendered(text, count_segments(text) if template.format is Format.SMS else None)


def write(template: Template, locale: str, values: Values) -> str:
    """A template's text alone."""
    text = template.fill(locale, values)
    if template.laid_out:
        text = lay_out(text, WIDTH if template.format is Format.TEXT else None)
    return plain_punctuation(text) if template.format is Format.SMS else text


def names_in(pattern: str, markdown: bool) -> frozenset[str]:
    """The argument names a pattern uses; `BadPattern` where it cannot be read."""
    return names_of(template_of(pattern, Format.HTML, markdown).message)


@lru_cache(maxsize=8192)
def template_of(pattern: str, format: Format, markdown: bool) -> Template:
    """The pattern turned into its format, arguments open."""
    if markdown:
        return _clause_template(pattern, format)
    message = parse(pattern)
    if format is Format.HTML:
        return Template(escaped(message, escape_html), format)
    if format is Format.MARKDOWN:
        return Template(escape_message_for_markdown(message, True), format)
    return Template(message, format)


def _clause_template(pattern: str, format: Format) -> Template:
    # Imported here: a client that renders finished patterns need not load a Markdown parser.
    from truth.text.clause import read_clause
    from truth.text.clause_template import clause_template

    return clause_template(read_clause(pattern), format)
