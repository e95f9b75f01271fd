"""What a customer reads of a status: the whole block, rendered for one channel in one locale. Pure.

One call is enough for a "where is my order" page, an e-mail or an agent: label, what happened, what comes next and
when, what it costs, where to ask, what we do when it goes wrong, and what a page may offer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from truth.kinds.status.block import BLOCK
from truth.kinds.status.display import table_of, vocabulary_of
from truth.kinds.status.shown import Shown, shown_in_display, shown_status
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid, NotFound
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref
from truth.registry.binding import declared
from truth.registry.catalogue import Catalogue, index_of
from truth.registry.resolve import Answer, Question, resolve_text
from truth.text.setting import Format


@dataclass(frozen=True)
class View:
    """How a reader wants the block; None leaves it to the channel, else to the company.

    `supplied` are the arguments the channel brings, for all texts of the block: each takes what it uses.
    """

    locale: str | None = None
    channel: str | None = None
    format: Format | None = None
    currency: str | None = None
    supplied: Mapping[str, Json] = field(default_factory=dict)


_AS_IS = View()


@dataclass(frozen=True)
class StatusBlock:
    """A status as a customer reads it.

    `texts` holds the label and each part of the block by its name, in the order in which they are read; a part the
    entry does not have is left out. What may be offered, `shown.allows`, is what the real status allows.
    """

    asked: Mapping[str, str]
    shown: Shown
    texts: Mapping[str, Answer]


def status_block(catalogue: Catalogue, entry: Ref, code: str, view: View = _AS_IS) -> StatusBlock:
    """The block of a status of a vocabulary, or of a display's own.

    Raises `NotFound` for an unknown entry or code, naming the nearest, `Gone` for a retired code without a successor,
    and `Invalid` for a mapping, or an argument that is unknown, missing or of another type.
    """
    document = _with_statuses(catalogue, entry)
    return _block(catalogue, {entry.key: code}, shown_status(document, code), view)


def display_block(catalogue: Catalogue, entry: Ref, states: Mapping[str, str], view: View = _AS_IS) -> StatusBlock:
    """The block of an order with these statuses, one in each dimension of the display `entry`.

    Whoever asks cannot know which entry answers: an argument that any of them takes may be supplied.
    """
    display = _with_statuses(catalogue, entry)
    if display.body["type"] != "display":
        raise Invalid(f"{entry} is a {display.body['type']}, not a display; ask it for one status")
    vocabularies = {name: catalogue.document(vocabulary_of(name)) for name in table_of(display).dimensions}
    shown = shown_in_display(display, states, vocabularies)
    supplied = _meant_for(catalogue, shown.ref, (display, *vocabularies.values()), view.supplied)
    return _block(catalogue, states, shown, replace(view, supplied=supplied))


def _with_statuses(catalogue: Catalogue, entry: Ref) -> Document:
    document = catalogue.document(entry)
    if entry.kind != "status":
        known = [str(one.entry) for one in catalogue.snapshot.of_kind("status")]
        raise NotFound(f"{entry} has no statuses{did_you_mean(str(entry), known)}")
    if document.body["type"] == "mapping":
        raise Invalid(f"{entry} translates codes into status:{document.body['to']}; ask that for its status")
    return document


def _meant_for(
    catalogue: Catalogue, ref: Ref, documents: Iterable[Document], supplied: Mapping[str, Json]
) -> Mapping[str, Json]:
    """What is supplied, without what only the other documents take."""
    if not supplied:
        return supplied
    taken = _open(catalogue, catalogue.document(ref))
    elsewhere = frozenset[str]().union(*(_open(catalogue, one) for one in documents)) - taken
    return {name: value for name, value in supplied.items() if name not in elsewhere}


def _open(catalogue: Catalogue, document: Document) -> frozenset[str]:
    """The arguments a channel supplies to an entry's texts."""
    return frozenset(name for name, one in declared(catalogue, document).items() if one.bound is None)


def _block(catalogue: Catalogue, asked: Mapping[str, str], shown: Shown, view: View) -> StatusBlock:
    index = index_of(catalogue.document(shown.ref))
    parts = [name for name in ("label", *BLOCK) if (shown.code, name) in index.texts]
    return StatusBlock(dict(asked), shown, {name: _text(catalogue, shown.ref / name, view) for name in parts})


def _text(catalogue: Catalogue, ref: Ref, view: View) -> Answer:
    question = Question(ref, view.locale, view.channel, view.format, view.currency, view.supplied)
    return resolve_text(catalogue, question)
