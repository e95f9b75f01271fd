"""The log `truth.client`: that answers are no longer current, and that they are so again."""

from __future__ import annotations

import logging

from truth.client.state import Health, State

_LOG = logging.getLogger("truth.client")
_LOG.addHandler(logging.NullHandler())  # an application that has set up no logging hears nothing


def tell(state: State) -> None:
    """A warning, or that all is well."""
    _LOG.log(logging.INFO if state.health is Health.READY else logging.WARNING, "%s", state)
