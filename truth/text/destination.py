"""Where a link of a clause leads: words and whole arguments, and never a scheme that runs something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truth.text.insertion import SCHEMES
from truth.text.message import BadPattern, Literal, Message, Slot, Way, parse_usable

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEME_BEGUN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_NOT_READ = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")


def destination(url: str) -> Iterator[str | Slot]:
    """The pieces of a link with arguments, each Slot with its way in; `BadPattern` where it must not lead there."""
    nodes = parse_usable(url)
    _require_beginning(nodes, url)
    for index, node in enumerate(nodes):
        if isinstance(node, Literal):
            _require_scheme(node.text, url, first=index == 0)
            yield node.text
        elif isinstance(node, Slot):
            yield Slot(node.name, _way(url, index))
        else:
            raise BadPattern("a link holds words and {name} only, no plural or select", url)


def _require_beginning(nodes: Message, url: str) -> None:
    """`BadPattern` where a value could complete a scheme: `java{x}:…`."""
    first = nodes[0] if nodes else None
    if len(nodes) > 1 and isinstance(first, Literal) and _SCHEME_BEGUN.fullmatch(_NOT_READ.sub("", first.text)):
        raise BadPattern("a link may not begin with a word and a {…}; begin with https://, / or a whole {link}", url, 0)


def _require_scheme(text: str, url: str, *, first: bool) -> None:
    scheme = foreign_scheme(text) if first else None
    if scheme:
        raise BadPattern(f"a link may begin with {', '.join(SCHEMES)}, not '{scheme}'", url)


def foreign_scheme(url: str) -> str | None:
    """The scheme of a link that may not be linked to, as a browser would read it: without spaces and controls."""
    scheme = _SCHEME.match(_NOT_READ.sub("", url))
    return scheme.group(1) if scheme and scheme.group(1).lower() not in SCHEMES else None


def _way(url: str, index: int) -> Way:
    if index == 0:
        return Way.LINK
    return Way.PHONE_PART if url.lower().startswith("tel:") else Way.LINK_PART
