"""Published cases, reproduced to the cent: textbooks, standards, and documented examples of public shop systems.

Each file of `tests/cases/price/published` names its source; a new case there is a new test. A case is
`printed`: its figures stand at the source as they are; or `derived`: worked out from the rule the source states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.kinds.price.shop import shop_of
from truth.kinds.price.money import written
from truth.kinds.price.quote import Quote
from truth.kinds.price.results import amounts
from truth.kinds.price.written import result

CASES = Path(__file__).parents[3] / "cases" / "price" / "published"
DOCUMENTATION = Path(__file__).parents[4] / "docs" / "prices.md"
FILES = sorted(CASES.glob("*.yaml"))


def collected() -> list[Any]:
    found = []
    for path in FILES:
        file = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [
            pytest.param({**file.get("shop", {}), **case}, id=f"{path.stem}-{case['name']}") for case in file["cases"]
        ]
    return found


def test_at_least_thirty_stand_at_their_source_as_they_are() -> None:
    published = Counter(case.values[0].get("published", "printed") for case in collected())
    assert set(published) == {"printed", "derived"}
    assert published["printed"] >= 30


def test_the_documentation_counts_them() -> None:
    published = Counter(case.values[0].get("published", "printed") for case in collected())
    said = f"{published['printed']} are printed at their source, {published['derived']} are derived"
    assert said in DOCUMENTATION.read_text(encoding="utf-8").replace("\n", " ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_names_its_source(path: Path) -> None:
    file = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert file["source"]
    assert file["url"].startswith("http")


@pytest.mark.parametrize("case", collected())
def test_a_published_case_is_reproduced_to_the_cent(case: Mapping[str, Any]) -> None:
    quote = shop_of(case).quote(case["basket"], facts=case.get("facts", {}))
    expected = dict(case["expect"])
    lines, invoice = expected.pop("lines", {}), expected.pop("invoice", {})
    assert {name: amounts(quote)[name] for name in expected} == expected
    assert {id: shown(quote, id) for id in lines} == lines
    assert {term: result(quote)["invoice"][term] for term in invoice} == invoice


def shown(quote: Quote, id: str) -> str:
    """What a line costs after its discounts, in the basis of the prices."""
    line = next(line for line in quote.lines if line.line.id == id)
    return written(line.base - sum(amount for _, amount in line.discounts), quote.market.digits)
