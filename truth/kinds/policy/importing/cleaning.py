"""Markdown tokens without what a clause cannot hold: HTML and images as their words, links that lead nowhere as theirs.

Braces are no arguments yet: they stand as marks until the Markdown is written, and are escaped then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from markdown_it.token import Token

from truth.kinds.policy.importing.foreign import BREAK, COMMENT, images_in, words_in
from truth.kinds.policy.importing.naming import slug
from truth.kinds.policy.importing.rules import HTML, IMAGE, LINK, RELATIVE_LINK, TEMPLATE_CODE, Note, excerpt
from truth.model.finding import Rule
from truth.text.insertion import SCHEMES

_TEMPLATE = "truth-template:"
_SHELTERED = str.maketrans({"{": "\ufde0", "}": "\ufde1"})
_SHOWN = str.maketrans({"\ufde0": "\\{", "\ufde1": "\\}", "\ufde2": "\\'"})
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_LINE_ENDS = ("softbreak", "hardbreak")
_RUN = ("text", "softbreak")


def template_link(code: str) -> str:
    """What stands in a link for a destination that is template code."""
    return f"{_TEMPLATE}{code.encode('utf-8', 'replace').hex()}"


class Cleaning:
    """Cleans tokens; `notes` are what there is to say about them.

    `anchors` says which clause the anchor of each heading leads to.
    """

    def __init__(self, anchors: Mapping[str, str]) -> None:
        self._anchors = anchors
        self.notes: list[Note] = []

    def clean(self, tokens: Iterable[Token]) -> list[Token]:
        """The tokens as a clause may hold them."""
        kept = [clean for token in tokens for clean in self._block(token)]
        return list(_without_empty_paragraphs(kept))

    def _block(self, token: Token) -> Iterator[Token]:
        line = token.map[0] + 1 if token.map else 0
        if token.type == "html_block":
            yield from self._html(token.content, line)
        else:
            if token.children is not None:
                token.children = list(_merged(_tidy(self._inline(token.children, line))))
            yield token

    def _html(self, html: str, line: int) -> Iterator[Token]:
        words = words_in(html)
        if not COMMENT.fullmatch(html):
            kept = "its words are kept" if words else "nothing of it is left"
            self._note(HTML, line, f"'{excerpt(html)}' is HTML; {kept}", "say in Markdown what it said")
        for described in images_in(html):
            self._image(described, line)
        for one in words:
            text = Token("text", "", 0, content=_sheltered(one))
            yield Token("paragraph_open", "p", 1, block=True)
            yield Token("inline", "", 0, children=[text], content=one, block=True)
            yield Token("paragraph_close", "p", -1, block=True)

    def _inline(self, children: Sequence[Token], line: int) -> Iterator[Token]:
        dropped: list[bool] = []
        for token in children:
            line += token.type in _LINE_ENDS
            if token.type == "html_inline":
                yield from self._tag(token, line)
            elif token.type == "image":
                words = "".join(child.content for child in token.children or () if child.type == "text")
                self._image(words, line, str(token.attrs.get("src", "")))
                yield Token("text", "", 0, content=_sheltered(words))
            elif token.type == "link_open":
                dropped.append(not self._link(token, line))
                yield from () if dropped[-1] else (token,)
            elif token.type == "link_close":
                yield from () if dropped.pop() else (token,)
            else:
                yield _with_sheltered_words(token)

    def _tag(self, token: Token, line: int) -> Iterator[Token]:
        if BREAK.fullmatch(token.content):
            yield Token("hardbreak", "br", 0)
        elif not COMMENT.fullmatch(token.content):
            for described in images_in(token.content):
                self._image(described, line)
                yield Token("text", "", 0, content=_sheltered(described))
            message = f"'{excerpt(token.content)}' is HTML; the words around it are kept"
            self._note(HTML, line, message, "say in Markdown what it said")

    def _image(self, described: str, line: int, source: str = "") -> None:
        named = f"the image {excerpt(source)}" if source else "an image"
        kept = f"its description '{excerpt(described)}' is kept as words" if described.strip() else "it had no words"
        self._note(IMAGE, line, f"{named} is left out; {kept}", "say in words what it showed")

    def _link(self, token: Token, line: int) -> bool:
        """Whether a link may stay."""
        url = str(token.attrs.get("href", ""))
        token.attrs = {name: _sheltered(str(value)) for name, value in token.attrs.items()}
        if url.startswith(_TEMPLATE):
            return self._dropped(line, bytes.fromhex(url.removeprefix(_TEMPLATE)).decode())
        if url.startswith("#"):
            return self._anchor(token, url, line)
        scheme = _SCHEME.match(url)
        if scheme is None:
            message = f"the link {excerpt(url)} starts from where the file lay"
            self._note(RELATIVE_LINK, line, message, "write it with https:// and the site's name")
            return True
        if scheme[1].lower() not in SCHEMES:
            message = f"a link may begin with {', '.join(SCHEMES)}, not '{excerpt(scheme[1])}'; its words are kept"
            self._note(LINK, line, message)
            return False
        return True

    def _dropped(self, line: int, code: str) -> bool:
        message = f"a link leads to {excerpt(code)}, which only the site knew; its words are kept"
        self._note(TEMPLATE_CODE, line, message, "bind it: arguments: {help_url: {ref: …}}, and [words]({help_url})")
        return False

    def _anchor(self, token: Token, url: str, line: int) -> bool:
        """A link to a heading of the same page leads to its clause."""
        id = self._anchors.get(slug(url[1:].replace("-", " ")))
        if id is None:
            self._note(LINK, line, f"the link {excerpt(url)} leads to no clause; its words are kept")
            return False
        token.attrs["href"] = f"#{id}"
        return True

    def _note(self, rule: Rule, line: int, message: str, fix: str | None = None) -> None:
        note = Note(rule, line, message, fix)
        if note not in self.notes:
            self.notes.append(note)


def escaped(markdown: str) -> str:
    """Written Markdown in which braces, and doubled apostrophes, are what they are: nothing to fill in."""
    return markdown.translate(_SHOWN)


def _sheltered(text: str) -> str:
    return text.translate(_SHELTERED).replace("''", "'\ufde2")


def _with_sheltered_words(token: Token) -> Token:
    if token.type == "text":
        token.content = _sheltered(token.content)
    return token


def _tidy(children: Iterable[Token]) -> Iterator[Token]:
    """Line ends only between words, and one at a time: two would be the end of the paragraph."""
    waiting: Token | None = None
    begun = False
    for token in children:
        if token.type in _LINE_ENDS:
            waiting = token if waiting is None or token.type == "hardbreak" else waiting
            continue
        if token.type == "text" and not token.content.strip() and (waiting or not begun):
            continue
        if waiting and begun:
            yield waiting
        waiting, begun = None, True
        yield token


def _merged(children: Iterable[Token]) -> Iterator[Token]:
    """Runs of words as one token, ends of lines in them: what a writer of Markdown reads."""
    for is_run, tokens in groupby(children, key=lambda token: token.type in _RUN):
        if is_run:
            words = "".join("\n" if token.type == "softbreak" else token.content for token in tokens)
            yield Token("text", "", 0, content=words)
        else:
            yield from tokens


def _without_empty_paragraphs(tokens: Sequence[Token]) -> Iterator[Token]:
    index = 0
    while index < len(tokens):
        inner = tokens[index + 1] if tokens[index].type == "paragraph_open" else None
        if inner is not None and inner.type == "inline" and not inner.children:
            index += 3
            continue
        yield tokens[index]
        index += 1
