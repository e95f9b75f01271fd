"""The difference between two versions of a policy, marked up: as a page, and as text for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from truth.registry.policy_diff import Change, ClauseDiff, LocaleDiff
from truth.registry.policy_page import framed
from truth.registry.policy_words import Words, words_for
from truth.text.formatting import cldr
from truth.text.insertion import escape_html
from truth.text.lines import MARKS
from truth.text.word_diff import Op, Piece

Shown = Callable[[Op, str], str]
"""How a piece of text is shown: by its colour, or by signs around it."""


@dataclass(frozen=True)
class Named:
    """What is compared, as a person would call it."""

    policy: str
    before: str | None
    after: str


def signed(op: Op, text: str) -> str:
    """`[-removed-]`, `{+added+}`: readable without colours, and what `wdiff` writes."""
    ends = {Op.REMOVED: ("[-", "-]"), Op.ADDED: ("{+", "+}"), Op.SAME: ("", "")}[op]
    words = text.strip(" ")
    left, right = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    return f"{' ' * left}{ends[0]}{words}{ends[1]}{' ' * right}" if words else text


def redline_text(diffs: Sequence[LocaleDiff], named: Named, show: Shown = signed) -> str:
    """What changed, clause by clause; clauses that are the same are left out."""
    words = words_for("en")
    compared = words.compared.format(before=named.before or words.nothing_before, after=named.after)
    lines = [f"{named.policy}  {compared}"]
    for one in diffs:
        lines += ["", f"[{one.locale}]", *_changes_in_words(one, words, show)]
    return "\n".join([*lines, ""])


def redline_page(diffs: Sequence[LocaleDiff], named: Named) -> str:
    """What changed as one self-contained page, with `ins` and `del`; every clause is there."""
    locale = diffs[0].locale if diffs else "en"
    words = words_for(locale)
    before = _called(named.before, words) if named.before else words.nothing_before
    compared = words.compared.format(before=before, after=_called(named.after, words))
    head = (
        f'<header>\n<p class="company">{escape_html(words.changes)}</p>\n'
        f"<h1>{_marked(diffs[0].title) if diffs else escape_html(named.policy)}</h1>\n"
        f'<p class="facts">{escape_html(named.policy)} · {escape_html(compared)}</p>\n</header>'
    )
    parts = [part for one in diffs for part in _page_parts(one, several=len(diffs) > 1)]
    return framed(f"{escape_html(words.changes)}: {escape_html(named.policy)}", locale, [head, *parts])


def _called(name: str, words: Words) -> str:
    """A version as a reader of a page calls it: by its number, or by its day."""
    if name.isdigit():
        return words.version.format(number=name)
    return name.removeprefix("published:").partition("T")[0]


def _changes_in_words(one: LocaleDiff, words: Words, show: Shown) -> Iterator[str]:
    noted = [part for part in one.clauses if part.is_noteworthy]
    if any(piece.op is not Op.SAME for piece in one.title):
        yield f"{_shown(one.title, show)}"
    if not noted and all(piece.op is Op.SAME for piece in one.title):
        yield f"  {words.unchanged}"
    for part in noted:
        yield ""
        yield f"## {_shown(part.heading, show)} {{#{part.id}}}{_labels_in_words(part, words)}"
        if part.change is not Change.SAME and not part.is_only_markup:
            yield from _shown(part.text, show).split("\n")


def _shown(pieces: Iterable[Piece], show: Shown) -> str:
    """Pieces line by line, so that no mark spans a line's end."""
    return "".join(
        "\n".join(show(piece.op, line) if line else "" for line in piece.text.split("\n")) for piece in pieces
    )


def _labels_in_words(part: ClauseDiff, words: Words) -> str:
    labels = list(_labels(part, words))
    return f"  ({'; '.join(labels)})" if labels else ""


def _labels(part: ClauseDiff, words: Words) -> Iterator[str]:
    if part.change is Change.ADDED:
        yield words.added
    if part.change is Change.REMOVED:
        yield words.removed
    if part.moved:
        yield words.moved
    if part.was:
        yield words.renamed.format(id=part.was)
    if part.is_only_markup:
        yield words.markup


def _page_parts(one: LocaleDiff, *, several: bool) -> Iterator[str]:
    words = words_for(one.locale)
    if several:
        language = escape_html(cldr(one.locale).get_display_name() or one.locale)
        yield f'<h2 class="language" lang="{escape_html(one.locale)}">{language}</h2>'
    if not any(part.is_noteworthy for part in one.clauses):
        yield f'<p class="note">{escape_html(words.unchanged)}</p>'
    for part in one.clauses:
        labels = "".join(f'<span class="label">{escape_html(label)}</span>' for label in _labels(part, words))
        anchor = f"{one.locale}-{part.id}" if several else part.id
        lines = "\n".join(_lines(part.text))
        yield (
            f'<section id="{escape_html(anchor)}" lang="{escape_html(one.locale)}">\n'
            f"<h2>{_marked(part.heading)}{labels}</h2>\n{lines}\n</section>"
        )


def _lines(pieces: Sequence[Piece]) -> Iterator[str]:
    """Each line of either text as a paragraph; an item of a list hangs from its mark."""
    line: list[Piece] = []
    for piece in pieces:
        first, *others = piece.text.split("\n")
        line.append(Piece(piece.op, first))
        for other in others:
            yield from _paragraph(line)
            line = [Piece(piece.op, other)]
    yield from _paragraph(line)


def _paragraph(line: Sequence[Piece]) -> Iterator[str]:
    words = "".join(piece.text for piece in line).strip()
    if words:
        is_item = words[0] in MARKS or words.split(" ", 1)[0].rstrip(".").isdigit()
        opened = '<p class="item">' if is_item else "<p>"
        yield f"{opened}{_marked(line)}</p>"


def _marked(pieces: Iterable[Piece]) -> str:
    """`<ins>` and `<del>` around words, spaces left outside."""
    tags = {Op.ADDED: "ins", Op.REMOVED: "del"}
    marked = []
    for piece in pieces:
        text, tag = escape_html(piece.text), tags.get(piece.op)
        words = text.rstrip(" ")
        marked.append(f"<{tag}>{words}</{tag}>{text[len(words) :]}" if tag and words else text)
    return "".join(marked)
