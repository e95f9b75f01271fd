"""Opening what a user names: closed when the verb is done, and never read as something it is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

import click

from truth.model.errors import Invalid
from truth.settings import is_url

if TYPE_CHECKING:
    from truth.model.document import Document
    from truth.model.finding import Finding
    from truth.registry.catalogue import Catalogue
    from truth.registry.ports import Source
    from truth.registry.registry import When

Opened = TypeVar("Opened")


def kept_open(source: Opened) -> Opened:
    """A source or a store, closed when the verb is done."""
    close = getattr(source, "close", None)
    if close:
        click.get_current_context().call_on_close(close)
    return source


def catalogue_of(source: Source, when: When) -> Catalogue:
    """What a source says at a moment, by ref.

    Nobody here has judged the documents of a folder, a snapshot file or another registry before: `Invalid`, with the
    findings, where one does not fit its schema.
    """
    from truth.files.source import FolderSource, SnapshotFileSource
    from truth.registry.registry import Registry
    from truth.registry.validate import located

    catalogue = Registry(kept_open(source)).catalogue(when)
    if isinstance(source, FolderSource | SnapshotFileSource) or is_url(source.name):
        findings = misfits(catalogue.snapshot.documents.values())
        if findings:
            told = located(findings, source.folder) if isinstance(source, FolderSource) else findings
            raise Invalid(f"{source.name} holds documents that do not fit their schema", told)
    return catalogue


def misfits(documents: Iterable[Document]) -> list[Finding]:
    """What in documents nobody has judged before does not fit their schemas; only what fits can be read further."""
    from truth.factory import open_shapes
    from truth.registry.document_rules import check_shape

    shapes = open_shapes()
    return [found for document in documents for found in check_shape(document, shapes)]
