"""The kinds of truth, each in a folder of its own; they never import each other."""

from __future__ import annotations

from collections.abc import Mapping

from truth.kinds.company.kind import Company
from truth.kinds.kind import Kind
from truth.kinds.policy.kind import Policy
from truth.kinds.price.kind import Price
from truth.kinds.status.kind import Status
from truth.model.errors import NotFound
from truth.model.nearest import did_you_mean

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (Company(), Policy(), Price(), Status())}
"""Every kind there is, by name."""


def kind_of(name: str) -> Kind:
    """The kind of that name; `NotFound` names the nearest."""
    if name not in KINDS:
        raise NotFound(f"there is no kind '{name}'{did_you_mean(name, KINDS)}")
    return KINDS[name]
