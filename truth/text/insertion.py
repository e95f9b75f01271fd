"""How words and values enter each format: as text, never as markup.

HTML escapes what HTML reads; Markdown escapes so that a CommonMark parser reads back exactly the value; in links a
value is percent-encoded, or must itself be a web, mail or telephone link.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote

from truth.model.errors import Invalid
from truth.text.message import Literal, Message, Node, Plural, Select, Slot, Way, with_branches
from truth.text.setting import Format

SCHEMES = ("http", "https", "mailto", "tel")
_MARKUP = re.compile(r"[\\`*_\[\]<&|~#]")
_LINE_START = re.compile(r"^([ \t]*)([-+=:>.)])")
_NUMBERED = re.compile(r"^([ \t]*[0-9]{1,9})([.)])")
_EDGES_AND_CONTROLS = re.compile(r"^\s+|\s+$|[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ONLY_NUMBER = re.compile(r"[ \t0-9]*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef]+")
_LINK = re.compile(r"(https?://[^\s/?#]|mailto:[^\s]|tel:[+0-9])", re.IGNORECASE)
_NOT_DIALLED = re.compile(r"[^0-9+*#;=a-zA-Z]")

Insert = Callable[[str], str]


def escape_html(text: str) -> str:
    """The four characters HTML reads in text and in a double-quoted attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def escape_message_for_markdown(message: Message, opening: bool) -> Message:
    """A message with its words escaped, its slots marked where their value may open a line.

    A line is open until a word other than a number has come: `1` and `.` together would be a list.
    """
    escaped: list[Node] = []
    for index, node in enumerate(message):
        if isinstance(node, Literal):
            text = escape_markdown(node.text, opening=opening)
            escaped.append(Literal(_without_image(text) if index == len(message) - 1 else text))
            opening = _still_open(node.text, opening)
        elif isinstance(node, Slot):
            escaped.append(replace(node, way=Way.OPENING) if opening and node.way is Way.WORDS else node)
        elif isinstance(node, Plural | Select):
            branches = ((key, escape_message_for_markdown(branch, opening)) for key, branch in node.branches)
            escaped.append(with_branches(node, branches))
        else:
            escaped.append(node)
    return tuple(escaped)


def _still_open(text: str, opening: bool) -> bool:
    _, end, last = text.rpartition("\n")
    return (opening or bool(end)) and _ONLY_NUMBER.fullmatch(last) is not None


def escape_markdown(text: str, *, opening: bool = True) -> str:
    """Words that a CommonMark parser (with tables) reads back as they are; `opening`: they may open a line."""
    first, *others = text.split("\n")
    return "\n".join([_escaped_line(first, opening), *(_escaped_line(line, True) for line in others)])


def _escaped_line(line: str, opening: bool) -> str:
    escaped = _MARKUP.sub(r"\\\g<0>", line)
    return _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", escaped)) if opening else escaped


def _without_image(text: str) -> str:
    """The last `!` escaped: a link may follow, which it would turn into an image."""
    return f"{text[:-1]}\\!" if text.endswith("!") else text


def insert_markdown(text: str) -> str:
    """A value inside a line of Markdown; spaces at its edges and control characters as entities, lest they be lost."""
    return _EDGES_AND_CONTROLS.sub(_as_entities, _without_image(_escaped_line(text, opening=False)))


def insert_opening_markdown(text: str) -> str:
    """A value that may open a line of Markdown: it cannot start a list, a heading or a quote either."""
    return _EDGES_AND_CONTROLS.sub(_as_entities, _without_image(_escaped_line(text, opening=True)))


def _as_entities(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in found.group())


def insert_laid_out(text: str) -> str:
    """A value in text that will be laid out in lines: it stays on its line."""
    return _CONTROLS.sub(" ", text)


@lru_cache(maxsize=1024)  # the same few places are linked to again and again
def insert_link(url: str) -> str:
    """A value that is a whole link, or its beginning. `Invalid` unless it is a web, mail or telephone link."""
    if not _LINK.match(url) or _CONTROLS.search(url):
        raise Invalid(f"'{url[:64]}' cannot be linked to; a link begins with https://, http://, mailto: or tel:")
    return _percent_encoded(url, "%:/?#[]@!$&*+,;=~")


def insert_link_part(text: str) -> str:
    """A value inside a link: percent-encoded whole, so that it cannot change where the link goes."""
    return _percent_encoded(text, "@+~")


def insert_phone_part(text: str) -> str:
    """A telephone number after `tel:`, without the spaces people read it by (RFC 3966 §5.1.1 knows none)."""
    return _NOT_DIALLED.sub("", text)


@lru_cache(maxsize=64)
def insertion(format: Format, way: Way, *, laid_out: bool) -> Insert | None:
    """How a value enters a format; None: as it is."""
    if way in (Way.WORDS, Way.OPENING):
        if format is Format.HTML:
            return escape_html
        if format is Format.MARKDOWN:
            return insert_markdown if way is Way.WORDS else insert_opening_markdown
        return insert_laid_out if laid_out else None
    ways: dict[Way, Insert] = {
        Way.LINK: insert_link,
        Way.LINK_PART: insert_link_part,
        Way.PHONE_PART: insert_phone_part,
    }
    linked = ways[way]
    return _in_attribute(linked) if format is Format.HTML else linked


def _in_attribute(insert: Insert) -> Insert:
    return lambda text: escape_html(insert(text))


def _percent_encoded(text: str, safe: str) -> str:
    try:
        return quote(text, safe=safe)
    except UnicodeEncodeError as error:
        raise Invalid("a link holds a code point that is no character") from error
