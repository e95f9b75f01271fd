"""Truth: one line in a template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypedDict, Unpack

from truth.client.file import Kept, SnapshotFile
from truth.client.keeper import Keeper
from truth.client.link import Link
from truth.client.state import State
from truth.client.status import Status
from truth.client.view import View
from truth.model.errors import UsageError

_SCHEMES = ("http://", "https://")
_ADDRESS = re.compile(r"(?:localhost|[A-Za-z0-9.-]+:[0-9]{1,5})/?")  # of a registry, its scheme forgotten


class Changes(TypedDict, total=False):
    """What `within` may change."""

    channel: str | None
    locale: str | None
    currency: str | None


class Truth:
    """The company's words, values and statuses, for one channel in one locale.

    `source` is a registry's URL or a snapshot file. A registry is asked for its Snapshot once, and then again every
    `poll` seconds beside the readers, for one that is newer. Its last answer is kept in the folder `cache` (None: the
    user's cache folder; False: nowhere), and used, marked STALE, while the registry is away. `bootstrap` is a snapshot
    file packed with the application, for a start without either. A registry has `timeout` seconds for a whole answer.

    `channel`, `locale` and `currency` default to the company's. An unknown ref, locale or argument is an error of
    `truth.model.errors`, and so is having nothing to answer from; an empty text never is an answer.
    """

    def __init__(
        self,
        source: str | Path,
        *,
        channel: str | None = None,
        locale: str | None = None,
        currency: str | None = None,
        key: str | None = None,
        cache: str | Path | bool | None = None,
        bootstrap: str | Path | None = None,
        poll: float = 30.0,
        timeout: float = 5.0,
    ) -> None:
        self._view = View(channel, locale, currency)
        if str(source).lower().startswith(_SCHEMES):
            link = Link(str(source).rstrip("/"), key, timeout)
            self._keeper = Keeper(link, _kept(link.url, cache), _bootstrap(bootstrap), poll)
        elif "://" in str(source):
            raise UsageError("a client reads a registry's URL (https://…) or a snapshot file; this source is neither")
        elif _ADDRESS.fullmatch(str(source)) and not Path(source).exists():
            raise UsageError(f"'{source}' is no file and no URL; did you mean http://{source}?")
        else:
            self._keeper = Keeper(SnapshotFile(Path(source)), poll=poll)

    def __repr__(self) -> str:
        return f"Truth({self._keeper.origin.name!r}, {self.state})"

    @property
    def state(self) -> State:
        """Whether answers are current, and where they come from, as of the last time its source was asked."""
        return self._keeper.state

    def refresh(self) -> State:
        """Ask the source now instead of at the next poll, and wait for it; one that is away is told, not raised."""
        self._keeper.refresh()
        return self.state

    def within(self, **view: Unpack[Changes]) -> Truth:
        """The same truth for another `channel`, `locale` or `currency`; nothing is fetched again."""
        if not view.keys() <= set(View._fields):
            raise UsageError(f"a view has {', '.join(View._fields)}, not {', '.join(view.keys() - set(View._fields))}")
        other = object.__new__(Truth)
        other._keeper, other._view = self._keeper, self._view._replace(**view)
        return other

    def text(self, ref: str, /, *, as_: str | None = None, **arguments: Any) -> str:
        """The text at a ref, with the arguments it takes; in HTML, where that is the channel's format, or `as_` is.

        Templates insert HTML as it is and escape everything else. None is an argument left out.
        """
        return self._keeper.answers().text(self._view, ref, as_, arguments)

    def value(self, ref: str, /) -> Any:
        """The value at a ref as `timedelta`, `int`, `Decimal`, `date`, `datetime`, `bool` or `str`.

        Money is the amount in the view's currency, else the channel's, else the company's.
        """
        return self._keeper.answers().value(self._view, ref)

    def status(self, vocabulary: str, code: str, /, *, as_: str | None = None, **arguments: Any) -> Status:
        """What a customer reads about a status; staff statuses show the customer status they stand for.

        `as_` and the arguments are for all its texts, and each takes what it uses. All of them are of one release,
        however late they are asked for.
        """
        return self._keeper.answers().status(self._view, vocabulary, code, as_, arguments)


def _kept(url: str, cache: str | Path | bool | None) -> Kept | None:
    if cache is False:
        return None
    from hashlib import sha256

    if cache is None or cache is True:
        from platformdirs import user_cache_path

        cache = user_cache_path("truth", appauthor=False)
    return Kept(Path(cache) / f"{sha256(url.encode()).hexdigest()[:32]}.json")


def _bootstrap(path: str | Path | None) -> SnapshotFile | None:
    if path is None:
        return None
    if not Path(path).is_file():
        raise UsageError(f"there is no file {path} to start from; make one with: truth export --snapshot {path}")
    return SnapshotFile(Path(path))
