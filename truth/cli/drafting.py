"""From what a user names, a content folder or a plan file, to a judged plan against a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from truth.cli.plan_file import read_plan
from truth.model.errors import UsageError

if TYPE_CHECKING:
    from truth.files.folder import Folder
    from truth.registry.plan import Plan
    from truth.registry.ports import Store


def draft(store: Store, path: Path, effective_at: datetime | None) -> Plan:
    """The plan that `path` means; its findings carry file and line where it is a folder."""
    if path.is_file():
        return _from_file(store, path, effective_at)
    from truth.factory import read_content

    return from_folder(store, read_content(path), effective_at)


def from_folder(store: Store, content: Folder, effective_at: datetime | None) -> Plan:
    """The plan that makes a folder's documents the ones in force."""
    from truth.factory import open_shapes
    from truth.registry.plan import plan
    from truth.registry.validate import located

    made = plan(
        store,
        open_shapes(),
        content.documents.values(),
        effective_at=effective_at,
        findings=content.findings,
        unread=content.broken,
    )
    return replace(made, findings=tuple(located(made.findings, content)))


def _from_file(store: Store, path: Path, effective_at: datetime | None) -> Plan:
    from truth.factory import open_shapes
    from truth.registry.plan import plan_again

    if effective_at is not None:
        raise UsageError(f"{path} is a plan and says itself when it takes effect; leave out --effective-at")
    written = read_plan(path)
    return plan_again(store, open_shapes(), written.base, written.changes, written.effective_at)
