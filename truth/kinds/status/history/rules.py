"""The `drift/` rules about events: what systems did with orders, against what their vocabulary allows.

Their examples are events of the starter's vocabulary, `status:order`, in the order in which they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from truth.model.finding import Rule, Severity

_PLACED = {"order": "A-1001", "status": "placed", "at": "2026-03-02T09:00:00Z"}
_SHIPPED = {"order": "A-1001", "status": "shipped", "at": "2026-03-02T15:00:00Z", "actor": "warehouse"}
_DELIVERED = {"order": "A-1001", "status": "delivered", "at": "2026-03-03T11:00:00Z", "actor": "carrier"}
_CANCELLED = {"order": "A-1001", "status": "cancelled", "at": "2026-03-02T10:00:00Z", "actor": "customer"}
_RETIRED = {"status:order": {"retired": {"sent": {"replaced_by": "shipped", "since": "2026-01-01"}}}}


def _events(*events: Mapping[str, Any], **around: Any) -> Mapping[str, Any]:
    return {**around, "events": list(events)}


ILLEGAL_TRANSITION = Rule(
    "drift/illegal-transition",
    Severity.ERROR,
    "An order did what no transition allows: a step is missing in the data, or a system does as it likes.",
    passes=_events(_PLACED, _SHIPPED),
    fails=_events(_PLACED, {**_DELIVERED, "at": "2026-03-02T18:00:00Z"}),
)
BAD_FIRST_STATUS = Rule(
    "drift/bad-first-status",
    Severity.ERROR,
    "An order begins where no order begins, so its first events are missing.",
    passes=_events(_PLACED),
    fails=_events(_SHIPPED),
)
AFTER_THE_END = Rule(
    "drift/after-the-end",
    Severity.ERROR,
    "Something happened to an order that had ended.",
    passes=_events(_PLACED, _SHIPPED, _DELIVERED),
    fails=_events(_PLACED, _SHIPPED, _DELIVERED, {**_SHIPPED, "at": "2026-03-04T09:00:00Z"}),
)
OUT_OF_ORDER = Rule(
    "drift/out-of-order",
    Severity.ERROR,
    "An event is older than the one before it, so whoever reads them in turn shows the wrong status.",
    passes=_events(_PLACED, _SHIPPED),
    fails=_events(_PLACED, {**_SHIPPED, "at": "2026-03-01T15:00:00Z"}),
)
DUPLICATE_EVENT = Rule(
    "drift/duplicate-event",
    Severity.WARNING,
    "The same event came twice; a customer may be told twice.",
    passes=_events(_PLACED, _SHIPPED),
    fails=_events(_PLACED, _PLACED),
)
MISSING_REASON = Rule(
    "drift/missing-reason",
    Severity.ERROR,
    "A person decided, and why is not recorded with one of the reasons there are.",
    passes=_events(_PLACED, {**_CANCELLED, "reason": "customer_request"}),
    fails=_events(_PLACED, _CANCELLED),
)
ACTOR_NOT_ALLOWED = Rule(
    "drift/actor-not-allowed",
    Severity.ERROR,
    "Somebody caused what is not theirs to cause.",
    passes=_events(_PLACED, _SHIPPED),
    fails=_events(_PLACED, {**_SHIPPED, "actor": "customer"}),
)
OVER_EXPECTATION = Rule(
    "drift/over-expectation",
    Severity.WARNING,
    "An order stayed longer in a status than customers were told to expect.",
    passes=_events(_PLACED, _SHIPPED),
    fails=_events(_PLACED, {**_SHIPPED, "at": "2026-05-02T15:00:00Z"}),
)
OFF_SCHEMA_CODE = Rule(
    "drift/off-schema-code",
    Severity.ERROR,
    "A status the vocabulary does not have has no label, no words and no way on.",
    passes=_events(_PLACED),
    fails=_events({**_PLACED, "status": "plaecd"}),
)
RETIRED_CODE = Rule(
    "drift/retired-code",
    Severity.ERROR,
    "A status was used after it was retired; old events may hold it, new ones may not.",
    passes=_events(
        {**_PLACED, "at": "2025-03-02T09:00:00Z"},
        {**_SHIPPED, "status": "sent", "at": "2025-03-02T15:00:00Z"},
        documents=_RETIRED,
    ),
    fails=_events(_PLACED, {**_SHIPPED, "status": "sent"}, documents=_RETIRED),
)
UNREADABLE_EVENT = Rule(
    "drift/unreadable-event",
    Severity.ERROR,
    "A line that cannot be read may hold anything; it is told, and the rest is checked.",
    passes=_events(_PLACED),
    fails=_events({**_PLACED, "status": 3}),
)
RULES = (
    ILLEGAL_TRANSITION,
    BAD_FIRST_STATUS,
    AFTER_THE_END,
    OUT_OF_ORDER,
    DUPLICATE_EVENT,
    MISSING_REASON,
    ACTOR_NOT_ALLOWED,
    OVER_EXPECTATION,
    OFF_SCHEMA_CODE,
    RETIRED_CODE,
    UNREADABLE_EVENT,
)
