"""Wiring: what the routes need of the outside, handed in once by `build_app`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import cast

from flask import current_app

from truth.api.digests import Digests
from truth.api.meters import Meters
from truth.registry.keys import KeyRing
from truth.registry.ports import Clock, Shapes, Store
from truth.registry.registry import Registry
from truth.registry.submission import Judge
from truth.settings import Settings

EXTENSION = "truth"
_WAITING = 16  # requests that may be held back at once; each holds a thread of its worker
_WRITING = 4  # requests that may write at once, for the same reason


@dataclass(frozen=True)
class Wiring:
    """The ports of one application. `pause` waits for some seconds."""

    registry: Registry
    store: Store
    shapes: Shapes
    settings: Settings
    clock: Clock
    keys: KeyRing
    judge: Judge
    pause: Callable[[float], None]
    digests: Digests
    meters: Meters
    waiting: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_WAITING))
    writing: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_WRITING))


def wiring() -> Wiring:
    """The ports of the application that answers this request."""
    return cast(Wiring, current_app.extensions[EXTENSION])
