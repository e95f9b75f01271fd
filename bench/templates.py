"""A code base of any size: mails, pages, components and catalogues around a registry's phrases, the same for the same
numbers.

Six formats in turn. Of the files of each, one in ten asks for a text by its ref, as it should. One in thirty holds
three canonical sentences, word for word; one in sixty a sentence that was altered, one in sixty a promise that the
registry contradicts, one in a hundred a ref that nobody has; and, where the format knows inline markup, one in sixty a
canonical sentence with markup in it. The others speak of other things, in much the same words.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.content import PROFILE
from bench.prose import paragraph, sentence, word
from truth.model.document import Document
from truth.model.ref import Ref

WORD_FOR_WORD, ALTERED, CONTRADICTING = "drift/hard-coded-text", "drift/altered-wording", "drift/promise-contradicts"
UNKNOWN, RIGHT = "drift/unknown-ref", ""
_CLAUSES = 50  # of one policy
_ENGLISH: Mapping[str, Any] = {
    "title": {"en": "Our shop"},
    "owners": {"care": {"title": {"en": "Customer care"}}},
    "locales": ["en"],
}
_PROMISE = "Easy returns: you can send back anything within 14 days."

Place = tuple[str, int, str]
"""A file, a byte in it, and the phrase that begins there."""


@dataclass(frozen=True)
class Tree:
    """What was written: the registry's documents and phrases, the files, and what stands in them.

    `places` are the phrases that are there byte for byte; `faults` counts everything that is wrong, by rule.
    """

    documents: Sequence[Document]
    phrases: Sequence[str]
    files: int
    bytes: int
    places: frozenset[Place]
    faults: Mapping[str, int]


@dataclass(frozen=True)
class Shape:
    """A format: where its files lie, what is around their blocks, and the blocks, one of which holds any text.

    `ref` is how a text is asked for. In all of them `@text`, `@name` and `@at` are filled in.
    """

    path: str
    head: str
    blocks: Sequence[str]
    foot: str
    plain: str
    ref: str
    inline: bool = True


_ROW = '<tr><td align="left" style="padding: 0 24px; color: #333">@text</td></tr>\n'
_SHAPES = (
    Shape(
        "mails/@name/mail-@at.html.j2",
        '{% extends "mail.html" %}\n{% block body %}\n<table role="presentation" width="100%">\n',
        (
            "<tr><td>{% if order.@name %}@text{% else %}{{ order.number }}{% endif %}</td></tr>\n",
            '<tr><td>{{ _("Hello") }} {{ customer.name|e }}, @text</td></tr>\n',
            _ROW,
        ),
        "</table>\n{% endblock %}\n",
        _ROW,
        '<tr><td>{{ truth.text("@ref") }}</td></tr>\n',
    ),
    Shape(
        "web/@name/page-@at.html",
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>@name</title></head>\n<body>\n',
        (
            '<div class="@name row"><p style="margin: 0 0 12px">@text</p></div>\n',
            '<li><a href="/@name/@at" title="@name">@text</a></li>\n',
            '<section id="@name"><h2>@name</h2><p>@text</p></section>\n',
        ),
        "</body>\n</html>\n",
        "<p>@text</p>\n",
        '<truth-text ref="@ref"></truth-text>\n',
    ),
    Shape(
        "mails/@name/mail-@at.mjml",
        "<mjml><mj-head><mj-title>@name</mj-title></mj-head><mj-body>\n",
        (
            '<mj-section><mj-column width="50%"><mj-text font-size="14px">@text</mj-text></mj-column></mj-section>\n',
            '<mj-section><mj-column><mj-button href="https://shop.example/@name">@text</mj-button></mj-column>'
            "</mj-section>\n",
        ),
        "</mj-body></mjml>\n",
        "<mj-section><mj-column><mj-text>@text</mj-text></mj-column></mj-section>\n",
        '<mj-section><mj-column><mj-text><truth-text ref="@ref"></truth-text></mj-text></mj-column></mj-section>\n',
    ),
    Shape(
        "themes/@name/section-@at.liquid",
        '{% liquid\n  assign name = "@name"\n%}\n<div class="section">\n',
        (
            "{% if product.tags contains '@name' %}<p>@text</p>{% endif %}\n",
            "<p>{{ customer.first_name | escape }}: @text</p>\n",
            '<a href="{{ routes.@name_url }}" class="link">@text</a>\n',
        ),
        "</div>\n",
        "<p>@text</p>\n",
        '<truth-text ref="@ref"></truth-text>\n',
    ),
    Shape(
        "app/@name/Page@at.tsx",
        "export function Page@at({ order, total }: Props) {\n  return (\n    <main>\n",
        (
            '      <section className="@name px-4"><p>@text</p></section>\n',
            '      {order.@name ? <p className="note">@text</p> : <b>{total}</b>}\n',
            "      <Card key={`@name-${order.id}`} onClick={() => open('@name')}>@text</Card>\n",
        ),
        "    </main>\n  );\n}\n",
        "      <p>@text</p>\n",
        '      <p>{truth.text("@ref")}</p>\n',
    ),
    Shape(
        "locales/en/@name-@at.json",
        '{\n  "name": "@name"',
        (',\n  "@name_@block": "@text"', ',\n  "about_@name_@block": "@text"'),
        "\n}\n",
        ',\n  "said_@block": "@text"',
        ',\n  "ref_@block": "@ref"',
        inline=False,
    ),
)


def write_tree(folder: Path, files: int, size: int, phrases: int) -> Tree:
    """Templates of `size` bytes altogether, and the documents they are checked against."""
    drawn = random.Random(11)  # noqa: S311 - reproducible, not secret
    said = _phrases(drawn, phrases)
    places: set[Place] = set()
    faults: Counter[str] = Counter()
    written = 0
    for number in range(files):
        shape, row = _SHAPES[number % len(_SHAPES)], number // len(_SHAPES)
        path = shape.path.replace("@name", word(drawn)).replace("@at", str(number))
        planted = [*_planted(drawn, shape, said, row)]
        data = _file(drawn, shape, number, [block for _, block, _ in planted], size // files).encode()
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        places |= {(path, data.index(phrase.encode()), phrase) for _, _, phrase in planted if phrase}
        faults.update(rule for rule, _, _ in planted if rule != RIGHT)
        written += len(data)
    return Tree([*_documents(said)], said, files, written, frozenset(places), dict(faults))


def _phrases(drawn: random.Random, count: int) -> list[str]:
    """So many sentences, none of which holds another."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[sentence(drawn, drawn.randrange(7, 15))] = None
    return [*found]


