"""One file of a content folder as text, or why not."""

from __future__ import annotations

import os
import stat

from truth.files.limits import LARGEST_FILE
from truth.files.rules import SYNTAX, UNREADABLE_FILE, found
from truth.files.syntax import at_byte
from truth.model.errors import Invalid
from truth.model.finding import Finding, Mark

_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)  # a named pipe must not hold us


def read_text(path: str) -> str:
    """The text of a regular file of UTF-8 within the limits; `Invalid` with one finding otherwise."""
    data = _read_bytes(path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte {data[error.start]:#04x} is not UTF-8"
        raise _invalid(found(SYNTAX, at_byte(data, error.start, path), message, "save the file as UTF-8")) from None


def _read_bytes(path: str) -> bytes:
    try:
        descriptor = os.open(path, _OPEN)
    except OSError as error:
        raise _unreadable(path, f"cannot be opened: {error.strerror}", "check its permissions") from error
    with open(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise _unreadable(path, "this is not a regular file", "remove it")
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise _unreadable(path, f"the file is larger than {LARGEST_FILE:,} bytes", "split it, or check what wrote it")
    return data


def _unreadable(path: str, message: str, fix: str) -> Invalid:
    return _invalid(found(UNREADABLE_FILE, Mark(path, 1, 1), message, fix))


def _invalid(finding: Finding) -> Invalid:
    return Invalid(f"{finding.message}; {finding.fix} ({finding.mark})", [finding])
