"""Lock: the refs a code base uses, and what each said when it was locked, so that CI needs no network.

`truth.lock` is canonical JSON, `schemas/lock.schema.json` its shape; the words are in a snapshot file beside it. It
holds no time: the same code and the same snapshot give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from truth.drift.piece import HOLE, Piece, Role
from truth.kinds.kind import TextAt, ValueAt
from truth.model.canonical import Json, digest_of
from truth.model.errors import Refused, UsageError
from truth.model.ref import Ref
from truth.model.snapshot import Position
from truth.registry.binding import BUILT_IN, argument
from truth.registry.catalogue import Catalogue, index_of
from truth.registry.compare import TextChange, compare_texts
from truth.registry.ports import Shapes
from truth.text.render import names_in

FORMAT = "truth-lock/1"
FILE = "truth.lock"
_STATUS = "status"


@dataclass(frozen=True)
class Lock:
    """Which refs are used, each with the digest of what it said; where the words are, and of which position.

    A `*` in a ref stands for one segment: `status:fulfilment/*/label`.
    """

    refs: Mapping[str, str]
    position: Position | None
    release: int | None
    snapshot: str
    file: str


@dataclass(frozen=True)
class LockChange:
    """What a new lock says otherwise: refs used newly and no longer, those that say something else, and their texts."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    texts: tuple[TextChange, ...]


def refs_used(pieces: Iterable[Piece]) -> set[str]:
    """The refs that pieces use, with a `*` for what is known at run time only."""
    used = (_ref(piece) for piece in pieces if piece.role is Role.REF)
    return {ref for ref in used if ref}


def lock_of(catalogue: Catalogue, used: Iterable[str], file: str) -> Lock:
    """A lock of what is used; refs that lead nowhere are left out, as the check tells of them. `file` holds the words.

    A pattern is kept where anything fits it.
    """
    told = {ref: list(_said(catalogue, ref)) for ref in used}
    refs = {ref: digest_of(_as_json(said)) for ref, said in sorted(told.items()) if said}
    pointer = catalogue.snapshot.pointer
    return Lock(refs, pointer.position, pointer.release, catalogue.snapshot.digest, file)


def write_lock(lock: Lock) -> str:
    """The lock as a file."""
    told = {
        "format": FORMAT,
        "position": str(lock.position) if lock.position else None,
        "release": lock.release,
        "snapshot": lock.snapshot,
        "file": lock.file,
        "refs": dict(sorted(lock.refs.items())),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def read_lock(text: str, name: str, shapes: Shapes) -> Lock:
    """The lock a file called `name` holds; `UsageError` where it is none."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name} is no JSON: {error}; write it again with: truth lock") from error
    for at, message in shapes.problems("lock", told):
        raise UsageError(f"{name}: {at or 'it'} {message}; write it again with: truth lock")
    position = Position.parse(told["position"]) if told["position"] else None
    return Lock(told["refs"], position, told["release"], told["snapshot"], told["file"])


def changes(old: Lock, new: Lock, before: Catalogue, after: Catalogue) -> LockChange:
    """What a new lock says otherwise than the old, with the texts that read differently, in any locale."""
    kept = old.refs.keys() & new.refs.keys()
    changed = sorted(ref for ref in kept if old.refs[ref] != new.refs[ref])
    entries = {_entry(ref, after) for ref in changed}
    texts = compare_texts(before.snapshot, after.snapshot, {entry for entry in entries if entry})
    return LockChange(
        added=tuple(sorted(new.refs.keys() - old.refs.keys())),
        removed=tuple(sorted(old.refs.keys() - new.refs.keys())),
        changed=tuple(changed),
        texts=tuple(change for change in texts if any(stands_for(ref, str(change.ref)) for ref in changed)),
    )


def stands_for(pattern: str, ref: str) -> bool:
    """Whether a locked ref means a ref, or the section it is in; `*` stands for one segment."""
    pairs = zip_longest(pattern.split("/"), ref.split("/"))
    return all(one == other or (one == "*" and other is not None) or one is None for one, other in pairs)


def _ref(piece: Piece) -> str | None:
    call, text = piece.call, piece.text
    if call and call.function == _STATUS:
        if HOLE in text:
            return None
        return f"{_STATUS}:{text}/{call.code or '*'}/{call.asked or 'label'}"
    parts = text.partition("@")[0].split("/")
    return "/".join("*" if HOLE in part else part for part in parts) if HOLE not in parts[0] else None


def _said(catalogue: Catalogue, pattern: str) -> Iterator[tuple[str, Json]]:
    """Everything a ref, or what fits a pattern, says in every language, by ref."""
    if "*" not in pattern:
        ref = _parsed(pattern)
        if ref:
            yield from _told(catalogue, ref)
        return
    entry = _entry(pattern, catalogue)
    for path in index_of(catalogue.document(entry)).texts if entry else ():
        ref = catalogue.document(entry).entry.join(path) if entry else None
        if ref and len(str(ref).split("/")) == len(pattern.split("/")) and stands_for(pattern, str(ref)):
            yield from _told(catalogue, ref)


def _told(catalogue: Catalogue, ref: Ref) -> Iterator[tuple[str, Json]]:
    try:
        clauses = catalogue.clauses(ref)
        for one in clauses or [ref]:
            yield str(one), _content(catalogue, one)
    except Refused:
        return


def _content(catalogue: Catalogue, ref: Ref) -> Json:
    found = catalogue.find(ref)
    if isinstance(found, TextAt):
        return {"text": found.text, "bound": dict(sorted(_bound(catalogue, ref, found)))}
    if isinstance(found, ValueAt):
        return {"type": found.value.type, "value": found.value.value}
    return found


def _bound(catalogue: Catalogue, ref: Ref, at: TextAt) -> Iterator[tuple[str, Json]]:
    """The values that stand in a text's arguments; when the wording took effect is none of them."""
    document = catalogue.document(ref)
    words = [each for one in at.text.values() for each in ([one] if isinstance(one, str) else one.values())]
    for name in set[str]().union(*(names_in(pattern, at.markdown) for pattern in words)):
        known = argument(catalogue, document, at, name)
        if known and known.bound and name not in BUILT_IN:
            yield name, {"type": known.bound.type, "value": known.bound.value}


def _as_json(said: list[tuple[str, Json]]) -> Json:
    return dict(said)


def _entry(pattern: str, catalogue: Catalogue) -> Ref | None:
    ref = _parsed(pattern.partition("/")[0])
    return ref if ref and ref in catalogue.snapshot.documents else None


def _parsed(text: str) -> Ref | None:
    try:
        return Ref.parse(text)
    except Refused:
        return None
