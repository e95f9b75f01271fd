"""Link: a registry as an origin, asked over HTTP with the ETag of what is known already."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from truth import __version__
from truth.client.origin import Fetched
from truth.model.errors import Forbidden, NotFound, TruthError, Unauthenticated, Unavailable, UsageError

_REFUSALS: dict[int, tuple[type[TruthError], str]] = {
    401: (Unauthenticated, "it wants a key that works, with the scope 'read'"),
    403: (Forbidden, "the key lacks the scope 'read'"),
    404: (NotFound, "no registry is there, or it has released nothing yet"),
}
_ELSEWHERE = (Unavailable, "it points elsewhere; name the URL it points to")
_FAILED = (Unavailable, "it cannot answer now")


@dataclass(frozen=True)
class Link:
    """A registry's URL and the key to it; `timeout`, in seconds, is for a whole answer.

    Nothing is kept open between two answers, so a forked process shares no connection.
    """

    url: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 5.0
    kind: str = "registry"

    def __post_init__(self) -> None:
        """Raise `UsageError` for a URL, a key or a timeout that cannot be used."""
        _place(self.url)
        if self.key is not None and not (self.key and all("!" <= character <= "~" for character in self.key)):
            raise UsageError("the key is empty, or has characters no key has; copy it as it was shown")
        if not self.timeout > 0:
            raise UsageError(f"the timeout is {self.timeout}; give a number of seconds above 0")

    @property
    def name(self) -> str:
        """Its URL."""
        return self.url

    def newer(self, tag: str | None) -> Fetched | None:
        """The Snapshot in force; None when it is still the one with this ETag.

        Raises `Unavailable` where the registry does not answer in time and in full, and what it refuses with where it
        says no.
        """
        from truth.client.exchange import get
        from truth.registry.snapshot_file import LARGEST_SNAPSHOT

        place = _place(self.url)
        path = f"{place.path.rstrip('/')}/v1/snapshot"
        try:
            reply = get(place, path, self._headers(tag), timeout=self.timeout, largest=LARGEST_SNAPSHOT)
        except Unavailable as error:
            raise Unavailable(f"{self.url}: {error.message}") from error
        if reply.status == 200:
            return Fetched(reply.body, reply.etag)
        if reply.status == 304 and tag is not None:
            return None
        kind, why = _REFUSALS.get(reply.status, _ELSEWHERE if 300 <= reply.status < 400 else _FAILED)
        raise kind(f"{self.url} answered {reply.status}: {why}")

    def _headers(self, tag: str | None) -> dict[str, str]:
        headers = {"Accept": "application/json", "User-Agent": f"truth-client/{__version__}"}
        if tag is not None:
            headers["If-None-Match"] = tag
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key}"
        return headers


def _place(url: str) -> SplitResult:
    """The URL in its parts; `UsageError` for one that is not a registry's, without repeating what may be secret."""
    if "@" in url:
        raise UsageError("the registry's URL holds a name or a password; leave them out, and give the key as key=")
    try:
        place = urlsplit(url)
        usable = bool(place.hostname) and place.scheme in ("http", "https") and place.port != 0
    except ValueError:
        usable = False
    if not usable or place.query or place.fragment:
        raise UsageError(f"'{url[:120]}' is not a registry's URL; write it like https://truth.natural.example")
    return place
