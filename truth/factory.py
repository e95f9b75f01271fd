"""The composition root: settings → source or store → registry → Flask application."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from truth import resources
from truth.files.folder import Folder, read_folder
from truth.files.remembered import Remembered
from truth.files.shapes import Schemas
from truth.files.source import FolderSource, SnapshotFileSource
from truth.kinds import KINDS
from truth.model.errors import Invalid, UsageError
from truth.model.finding import Rule
from truth.model.release import Authority, Release
from truth.registry.lasting import Lasting
from truth.registry.plan import apply, plan
from truth.registry.ports import Source
from truth.registry.validate import located
from truth.settings import Settings, is_url

if TYPE_CHECKING:
    from flask import Flask

    from truth.api.asgi import Bridge
    from truth.registry.submission import Judged
    from truth.remote.policies import RemotePolicies
    from truth.remote.source import RemoteSource
    from truth.remote.target import RemoteTarget
    from truth.store.store import DatabaseStore

JUDGED_WITHIN = 300.0
"""Seconds that another registry is given to judge and publish what it is sent."""

JUDGES = 2
"""Processes of one worker that judge what is handed in over HTTP; they are started when they are needed."""


def clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def open_shapes() -> Schemas:
    """The document schemas."""
    return Schemas(resources.folder("schemas"))


def read_content(path: Path) -> Folder:
    """A content folder's documents, with what cannot be read as findings; `UsageError` when there is no folder."""
    if not path.is_dir():
        raise UsageError(f"there is no content folder {path}; make one with: truth init {path}")
    return read_folder(path, KINDS, _remembered(path))


def _remembered(folder: Path) -> Remembered:
    """What a content folder said when it was read last: in the user's cache folder, where it may be deleted."""
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]
    return Remembered(user_cache_path("truth", appauthor=False) / "content" / name)


def drift_cache(root: Path) -> Path:
    """Where what a check of a code base found is kept, for the next one; it may be deleted."""
    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]
    return user_cache_path("truth", appauthor=False) / "check" / name


def open_store(target: str | None, settings: Settings) -> DatabaseStore:
    """The database of releases, brought up to date (None: the one the settings name)."""
    store = _open_database(target or settings.database)
    store.migrate(resources.folder("migrations"))
    return store


def _open_database(url: str) -> DatabaseStore:
    """A database as it is: reading one changes nothing in it, and makes none."""
    from truth.store.store import DatabaseStore

    return DatabaseStore(url, clock)


def open_source(name: str | None, settings: Settings, *, history: bool = False) -> Source:
    """The source a reader names: a content folder, a database URL, a registry's URL or a snapshot file.

    None means `TRUTH_SOURCE`, else `content/` where it is there, else the local database; where a history is asked
    for, a folder has none, so the local database answers.
    """
    name = name or settings.source
    if name is None:
        folder = Path(settings.content)
        return _open_database(settings.database) if history or not folder.is_dir() else open_folder(folder)
    if is_url(name):
        return open_remote_source(name, settings)
    if "://" in name:
        return _open_database(name)
    path = Path(name)
    if path.is_dir():
        return open_folder(path)
    if path.is_file():
        return SnapshotFileSource(name)
    raise UsageError(f"there is no source '{name}'; name a content folder, a snapshot file, a database or a URL")


def open_remote_source(url: str, settings: Settings) -> RemoteSource:
    """A registry's URL as a source, read with the key of the settings; `UsageError` for what is none."""
    from truth.remote.connection import Connection
    from truth.remote.source import RemoteSource

    return RemoteSource(Connection(url, settings.key))


def open_remote_policies(url: str, settings: Settings) -> RemotePolicies:
    """A registry's URL as where policies are read for people; `UsageError` for what is none."""
    from truth.remote.connection import Connection
    from truth.remote.policies import RemotePolicies

    return RemotePolicies(Connection(url, settings.key))


def open_target(url: str, key: str | None) -> RemoteTarget:
    """A registry's URL as what is published to; `UsageError` for what is none."""
    from truth.remote.connection import Connection
    from truth.remote.target import RemoteTarget

    return RemoteTarget(Connection(url, key, JUDGED_WITHIN))


def open_folder(path: Path) -> Source:
    """A content folder as a source; `UsageError` when there is no such folder."""
    if not path.is_dir():
        raise UsageError(f"there is no content folder {path}; make one with: truth init {path}")
    return FolderSource(str(path), KINDS)


def load_first(store: DatabaseStore, content: Path) -> Release | None:
    """Apply a content folder to a registry that has released nothing yet; None when it has, or there is no folder.

    Raises `Invalid` with the findings, located, when the content has errors.
    """
    if store.head()[0] or not content.is_dir():
        return None
    folder = read_content(content)
    made = plan(store, open_shapes(), folder.documents.values(), findings=folder.findings, unread=folder.broken)
    authority = Authority("truth serve", note="First start: the content folder as it was found.")
    try:
        return apply(store, made, authority)
    except Invalid as error:
        raise Invalid(error.message, located(error.findings, folder)) from error


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application over the database the settings name."""
    from truth.api.app import build_app
    from truth.api.meters import Meters
    from truth.logs import open_log
    from truth.processes.pool import Pool
    from truth.registry.registry import Registry

    settings = settings or Settings.from_environment()
    store = open_store(None, settings)
    judge: Pool[Judged] = Pool(partial(open_judge, settings), JUDGES, settings.plan_timeout)
    meters = Meters()
    registry = Registry(Lasting(store, clock, time.monotonic, meters.noticed))
    log = open_log(sys.stderr) if settings.log_requests else None
    return build_app(registry, store, open_shapes(), settings, clock, judge=judge, meters=meters, log=log)


def create_service(settings: Settings | None = None) -> Bridge:
    """The same as an ASGI application, for `truth serve`."""
    from truth.api.asgi import serve_wsgi

    settings = settings or Settings.from_environment()
    return serve_wsgi(create_app(settings), settings.max_body)


def open_judge(settings: Settings) -> Callable[[bytes, bool], Judged]:
    """Judges what is handed in over HTTP, on connections of its own."""
    from truth.api.submission import judge_body

    return partial(judge_body, _open_database(settings.database), open_shapes())


def all_rules() -> tuple[Rule, ...]:
    """Every rule there is, by id."""
    from truth.drift.rules import catalogue as drift
    from truth.files import rules as files
    from truth.kinds.status.history import rules as events
    from truth.registry import breaking, document_rules, release_rules
    from truth.text import check

    rules = [*files.RULES, *document_rules.RULES, *check.RULES, *breaking.RULES, *release_rules.RULES, *events.RULES]
    rules += [*drift.OWN, *(rule for kind in KINDS.values() for rule in kind.rules)]
    return tuple(sorted(rules, key=lambda rule: rule.id))
