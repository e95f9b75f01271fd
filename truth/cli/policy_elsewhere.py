"""Policies of another registry, by its URL."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from truth.cli.options import Reading, settings
from truth.cli.sources import kept_open
from truth.model.instant import format_instant

if TYPE_CHECKING:
    from truth.remote.policies import RemotePolicies


def open_policies(url: str) -> RemotePolicies:
    """The registry at a URL, read with the key of the settings."""
    from truth.factory import open_remote_policies

    return kept_open(open_remote_policies(url, settings()))


def parameters(reading: Reading, as_published: datetime | None) -> dict[str, str]:
    """The moment a verb means, as the registry's routes take it."""
    instants = {"at": reading.at, "known_at": reading.known_at, "as_published": as_published}
    asked = {name: format_instant(instant) for name, instant in instants.items() if instant}
    return {**asked, "release": str(reading.release)} if reading.release else asked
