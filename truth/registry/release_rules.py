"""The `release/` rules: what no publication may do. Their severity is fixed.

Their examples are states, not documents: what is asked for, and what the registry stands at.
"""

from __future__ import annotations

from truth.model.finding import Rule, Severity

_NARROWED = {"notice": "P14D", "window": "P30D → P14D", "recorded_at": "2026-12-01T09:00:00+01:00"}

BACKDATED = Rule(
    "release/backdated",
    Severity.ERROR,
    "What was said in the past stays said: a release takes effect when it is recorded, or later.",
    passes={"release": {"recorded_at": "2026-03-03T09:00:00Z", "effective_at": "2026-03-09T00:00:00Z"}},
    fails={"release": {"recorded_at": "2026-03-03T09:00:00Z", "effective_at": "2026-03-01T00:00:00Z"}},
    fixed=True,
)
STALE_BASE = Rule(
    "release/stale-base",
    Severity.ERROR,
    "A release is made from a state someone looked at; on another state it could undo what others did since.",
    passes={"plan": {"base": {"head": 41}}, "registry": {"head": 41}},
    fails={"plan": {"base": {"head": 41}}, "registry": {"head": 42}},
    fixed=True,
)
UNCONFIRMED_RETIREMENT = Rule(
    "release/unconfirmed-retirement",
    Severity.ERROR,
    "An entry missing from the folder would be taken away from everyone who reads it; that is said out loud.",
    passes={"registry": ["policy:returns"], "folder": [], "retire": True},
    fails={"registry": ["policy:returns"], "folder": []},
    fixed=True,
)
NOTICE_TOO_SHORT = Rule(
    "release/notice-too-short",
    Severity.ERROR,
    "Customers are told before a promise gets smaller; how long before is what the company in force has promised.",
    passes={**_NARROWED, "effective_at": "2026-12-15T00:00:00+01:00"},
    fails={**_NARROWED, "effective_at": "2026-12-05T00:00:00+01:00"},
    fixed=True,
)
MAKES_STALE = Rule(
    "release/makes-stale",
    Severity.WARNING,
    "A scheduled release was made from a state someone looked at. What changes that state first keeps it from taking "
    "effect, and whoever scheduled it should hear of it.",
    passes={
        "scheduled": {"release": 2, "effective_at": "2026-12-24T00:00:00+01:00", "changes": ["policy:returns"]},
        "plan": {"effective_at": None, "changes": ["policy:shipping"]},
    },
    fails={
        "scheduled": {"release": 2, "effective_at": "2026-12-24T00:00:00+01:00", "changes": ["policy:returns"]},
        "plan": {"effective_at": None, "changes": ["policy:returns"]},
    },
    fixed=True,
)
RULES = (BACKDATED, STALE_BASE, UNCONFIRMED_RETIREMENT, NOTICE_TOO_SHORT, MAKES_STALE)
