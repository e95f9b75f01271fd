"""A clause turned into a format with its arguments open."""

from __future__ import annotations

import re

from truth.text.clause import Clause, write_html
from truth.text.insertion import escape_html, escape_message_for_markdown
from truth.text.mark import splice
from truth.text.markdown_writer import write_markdown
from truth.text.message import Message, escaped
from truth.text.plain_writer import write_plain
from truth.text.setting import Format
from truth.text.template import Template

_OPENS_LINE = re.compile(r"(?:\A|\n)(?:[\s>+*-]|[0-9]{1,9}[.)] )*\Z")


def clause_template(clause: Clause, format: Format) -> Template:
    """HTML, Markdown, or lines for `layout.lay_out`."""
    if format is Format.HTML:
        return Template(splice(write_html(clause), clause.messages, _for_html), format)
    if format is Format.MARKDOWN:
        return Template(splice(write_markdown(clause), clause.messages, _for_markdown), format)
    marked = write_plain(clause, airy=format is not Format.SMS, noted=format is Format.TEXT)
    return Template(splice(marked, clause.messages), format, laid_out=True)


def _for_html(message: Message, _before: str) -> Message:
    return escaped(message, escape_html)


def _for_markdown(message: Message, before: str) -> Message:
    return escape_message_for_markdown(message, _OPENS_LINE.search(before) is not None)