def _planted(drawn: random.Random, shape: Shape, said: Sequence[str], row: int) -> Iterator[tuple[str, str, str]]:
    """The rule that is broken, the block that breaks it, and the phrase, where it is there byte for byte."""
    if row % 30 == 0:
        alone, among, last = drawn.sample(said, 3)
        yield WORD_FOR_WORD, shape.plain.replace("@text", alone), alone
        yield WORD_FOR_WORD, shape.plain.replace("@text", f"{paragraph(drawn)} {among}"), among
        yield WORD_FOR_WORD, shape.plain.replace("@text", f"{last} {paragraph(drawn)}"), last
    if row % 60 == 5 and shape.inline:
        first, rest = drawn.choice(said).split(" ", 1)
        yield WORD_FOR_WORD, shape.plain.replace("@text", f"<strong>{first}</strong> {rest}"), ""
    if row % 60 == 17:
        *most, _ = drawn.choice(said).split(" ")
        yield ALTERED, shape.plain.replace("@text", f"{' '.join(most)} altogether."), ""
    if row % 60 == 33:
        yield CONTRADICTING, shape.plain.replace("@text", _PROMISE), ""
    if row % 100 == 9:
        yield UNKNOWN, shape.ref.replace("@ref", "policy:policy-0/clauses/gone"), ""
    if row % 10 == 2:
        yield RIGHT, shape.ref.replace("@ref", "policy:policy-0/clauses/clause_0"), ""


def _file(drawn: random.Random, shape: Shape, number: int, planted: Sequence[str], size: int) -> str:
    blocks = [shape.head]
    left = size - len(shape.head) - len(shape.foot) - sum(map(len, planted))
    while left > 0:
        blocks.append(drawn.choice(shape.blocks).replace("@text", paragraph(drawn)).replace("@name", word(drawn)))
        left -= len(blocks[-1])
    for block in planted:
        blocks.insert(drawn.randrange(1, len(blocks) + 1), block)
    numbered = (block.replace("@block", str(place)) for place, block in enumerate(blocks))
    return "".join([*numbered, shape.foot]).replace("@at", str(number)).replace("@name", word(drawn))


def _documents(said: Sequence[str]) -> Iterator[Document]:
    yield Document(Ref("company", "profile"), {**PROFILE, **_ENGLISH})
    for number in range(0, len(said), _CLAUSES):
        clauses = {f"clause_{at}": text for at, text in enumerate(said[number : number + _CLAUSES], number)}
        yield Document(Ref("policy", f"policy-{number}"), _policy(number, clauses))


def _policy(number: int, clauses: Mapping[str, str]) -> dict[str, Any]:
    wording = {code: {"heading": f"About {code.replace('_', ' ')}", "text": text} for code, text in clauses.items()}
    window = {"type": "duration", "value": "P30D", "favours": "longer", "anchors": {"en": ["return", "send back"]}}
    return {
        "title": {"en": f"Rules {number}"},
        "owner": "care",
        "values": {"window": window} if number == 0 else {},
        "clauses": [*clauses],
        "wording": {"en": {"clauses": wording}},
    }
