"""The Flask application: routes, errors, access and documentation, put together."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from flask import Flask

from truth.api import (
    decisions,
    entries,
    health,
    histories,
    imports,
    keys,
    metrics,
    openapi,
    pages,
    policies,
    quotes,
    release,
    releases,
    schemas,
    snapshots,
    status_code,
    statuses,
    texts,
    values,
    versions,
    writes,
)
from truth.api.access import guard
from truth.api.digests import Digests
from truth.api.guarding import guard_answers
from truth.api.meters import Meters
from truth.api.observing import observe
from truth.api.problems import answer_problems
from truth.api.resource import Number
from truth.api.submission import judge_body
from truth.api.uploads import refuse_faulty
from truth.api.wiring import EXTENSION, Wiring
from truth.logs import Log
from truth.registry.keys import KeyRing
from truth.registry.ports import Clock, Shapes, Store
from truth.registry.registry import Registry
from truth.registry.submission import Judge
from truth.settings import Settings

RESOURCES = (
    release,
    texts,
    values,
    decisions,
    quotes,
    statuses,
    histories,
    status_code,
    entries,
    versions,
    policies,
    imports,
    snapshots,
    releases,
    schemas,
    writes,
    keys,
    health,
)


def build_app(
    registry: Registry,
    store: Store,
    shapes: Shapes,
    settings: Settings,
    clock: Clock,
    *,
    key_ring: KeyRing | None = None,
    judge: Judge | None = None,
    meters: Meters | None = None,
    log: Log | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Flask:
    """The HTTP interface over a registry and its store.

    `key_ring` knows the keys given out (None: those of the store). `judge` judges what is handed in, wherever there is
    room for it (None: in this process).
    `meters` counts what happens; `log` is told of every request (None: nobody is).
    `pause` waits for some seconds, where a reader asks to be held.
    """
    app = Flask("truth.api", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.url_map.converters["number"] = Number
    app.url_map.merge_slashes = False  # an address is right or it is not
    digests = Digests(registry, store)
    key_ring = key_ring or KeyRing(store.keys, clock)
    judge = judge or partial(judge_body, store, shapes)
    app.extensions[EXTENSION] = Wiring(
        registry, store, shapes, settings, clock, key_ring, judge, pause, digests, meters or Meters()
    )
    observe(app, log)
    guard(app)
    refuse_faulty(app)
    answer_problems(app, log)
    guard_answers(app)
    described = openapi.describe(app, shapes)
    for resource in RESOURCES:
        described.register_blueprint(resource.blueprint)
    app.register_blueprint(openapi.blueprint)
    app.register_blueprint(metrics.blueprint)
    app.register_blueprint(pages.blueprint)
    return app
