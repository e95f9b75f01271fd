"""Planning and publishing in another registry, by its URL: the same folder, the same findings with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from truth.cli.plan_file import read_plan, read_plan_content
from truth.cli.sources import kept_open
from truth.model.errors import Invalid, Refused, UsageError
from truth.model.finding import Finding, in_order
from truth.model.instant import format_instant
from truth.model.ref import Ref
from truth.settings import Settings

if TYPE_CHECKING:
    from truth.files.folder import Folder
    from truth.registry.plan import Plan
    from truth.remote.target import Handed, RemoteTarget, Told

T = TypeVar("T")


def open_elsewhere(url: str, key: str | None, given: Settings) -> RemoteTarget:
    """The registry at a URL, with the key that was named, else the one in the environment."""
    from truth.factory import open_target

    return kept_open(open_target(url, key or given.key))


@dataclass(frozen=True)
class Parcel:
    """What is handed in, and the folder it was read from (None: a plan)."""

    handed: Handed
    folder: Folder | None = None

    @property
    def unreadable(self) -> tuple[Finding, ...]:
        """What is wrong with the files themselves, which the other registry never sees."""
        return self.folder.findings if self.folder else ()

    def confirming(self, note: str | None, retire: bool) -> Handed:
        """The same as it is handed in to be published."""
        said = {**({"note": note} if note else {}), **({"retire": True} if retire else {})}
        return replace(self.handed, request={**self.handed.request, **said})


def pack(path: Path, effective_at: datetime | None) -> Parcel:
    """A content folder or a plan, ready to be handed in."""
    from truth.factory import read_content
    from truth.remote.target import Handed

    if path.is_file():
        if effective_at is not None:
            raise UsageError(f"{path} is a plan and says itself when it takes effect; leave out --effective-at")
        return Parcel(Handed(read_plan(path).changes, {"plan": read_plan_content(path)}))
    folder = read_content(path)
    request: dict[str, Any] = {"documents": {str(entry): one.body for entry, one in folder.documents.items()}}
    if effective_at:
        request["effective_at"] = format_instant(effective_at)
    if folder.broken:
        request["unread"] = sorted(str(entry) for entry in folder.broken)
    return Parcel(Handed(folder.documents, request), folder)


def plan_elsewhere(target: RemoteTarget, parcel: Parcel) -> Plan:
    """The plan the other registry makes; its findings carry file and line where they are about a file here."""
    made = _asked(parcel, lambda: target.plan(parcel.handed))
    return replace(made, findings=tuple(_located(made.findings, parcel)))


def apply_elsewhere(target: RemoteTarget, parcel: Parcel, note: str | None, retire: bool) -> Told:
    """Publish in the other registry; `Invalid`, with the findings, before anything is sent where files are broken."""
    if parcel.unreadable:
        raise Invalid("nothing was applied: there are files that cannot be read", in_order(parcel.unreadable))
    done = _asked(parcel, lambda: target.apply(parcel.confirming(note, retire)))
    return replace(done, findings=tuple(_located(done.findings, parcel)))


def _asked(parcel: Parcel, ask: Callable[[], T]) -> T:
    try:
        return ask()
    except Refused as error:
        error.findings = tuple(_located(error.findings, parcel))
        raise


def _located(findings: Iterable[Finding], parcel: Parcel) -> list[Finding]:
    from truth.registry.validate import located

    folder = parcel.folder
    if folder is None:
        return in_order(findings)
    ours: list[Finding] = []
    others = list(parcel.unreadable)
    for finding in findings:
        (ours if _is_about(finding, folder) else others).append(finding)
    return in_order([*others, *located(ours, folder)])


def _is_about(finding: Finding, folder: Folder) -> bool:
    """Whether a finding of the other registry is about an entry of this folder."""
    try:
        return Ref.parse(finding.subject).entry in folder.documents
    except Invalid:
        return False
