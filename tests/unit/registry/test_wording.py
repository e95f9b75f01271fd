"""How a text is read is worked out once; what is supplied never stays behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from truth.model.errors import Invalid
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot
from truth.registry import resolve
from truth.registry.catalogue import Catalogue
from truth.registry.resolve import Question, read_text, resolve_text
from truth.text.setting import Format

WHEN = Ref.parse("status:order/shipped/when")
POLICY = Ref.parse("policy:returns/clauses")


def test_the_same_question_is_worked_out_once(catalogue: Catalogue) -> None:
    assert read_text(catalogue, Question(WHEN, "de")) is read_text(catalogue, Question(WHEN, "de"))
    assert read_text(catalogue, Question(WHEN, "de")) is not read_text(catalogue, Question(WHEN, "en"))


def test_what_was_supplied_once_is_not_there_the_next_time(catalogue: Catalogue) -> None:
    bare = resolve_text(catalogue, Question(WHEN)).text
    supplied = resolve_text(catalogue, Question(WHEN, supplied={"eta": "2026-12-03"})).text
    assert "December 3, 2026" in supplied
    assert bare != supplied
    assert resolve_text(catalogue, Question(WHEN)).text == bare


def test_the_text_alone_is_the_text_of_the_answer(catalogue: Catalogue) -> None:
    for ref in (WHEN, POLICY):
        for format in Format:
            reading = read_text(catalogue, Question(ref, format=format))
            assert reading.text({}) == reading.answer({}).text
            given = {name: "2026-12-03" for name in reading.open}
            assert reading.text(given) == reading.answer(given).text


def test_endless_ways_to_ask_do_not_fill_the_memory(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolve, "_MOST_READINGS", 10)
    texts = {resolve_text(catalogue, Question(WHEN, f"de-X{count:03}")).text for count in range(50)}
    assert len(texts) == 1
    assert len(catalogue.readings) <= 10


def test_a_page_takes_what_any_of_its_clauses_takes(shop: Callable[..., Snapshot]) -> None:
    def greet(body: dict[str, Any]) -> None:
        body["arguments"]["day"] = {"type": "date", "example": "2026-12-03"}
        body["wording"]["en"]["clauses"]["help"]["text"] = "Until {day}, see {help_url}"

    catalogue = Catalogue(shop({"policy:returns": greet}))
    page = read_text(catalogue, Question(POLICY))
    assert page.open == {"day"}
    assert "December 3, 2026" in page.text({"day": date(2026, 12, 3).isoformat()})
    with pytest.raises(Invalid, match="the argument 'day' is missing"):
        page.text({})
    with pytest.raises(Invalid, match="did you mean 'day'"):
        resolve_text(catalogue, Question(POLICY, supplied={"dya": "2026-12-03"}))
