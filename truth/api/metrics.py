"""Metrics: the text format of Prometheus.

With several workers, `truth serve` gives them a folder in which to count together, and whichever answers counts for
all. What the registry holds is read from the database as it is asked for.
"""

from __future__ import annotations

import os

from flask import Blueprint, Response
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from truth.api.meters import Holdings
from truth.api.wiring import wiring

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder in which workers count together; prometheus_client reads it when imported."""

blueprint = Blueprint("metrics", __name__)


@blueprint.route("/metrics")
def metrics() -> Response:
    """What Prometheus scrapes: from this machine, or with a key with the scope `read`."""
    wired = wiring()
    held = CollectorRegistry()
    held.register(Holdings(wired.registry, wired.store))
    data = generate_latest(_counted(wired.meters.registry)) + generate_latest(held)
    return Response(data, headers={"Cache-Control": "no-store"}, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _counted(own: CollectorRegistry) -> CollectorRegistry:
    """What this process has counted, or all that count together."""
    if not os.environ.get(SHARED):
        return own
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together
