"""Html: text that is markup already, and text that is not."""

from __future__ import annotations


class Html(str):
    """A fragment that is HTML already: template engines insert it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Itself; asked by MarkupSafe, Jinja2 and Django."""
        return str(self)


def as_html(text: str) -> str:
    """The text as HTML; escaped, unless it is HTML already."""
    from html import escape

    return str(text) if isinstance(text, Html) else escape(text)
