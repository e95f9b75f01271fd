"""The one error tree.

    TruthError
    ├── UsageError              wrong usage or configuration                      exit 2
    ├── Unavailable             a source cannot be reached or does not answer     exit 3, 503
    └── Refused                 the request is understood and answered with no    exit 1, 4xx
        ├── Invalid             input, document or argument is not acceptable     422
        │   └── TooLarge        input exceeds a documented limit                  413
        ├── NotFound            a name nobody here knows                          404
        │   └── BeforeFirstRelease  nothing had been said yet at that instant     404
        ├── Gone                retired; `replaced_by` names the successor        410
        ├── Conflict            the state underneath has changed                  409
        │   └── PreconditionFailed  an If-Match no longer holds                   412
        ├── Unauthenticated     no key, or a key that does not work               401
        └── Forbidden           the key lacks a scope                             403

Errors are raised where they are known and translated once, at the edge (`truth/api/problems.py`, `truth/cli/exits.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from truth.model.finding import Finding


class TruthError(Exception):
    """Base of every error of ours: `message` says what was wrong, where, and what to do.

    `findings` carries the same shape every check answers in, when there is more to say than one sentence.
    """

    slug: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.findings = tuple(findings)


class UsageError(TruthError):
    """A command or a setting is wrong."""

    slug = "usage"
    title = "Wrong usage or configuration"


class Unavailable(TruthError):
    """A source cannot be reached, or answered with a failure of its own."""

    slug = "unavailable"
    title = "Not available right now"


class Refused(TruthError):
    """The request is understood, and the answer is no."""

    slug = "refused"
    title = "Refused"


class Invalid(Refused):
    """Input, a document or an argument is not acceptable."""

    slug = "invalid"
    title = "Not valid"


class TooLarge(Invalid):
    """Input exceeds a documented limit."""

    slug = "too-large"
    title = "Too large"


class NotFound(Refused):
    """A name that nothing here answers to. The message names the nearest candidates."""

    slug = "not-found"
    title = "Not found"


class BeforeFirstRelease(NotFound):
    """Nothing had been released yet at the instant asked for; the first version is never a stand-in."""

    slug = "before-first-release"
    title = "Before the first release"


class Gone(Refused):
    """Retired on purpose. `replaced_by` is the ref (or code) that took its place, or None."""

    slug = "retired"
    title = "Retired"

    def __init__(self, message: str, replaced_by: str | None = None) -> None:
        super().__init__(message)
        self.replaced_by = replaced_by


class Conflict(Refused):
    """What the request was made from has changed underneath; `findings` say what."""

    slug = "conflict"
    title = "Changed underneath"


class PreconditionFailed(Conflict):
    """An `If-Match` names a state that is no longer the current one."""

    slug = "precondition-failed"
    title = "Precondition failed"


class Unauthenticated(Refused):
    """No key was given, or one that does not work."""

    slug = "unauthenticated"
    title = "A key is needed"


class Forbidden(Refused):
    """The key works but lacks the scope this needs."""

    slug = "forbidden"
    title = "Not allowed"
