"""Types from a vocabulary: names, strings and comments that hold, and one text for one vocabulary."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given as for_all
from hypothesis import strategies as st

from truth.kinds.status.code.current import outdated
from truth.kinds.status.code.facts import facts_of
from truth.kinds.status.code.generate import Language, generate
from truth.kinds.status.code.given import Header, Selection
from truth.kinds.status.code.naming import camel, identifiers, pascal, upper
from truth.kinds.status.code.quoting import comment, kotlin_string, python_string, swift_string, typescript_string
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.ref import Ref

ROOT = Path(__file__).parents[3]
CODES = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def vocabulary(name: str) -> Document:
    """A vocabulary of the sample or of the cases, by its key."""
    places = [ROOT / "content" / "status", ROOT / "tests" / "cases" / "status" / "code"]
    path = next(place / f"{name}.yaml" for place in places if (place / f"{name}.yaml").exists())
    return Document(Ref("status", name), yaml.safe_load(path.read_text(encoding="utf-8")))


def changed(document: Document, **statuses: Any) -> Document:
    """The vocabulary with parts of statuses replaced."""
    body = json.loads(document.canonical)
    for code, parts in statuses.items():
        body["statuses"][code].update(parts)
    return Document(document.entry, body)


@pytest.mark.parametrize(
    ("style", "name"), [(pascal, "ReadyForPickup"), (camel, "readyForPickup"), (upper, "READY_FOR_PICKUP")]
)
def test_a_code_is_written_as_the_language_writes_names(style: Any, name: str) -> None:
    assert style("ready_for_pickup") == name


def test_codes_that_would_share_a_name_keep_their_own_spelling() -> None:
    names = identifiers(("in_transit", "in__transit", "intransit"), camel)
    assert dict(names) == {"in_transit": "in_transit", "in__transit": "in__transit", "intransit": "intransit"}


def test_a_reserved_word_is_never_a_name_and_never_pushes_another_aside() -> None:
    names = identifiers(("self", "self_", "self__"), camel, frozenset(["self"]))
    assert len(set(names.values())) == 3
    assert "self" not in names.values()


@for_all(st.lists(CODES, unique=True), st.sampled_from([camel, pascal, upper]), st.frozensets(CODES))
def test_every_code_has_a_name_of_its_own_whatever_the_order(codes: list[str], style: Any, reserved: Any) -> None:
    names = identifiers(tuple(codes), style, reserved)
    assert len(set(names.values())) == len(codes)
    assert not set(names.values()) & reserved
    assert names == identifiers(tuple(reversed(codes)), style, reserved)


@for_all(TEXTS)
def test_a_python_string_means_its_text(text: str) -> None:
    assert ast.literal_eval(python_string(text)) == text


@for_all(TEXTS)
def test_a_typescript_string_that_json_reads_means_its_text(text: str) -> None:
    assert json.loads(typescript_string(text)) == text


@for_all(TEXTS)
def test_no_string_shows_what_cannot_be_seen_or_ends_early(text: str) -> None:
    for quoted in (python_string(text), typescript_string(text), kotlin_string(text), swift_string(text)):
        inner = re.sub(r"\\.", "", quoted[1:-1], flags=re.DOTALL)
        assert '"' not in inner
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]", quoted)
    assert "$" not in re.sub(r"\\.", "", kotlin_string(text))
    assert not re.search(r"(?<!\\)(\\\\)*\\\(", swift_string(text))


@for_all(TEXTS)
def test_a_comment_stays_on_its_line_and_neither_ends_nor_nests(text: str) -> None:
    line = comment(text)
    assert len(line.splitlines()) <= 1
    assert "*/" not in line
    assert "/*" not in line


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", ["fulfilment", "hostile", "open", "closed"])
def test_the_head_names_the_release_and_the_digest(language: Language, name: str) -> None:
    document = vocabulary(name)
    head = "\n".join(generate(document, language, Header(12)).splitlines()[:4])
    assert f"status:{name}, release 12, {document.digest}" in head


@pytest.mark.parametrize("language", Language)
def test_a_folder_has_no_release_so_its_code_is_a_draft(language: Language) -> None:
    assert ", draft, sha256:" in generate(vocabulary("open"), language, Header())


@pytest.mark.parametrize("language", Language)
def test_without_labels_the_text_holds_none(language: Language) -> None:
    text = generate(vocabulary("fulfilment"), language, Header(), Selection(labels=False))
    assert "Versandt" not in text
    assert "in_transit" in text


@pytest.mark.parametrize("language", Language)
def test_only_the_locales_asked_for_are_written(language: Language) -> None:
    text = generate(vocabulary("fulfilment"), language, Header(), Selection(("de",)))
    assert "Versandt" in text
    assert "Expédiée" not in text


def test_a_channel_with_its_own_words_gets_them() -> None:
    text = generate(vocabulary("fulfilment"), Language.TYPESCRIPT, Header(), Selection(("de",), "sms"))
    assert '"Auf dem Rückweg"' in text
    assert '"Auf dem Rückweg zu uns"' not in text


def test_a_region_has_the_words_of_its_language() -> None:
    assert '"de-AT": "Versandt"' in generate(
        vocabulary("fulfilment"), Language.TYPESCRIPT, Header(), Selection(("de-AT",))
    )


def test_a_label_that_is_not_there_is_an_error_that_names_it() -> None:
    with pytest.raises(Invalid, match="status:fulfilment/placed/label has no words for 'it'"):
        generate(vocabulary("fulfilment"), Language.SWIFT, Header(), Selection(("it",)))


def test_a_label_with_an_argument_is_no_constant() -> None:
    document = changed(vocabulary("open"), new={"label": {"en": "New since {day}"}})
    with pytest.raises(Invalid, match="which has an argument; leave labels out"):
        generate(document, Language.KOTLIN, Header())
    assert generate(document, Language.KOTLIN, Header(), Selection(labels=False))


def test_a_status_shown_as_one_that_is_not_there_is_an_error() -> None:
    document = changed(vocabulary("open"), new={"audience": "staff", "shown_as": "dome"})
    with pytest.raises(Invalid, match="did you mean 'done'"):
        generate(document, Language.PYTHON, Header())


def test_another_type_of_entry_is_no_vocabulary() -> None:
    with pytest.raises(Invalid, match="status:order is a display, not a vocabulary"):
        facts_of(Document(Ref("status", "order"), {"type": "display"}))


@pytest.mark.parametrize(
    "body",
    [{"statuses": []}, {"statuses": {'a"; drop': {}}}, {"statuses": {"a": 1}}, {"statuses": {"a": {}}, "initial": "a"}],
    ids=["list", "code", "status", "initial"],
)
def test_what_is_not_shaped_like_a_vocabulary_is_refused_before_anything_is_written(body: Any) -> None:
    with pytest.raises(Invalid):
        facts_of(Document(Ref("status", "x"), {"type": "vocabulary", **body}))


def test_statuses_come_in_the_order_a_history_meets_them() -> None:
    assert facts_of(vocabulary("fulfilment")).codes[:3] == ("placed", "processing", "on_hold")


def test_a_current_file_is_current_to_the_last_character() -> None:
    text = generate(vocabulary("open"), Language.PYTHON, Header(3))
    assert outdated(text, text) is None
    assert "edited by hand" in str(outdated(text + "\n", text))


def test_a_file_that_is_not_current_says_why() -> None:
    document = vocabulary("open")
    text = generate(document, Language.PYTHON, Header(3))
    newer = generate(changed(document, new={"meaning": "Another."}), Language.PYTHON, Header(4))
    again = generate(document, Language.PYTHON, Header(5))
    other = generate(vocabulary("closed"), Language.PYTHON, Header(3))
    assert "status:open has changed since" in str(outdated(text, newer))
    assert "the file calls it release 3 and now it is release 5" in str(outdated(text, again))
    assert "made from status:closed, not from status:open" in str(outdated(other, text))
    assert "does not say what it was made from" in str(outdated("", text))
