"""Files, pieces and findings for tests, made as the check makes them."""

from __future__ import annotations

from truth.drift.found import Edit, Found
from truth.drift.piece import Call, Piece, Role
from truth.drift.source_file import SourceFile
from truth.model.finding import Finding, Severity


def file(text: str, path: str = "mail/returns.html") -> SourceFile:
    return SourceFile(path, text.encode())


def comments(source: SourceFile) -> list[Piece]:
    """A comment for every line that holds one, as `#` begins it."""
    found, at = [], 0
    for line in source.data.split(b"\n"):
        if b"#" in line:
            start = at + line.index(b"#") + 1
            found.append(Piece(Role.COMMENT, source.data[start : at + len(line)].decode(), start, at + len(line)))
        at += len(line) + 1
    return found


def finding(
    source: SourceFile,
    said: str,
    rule: str = "drift/promise-contradicts",
    severity: Severity = Severity.ERROR,
    replacement: str | None = None,
    fix: str | None = "say 30 days",
) -> Found:
    start = source.data.index(said.encode())
    end = start + len(said.encode())
    told = Finding(rule, severity, "policy:returns/values/window", f"'{said}' is not what the policy says", fix)
    edit = Edit(start, end, replacement.encode()) if replacement is not None else None
    return Found(told.at(source.mark(start, end)), source.path, start, end, said, edit)


def use(text: str, function: str = "text", **about: object) -> Piece:
    call = Call(function, 0, len(text), **about)  # type: ignore[arg-type]
    return Piece(Role.REF, text, 0, len(text), call=call)
