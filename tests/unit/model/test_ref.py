"""Refs: what is an address, and what a wrong one is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.model.errors import Invalid
from truth.model.ref import Ref

SEGMENTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("policy:returns", ()),
        ("policy:returns/clauses/window", ("clauses", "window")),
        ("status:fulfilment/shipped/label", ("shipped", "label")),
        ("price:retail-de/prices/TEE-01/label", ("prices", "TEE-01", "label")),
        ("company:profile/owners/caf%C3%A9%2Fbar/title", ("owners", "café/bar", "title")),
    ],
)
def test_a_ref_is_a_kind_a_key_and_a_path(text: str, path: tuple[str, ...]) -> None:
    ref = Ref.parse(text)
    assert ref.path == path
    assert str(ref) == text
    assert str(ref.entry) == text.split("/")[0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it has no kind"),
        ("returns/clauses/window", "it has no kind"),
        ("Policy:returns", "'Policy' is not a kind"),
        ("policy:", "'' is not a key"),
        ("policy:Returns", "'Returns' is not a key"),
        ("policy:returns--x", "is not a key"),
        ("policy:returns/", "the segment '' is empty"),
        ("policy:returns//window", "the segment '' is empty"),
        ("policy:returns/a b", "must be percent-encoded"),
        ("policy:returns/%zz", "must be percent-encoded"),
        ("policy:returns/%ff", "not UTF-8"),
        ("policy:returns/" + "a" * 2000, "longer than 1,024 characters"),
    ],
)
def test_what_is_not_a_ref_is_told_which_part_is_wrong(text: str, why: str) -> None:
    with pytest.raises(Invalid, match=why.replace("(", r"\(")):
        Ref.parse(text)


@given(st.lists(SEGMENTS, max_size=5))
def test_segments_are_percent_encoded_once_whatever_they_hold(path: list[str]) -> None:
    ref = Ref("price", "retail-de", tuple(path))
    text = str(ref)
    if len(text) <= 1024:
        assert Ref.parse(text) == ref
