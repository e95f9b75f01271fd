"""What can be wrong with a request itself."""

from __future__ import annotations

from truth.model.finding import Rule, Severity

PARAMETER = Rule(
    "request/parameter",
    Severity.ERROR,
    "A parameter that is unknown, repeated or malformed is refused, so that a typing mistake never changes an answer.",
    passes={"query": "limit=50"},
    fails={"query": "limti=50"},
    fixed=True,
)
BODY = Rule(
    "request/body",
    Severity.ERROR,
    "A body must be JSON of the documented shape; nothing in it is skipped over.",
    passes={"body": {"texts": [{"ref": "policy:returns/clauses/window"}]}},
    fails={"body": {"text": [{"ref": "policy:returns/clauses/window"}]}},
    fixed=True,
)
TEXT = Rule(
    "request/text",
    Severity.ERROR,
    "Texts asked for together belong together: one that cannot be answered stops them all, and each one says why.",
    passes={"body": {"texts": [{"ref": "status:order/shipped/label"}]}},
    fails={"body": {"texts": [{"ref": "status:order/shiped/label"}]}},
    fixed=True,
)
REQUEST_RULES = (PARAMETER, BODY, TEXT)
