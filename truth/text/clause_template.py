"""A clause turned into a format with its arguments open."""

from __future__ import annotations

from truth.text.clause import Clause, splice, write_html
from truth.text.insertion import escape_html, escape_message_for_markdown
from truth.text.markdown_writer import write_markdown
from truth.text.message import Message, escaped
from truth.text.plain_writer import write_plain
from truth.text.setting import Format
from truth.text.template import Template


def clause_template(clause: Clause, format: Format) -> Template:
    """HTML, Markdown, or lines for `layout.lay_out`."""
    if format is Format.HTML:
        return Template(splice(write_html(clause), clause.messages, _escape_for_html), format)
    if format is Format.MARKDOWN:
        return Template(splice(write_markdown(clause), clause.messages, escape_message_for_markdown), format)
    marked = write_plain(clause, airy=format is not Format.SMS)
    return Template(splice(marked, clause.messages, lambda message, _: message), format, laid_out=True)


def _escape_for_html(message: Message, _opening: bool) -> Message:
    return escaped(message, escape_html)
