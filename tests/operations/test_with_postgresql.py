"""A registry on the PostgreSQL of `make postgres`: it serves, publishes, restarts, and outlives its database."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LABEL = "/v1/text/status/order/shipped/label"
WINDOW = "/v1/values/policy/returns/values/window"


def test_the_command_that_starts_one_is_the_one_the_documentation_names() -> None:
    assert "bench/postgres.py" in (ROOT / "Makefile").read_text(encoding="utf-8").partition("\npostgres:")[2]
    assert "make postgres" in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_the_registry_runs_on_it_from_the_first_start_on_and_outlives_its_absence(
    shop: Any, postgres: Any, until: Callable[[Callable[[], bool]], bool]
) -> None:
    shop.environment["TRUTH_DATABASE"] = postgres.start()
    with shop.served() as ask:
        assert ask(LABEL).json["text"] == "Shipped"
        policy = shop.folder / "content/policy/returns/policy.yaml"
        policy.write_text(policy.read_text(encoding="utf-8").replace("P30D", "P45D"), encoding="utf-8")
        shop.run("apply", "--note", "Longer returns")
        assert ask(WINDOW).json["display"] == "45 days"
    with shop.served() as ask:
        assert ask("/v1/release").json["release"] == 2
        assert ask(f"{WINDOW}?release=1").json["display"] == "30 days"
        _outlives_the_database(shop, postgres, ask, until)
    checks = json.loads(shop.run("doctor", "--format", "json"))["checks"]
    assert any("PostgreSQL" in check["message"] for check in checks)


def _outlives_the_database(shop: Any, postgres: Any, ask: Any, until: Any) -> None:
    bearer = {"Authorization": f"Bearer {shop.key('apply')}"}
    change = {"documents": {}, "retire": True}
    assert ask("/v1/plan", method="POST", body=change, **bearer).status == 200
    postgres.stop()
    during = ask(LABEL)
    assert (during.status, during.json["text"]) == (200, "Shipped")
    assert "Truth-Stale" in during.headers
    assert ask("/v1/apply", method="POST", body=change, **bearer).status == 503
    postgres.start()
    assert until(lambda: "Truth-Stale" not in ask(LABEL).headers)
    assert ask("/v1/plan", method="POST", body=change, **bearer).status == 200
    assert ask("/v1/release").json["release"] == 2
