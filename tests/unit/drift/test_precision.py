"""The rules keep their word on the labelled set: errors are right, and most of what there is is found."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from truth.drift.rules.catalogue import RULES
from truth.model.finding import Rule, Severity

ROOT = Path(__file__).parents[3]
LEAST_PRECISION = 0.99
LEAST_RECALL = 0.99
"""What all rules together reached on the set they were worked on with; a change may not lose any of it unseen."""
LEAST_RECALL_HELD_OUT = 0.98
"""What they reached on the set they had never seen."""


def _measuring() -> Any:
    spec = importlib.util.spec_from_file_location("docs_precision", ROOT / "docs" / "precision.py")
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def measured() -> Any:
    """The set the rules were worked on with."""
    measuring = _measuring()
    return measuring.scores(measuring.outcomes(measuring.WORKED_WITH))


@pytest.fixture(scope="module")
def held_out() -> Any:
    """The set they had never seen."""
    measuring = _measuring()
    return measuring.scores(measuring.outcomes(measuring.HELD_OUT))


ERRORS = [rule for rule in RULES if rule.severity is Severity.ERROR]


@pytest.mark.parametrize("rule", ERRORS, ids=lambda rule: rule.id)
def test_a_rule_that_fails_a_build_is_right_in_99_of_100_findings(measured: Any, held_out: Any, rule: Rule) -> None:
    both = _measuring().all_of([measured.rules[rule.id], held_out.rules[rule.id]])
    assert both.precision >= LEAST_PRECISION, f"{both.false} false alarms; ship it as a warning, or make it right"


def test_nearly_all_of_what_there_is_is_found(measured: Any) -> None:
    met, missed = (sum(getattr(one, name) for one in measured.rules.values()) for name in ("met", "missed"))
    assert met / (met + missed) >= LEAST_RECALL


def test_all_rules_together_are_right_in_99_of_100_findings(measured: Any) -> None:
    met, false = (sum(getattr(one, name) for one in measured.rules.values()) for name in ("met", "false"))
    assert met / (met + false) >= LEAST_PRECISION


def test_the_set_that_is_measured_on_is_as_large_as_it_says(measured: Any) -> None:
    assert measured.drifting >= 300
    assert measured.clean >= 300


def test_nearly_all_of_what_was_held_out_is_found(held_out: Any) -> None:
    met, missed = (sum(getattr(one, name) for one in held_out.rules.values()) for name in ("met", "missed"))
    assert met / (met + missed) >= LEAST_RECALL_HELD_OUT


def test_the_set_that_was_held_out_is_as_large_as_it_says(held_out: Any) -> None:
    assert held_out.drifting >= 120
    assert held_out.clean >= 140
