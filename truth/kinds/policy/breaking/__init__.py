"""What a change to a policy breaks, and for whom: the old document, the new one, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from truth.kinds import promise
from truth.kinds.policy.breaking import clauses, decisions
from truth.model.document import Document
from truth.model.finding import Finding, Rule

RULES: tuple[Rule, ...] = (*clauses.RULES, *promise.RULES, *decisions.RULES)


def breaking(old: Document, new: Document | None) -> Iterator[Finding]:
    """What the change takes from those who rely on the old policy; None: the policy is gone."""
    if new is None:
        yield from clauses.gone(old)
        return
    yield from clauses.breaks(old, new)
    yield from promise.value_breaks(old, new)
    yield from decisions.breaks(old, new)
