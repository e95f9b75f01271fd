"""What `truth get` answers where it is neither a text nor a value; for those see `truth.api.shown`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.instant import format_instant
from truth.model.ref import Ref

if TYPE_CHECKING:
    from truth.registry.catalogue import Catalogue


def entry_json(catalogue: Catalogue, ref: Ref) -> dict[str, Any]:
    """A whole entry, in the shape of the HTTP API."""
    standing = catalogue.snapshot.standings[ref]
    document = catalogue.document(ref)
    return {
        "ref": str(ref),
        "version": standing.version,
        "digest": document.digest,
        "release": standing.release,
        "effective_at": standing.effective_at and format_instant(standing.effective_at),
        "recorded_at": standing.recorded_at and format_instant(standing.recorded_at),
        "document": document.body,
    }


def as_yaml(catalogue: Catalogue, ref: Ref, node: Json) -> str:
    """A document, or a part of one, in the canonical layout of content files."""
    from truth.factory import open_shapes
    from truth.files.layout import write_ordered
    from truth.files.order import Order, Ordered
    from truth.kinds import kind_of

    if not (node and isinstance(node, dict | list)):
        return f"{node}\n"
    order = Order(open_shapes().schema(ref.kind), catalogue.setting.locales)
    whole = order.apply(catalogue.document(ref).body)
    if not ref.path:
        return write_ordered(whole)
    return write_ordered(Ordered(kind_of(ref.kind).node(Document(ref.entry, whole.data), ref.path)))
