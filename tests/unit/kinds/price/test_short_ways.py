"""The short ways of the engine come to what the long ones do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.kinds.price.shop import NOW, Shop, shop_of
from truth.conditions.condition import ALWAYS, read
from truth.kinds.price.inputs import OF_A_LINE
from truth.kinds.price.lines import plain_lines
from truth.kinds.price.market import Market
from truth.kinds.price.matcher import split
from truth.kinds.price.money import HUNDRED, all_written, written
from truth.kinds.price.rounding import MODES, portion, portions
from truth.kinds.price.written import result
from truth.model.errors import Invalid

PRICES = {"A": {"unit": "19.99"}, "B": {"unit": "0.0375"}, "FLAKES": {"unit": "12.40", "decimals": 3}}
SOAP = {"input": "tags", "op": "contains", "value": "soap"}
MANY = {"input": "quantity", "op": "gte", "value": 3}

LINES = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {
                "id": st.sampled_from(["1", "2", "3", "é", "", "x" * 81, 7]),
                "sku": st.sampled_from(["A", "B", "FLAKES", "C", ["A"]]),
                "quantity": st.sampled_from([1, 2, 1_000_000, 0, -1, True, 1.5, "0.75", 1_000_001, None]),
            },
            optional={"note": st.just("gift")},
        ),
        st.sampled_from([None, 3, ["id", "sku", "quantity"], {"id": "1"}]),
    ),
    min_size=1,
    max_size=4,
)


def told(shop: Shop, lines: list[Any]) -> Any:
    """What a basket comes to; or what is wrong with it."""
    try:
        return result(shop.ask({"lines": lines}))
    except Invalid as error:
        return [(one.rule, one.pointer, one.message) for one in error.findings]


def warm(shop: Shop) -> Market:
    """The market of a shop that has sold every article before."""
    market = shop.book.at(NOW).market("EUR", "XX", "web", None)
    assert all(market.article(sku) for sku in PRICES)
    return market


@given(LINES)
def test_a_basket_is_judged_the_same_whether_its_articles_were_met_before_or_not(lines: list[Any]) -> None:
    known, new = shop_of({"prices": PRICES}), shop_of({"prices": PRICES})
    warm(known)
    assert told(known, lines) == told(new, lines)


def test_only_lines_with_nothing_out_of_the_ordinary_are_read_the_short_way() -> None:
    market = warm(shop_of({"prices": PRICES}))
    plain = {"id": "1", "sku": "A", "quantity": 2}
    found = plain_lines([plain], market)
    assert found is not None
    assert [(line.id, line.article.sku, line.parts, line.written) for line in found] == [("1", "A", 2, 2)]
    changes: list[dict[str, Any]] = [{"id": ""}, {"id": 7}, {"sku": "C"}, {"sku": "FLAKES"}, {"quantity": "2"}]
    changes += [{"quantity": True}, {"quantity": 0}, {"quantity": 1_000_001}, {"note": "gift"}, {"id": "x" * 81}]
    assert [plain_lines([{**plain, **change}], market) for change in changes] == [None] * len(changes)
    assert plain_lines([plain, plain], market) is None


@pytest.mark.parametrize("mode", sorted(MODES))
@given(amounts=st.lists(st.integers(0, 10**12)), percent=st.integers(0, 3 * HUNDRED))
def test_a_part_of_many_amounts_is_the_part_of_each(mode: str, amounts: list[int], percent: int) -> None:
    for share in (percent, HUNDRED - percent):
        each = [MODES[mode](amount * share, HUNDRED) for amount in amounts]
        assert portions(amounts, portion(share, HUNDRED), MODES[mode]) == each


@given(amounts=st.lists(st.integers(-(10**12), 10**12)), digits=st.integers(0, 4))
def test_many_amounts_are_written_as_each_is(amounts: list[int], digits: int) -> None:
    assert all_written(amounts, digits) == [written(amount, digits) for amount in amounts]


@pytest.mark.parametrize(
    ("where", "articles", "line"),
    [
        (None, None, None),
        (SOAP, SOAP, None),
        (MANY, None, MANY),
        ({"all": [SOAP, MANY]}, SOAP, MANY),
        ({"any": [SOAP, MANY]}, None, {"any": [SOAP, MANY]}),
        ({"not": MANY}, None, {"not": MANY}),
    ],
    ids=["always", "article", "line", "both", "either", "not the line"],
)
def test_a_condition_is_parted_into_what_an_article_decides_and_the_rest(where: Any, articles: Any, line: Any) -> None:
    expected = tuple(ALWAYS if node is None else read(node, OF_A_LINE) for node in (articles, line))
    assert split(read(where, OF_A_LINE)) == expected
