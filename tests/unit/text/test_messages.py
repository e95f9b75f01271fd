"""Patterns: what is read, what is refused, and that ICU says the same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from icu4py.messageformat import MessageFormat

from truth.model.errors import Invalid
from truth.text.formatting import ABSENT, Formatted, format_number
from truth.text.message import DEEPEST, LONGEST, BadPattern, parse
from truth.text.render import names_in, render
from truth.text.setting import Format

CASES = Path(__file__).parents[2] / "cases" / "text"
BAD = yaml.safe_load((CASES / "bad_patterns.yaml").read_text(encoding="utf-8"))
SAME_AS_ICU = yaml.safe_load((CASES / "same_as_icu.yaml").read_text(encoding="utf-8"))


def plain(pattern: str, locale: str = "en", **values: Formatted) -> str:
    return render(pattern, locale, Format.TEXT, values, markdown=False).text


def formatted(value: Any, locale: str) -> Formatted:
    if isinstance(value, int):
        return Formatted(format_number(value, locale), value, str(value))
    return Formatted(value, None, value)


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["why"])
def test_a_bad_pattern_is_refused_with_its_place_and_cause(case: dict[str, str]) -> None:
    with pytest.raises(BadPattern) as refused:
        parse(case["pattern"])
    assert case["says"] in refused.value.message


@pytest.mark.parametrize("locale", ["en", "de", "fr", "pl", "cs"])
@pytest.mark.parametrize("case", SAME_AS_ICU, ids=lambda case: case["pattern"][:50])
def test_our_pattern_says_what_bare_icu_says(case: dict[str, Any], locale: str) -> None:
    for values in case["values"]:
        bare = MessageFormat(case["pattern"], locale).format(values)
        ours = plain(case["pattern"], locale, **{name: formatted(value, locale) for name, value in values.items()})
        assert ours == bare


_words = st.text(alphabet="ab '#|.,<>-\n’", max_size=6)
_leaf = st.one_of(_words, st.just("{s}"), st.just("''"), st.just("'{'"), st.just("'}'"))


def _branching(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    plural = st.builds(
        "{{n, {}, {}=1 {{{}}} one {{{}}} other {{{}}}}}".format,
        st.sampled_from(["plural", "selectordinal"]),
        st.sampled_from(["", "offset:1 ", "offset:2 "]),
        inner,
        inner,
        st.one_of(inner, st.just("#")),
    )
    select = st.builds("{{s, select, x {{{}}} other {{{}}}}}".format, inner, inner)
    return st.lists(st.one_of(inner, plural, select), max_size=3).map("".join)


@given(st.recursive(_leaf, _branching, max_leaves=6), st.integers(0, 120), st.sampled_from(["x", "it's {odd} #"]))
def test_any_pattern_we_read_says_what_bare_icu_says(pattern: str, number: int, text: str) -> None:
    values = {"n": number, "s": text}
    try:
        ours = plain(pattern, "en", **{name: formatted(value, "en") for name, value in values.items()})
    except BadPattern:
        return
    assert ours == MessageFormat(pattern, "en").format(values)


def test_one_argument_may_be_used_as_words_number_and_choice_at_once() -> None:
    pattern = "{n} {n, plural, one {# day} other {# days}} {n, select, 3 {three} other {more}}"
    assert plain(pattern, n=Formatted("3 long days", 3, "3")) == "3 long days 3 days three"


def test_the_number_sign_is_written_by_our_formatter() -> None:
    words = Formatted("€1,234.50", Decimal("1234.50"), "1234.50")
    assert plain("{n, plural, one {#} other {#}}", n=words) == "1,234.50"
    assert plain("{n, plural, one {#} other {#}}", "de", n=words) == "1.234,50"


def test_a_missing_argument_is_an_error_and_its_name_is_never_printed() -> None:
    with pytest.raises(Invalid, match=r"'window' is missing; did you mean 'windows'\?"):
        plain("You have {window}.", windows=Formatted("30 days", 30, "P30D"))


@pytest.mark.parametrize("pattern", ["On {eta}.", "{eta, select, other {On {eta}.}}", "{eta, plural, other {#}}"])
def test_an_absent_optional_argument_never_leaves_a_hole(pattern: str) -> None:
    with pytest.raises(Invalid, match="nothing was given for 'eta'"):
        plain(pattern, eta=ABSENT)


def test_an_absent_optional_argument_takes_the_branch_none() -> None:
    pattern = "{eta, select, none {Soon.} other {On {eta}, {eta, plural, other {#}}.}}"
    assert plain(pattern, eta=ABSENT) == "Soon."


def test_plural_of_what_has_no_number_is_an_error() -> None:
    with pytest.raises(Invalid, match="no number"):
        plain("{eta, plural, other {x}}", eta=Formatted("3 December", None, "2026-12-03"))


def test_select_of_what_has_no_choice_is_an_error() -> None:
    with pytest.raises(Invalid, match="no choice"):
        plain("{eta, select, other {x}}", eta=Formatted("3 December", None, None))


def test_the_names_of_a_pattern_are_found_in_every_branch_and_link() -> None:
    assert names_in("{a, select, x {{b}} other {{c, plural, other {{d}}}}}", False) == {"a", "b", "c", "d"}
    assert names_in('[{a}]({b} "{c}") `{d}`', True) == {"a", "b", "c"}


def test_a_pattern_has_a_length_and_a_depth() -> None:
    parse("x" * LONGEST)
    with pytest.raises(BadPattern, match="20,000 is the limit"):
        parse("x" * (LONGEST + 1))
    nested = "{a, select, other {" * DEEPEST + "x" + "}}" * DEEPEST
    with pytest.raises(BadPattern, match="nested more than 10 deep"):
        parse(nested)


def test_an_error_shows_the_characters_nobody_sees_by_their_number() -> None:
    with pytest.raises(BadPattern, match=r'near "a U\+202Eb\{"'):
        parse("a \u202eb{")
