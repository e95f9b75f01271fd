"""The formats an import reads, and which of them a file is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from truth.kinds.status.importing.machine import Machine
from truth.kinds.status.importing.scxml import read_scxml
from truth.kinds.status.importing.symfony import read_symfony
from truth.kinds.status.importing.table import read_table
from truth.kinds.status.importing.xstate import read_xstate
from truth.model.canonical import Json
from truth.model.errors import UsageError


class Source(StrEnum):
    """Where a vocabulary can come from."""

    TABLE = "table"
    XSTATE = "xstate"
    SCXML = "scxml"
    SYMFONY = "symfony"


def read_machine(data: Json, source: Source, only: str | None = None) -> Machine:
    """The machine in a file's data, which is text for SCXML; `only` names one of several in it.

    Raises `Invalid` for data that is not of the format, `TooLarge` beyond what a vocabulary may hold, and `UsageError`
    where one of several must be named, or cannot be.
    """
    if source is Source.TABLE:
        return read_table(data, only)
    if source is Source.SYMFONY:
        return read_symfony(data, only)
    if only is not None:
        raise UsageError(f"a file of {source} holds one machine; leave out --only")
    return read_scxml(data) if source is Source.SCXML else read_xstate(data)


def guess(data: Json) -> Source | None:
    """The format of data read from JSON or YAML, where it can only be one."""
    if isinstance(data, list):
        return Source.TABLE
    if not isinstance(data, Mapping):
        return None
    if isinstance(data.get("states"), Mapping):
        return Source.XSTATE
    if isinstance(data.get("statuses"), list) or (isinstance(data.get("transitions"), list) and "places" not in data):
        return Source.TABLE
    if "framework" in data or "workflows" in data or "places" in data:
        return Source.SYMFONY
    return None
