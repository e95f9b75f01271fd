"""Meters: what one process counts, and what the registry holds, for `/metrics`.

Labels have few values: a route is its template, a method one that HTTP knows, a status its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily

from truth.model.errors import BeforeFirstRelease, Unavailable
from truth.registry.lasting import Answered
from truth.registry.ports import Store
from truth.registry.registry import Registry

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_PLAN_SECONDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


class Meters:
    """What one process counts."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        self.requests = Counter(
            "truth_http_requests", "Requests answered.", ("method", "route", "status"), registry=registry
        )
        self.seconds = Histogram(
            "truth_http_request_seconds", "How long answers took.", ("route",), registry=registry, buckets=_SECONDS
        )
        self.plans = Histogram(
            "truth_plan_seconds", "How long plans took.", ("verb",), registry=registry, buckets=_PLAN_SECONDS
        )
        self.snapshots = Counter(
            "truth_snapshots", "Snapshots of now, by where they came from.", ("from",), registry=registry
        )

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self.requests.labels(method, route, status).inc()
        self.seconds.labels(route).observe(seconds)

    def noticed(self, answered: Answered) -> None:
        """Count one Snapshot of now."""
        self.snapshots.labels(answered).inc()


class Holdings:
    """What the registry holds, as it is asked for."""

    def __init__(self, registry: Registry, store: Store) -> None:
        self._registry, self._store = registry, store

    def collect(self) -> Iterator[Any]:
        """The gauges; those nobody can tell at the moment are left out."""
        yield from self._in_force()
        try:
            scheduled, stale = self._store.ahead()
        except Unavailable:
            yield _gauge("truth_database_up", "Whether the database answers.", 0)
            return
        yield _gauge("truth_database_up", "Whether the database answers.", 1)
        yield _gauge("truth_releases_scheduled", "Releases that will take effect.", scheduled)
        yield _gauge("truth_releases_stale", "Releases for a time to come that must be planned anew.", stale)

    def _in_force(self) -> Iterator[Any]:
        try:
            pointer = self._registry.snapshot().pointer
        except (BeforeFirstRelease, Unavailable):
            return
        if pointer.release is not None and pointer.position is not None:
            position = pointer.position
            yield _gauge("truth_release", "The release in effect.", pointer.release)
            yield _gauge("truth_position_releases", "Releases in effect so far: N of position N.M.", position.releases)
            yield _gauge("truth_position_edges", "Window edges since: M of position N.M.", position.edges)


def _gauge(name: str, help: str, value: float) -> Any:
    return GaugeMetricFamily(name, help, value)
