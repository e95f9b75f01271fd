"""Texts, values and statuses, as a template asks for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from truth.client import Truth
from truth.client.markup import Html
from truth.client.values import native, supplied
from truth.model.errors import Gone, Invalid, NotFound, Unavailable, UsageError
from truth.text.argument import TypedValue

Write = Callable[..., Path]
Worded = Callable[..., Callable[[Any], Any]]

LABEL = "status:fulfilment/shipped/label"
WINDOW = "policy:returns/clauses/window"


@pytest.fixture
def truth(snapshot: Write) -> Truth:
    """The sample for e-mails in German."""
    return Truth(snapshot(), channel="email", locale="de")


def test_a_text_is_in_the_locale_of_its_reader(truth: Truth) -> None:
    assert truth.text(LABEL) == "Versandt"
    assert truth.within(locale="fr").text(LABEL) == "Expédiée"
    assert truth.within(locale=None).text(LABEL) == "Shipped"
    assert truth.text(LABEL) == "Versandt"


def test_a_text_comes_in_the_format_of_its_channel_unless_another_is_asked_for(truth: Truth) -> None:
    html = truth.text(WINDOW)
    assert isinstance(html, Html)
    assert "<strong>30 Tage</strong>" in html
    plain = truth.text(WINDOW, as_="text")
    assert type(plain) is str
    assert "<" not in plain
    assert type(truth.within(channel="chat").text(WINDOW)) is str


def test_a_whole_policy_is_a_text_too(truth: Truth) -> None:
    page = truth.text("policy:returns/clauses", case_number="C-004211")
    assert page.index('<section id="window">') < page.index('<section id="help">')
    assert "C-004211" in page


def test_arguments_may_be_what_python_has(truth: Truth) -> None:
    when = "status:fulfilment/shipped/when"
    assert truth.text(when, eta=date(2026, 12, 3)) == truth.text(when, eta="2026-12-03")
    assert "3. Dezember 2026" in truth.text(when, eta=date(2026, 12, 3))


def test_an_argument_that_is_none_is_left_out(truth: Truth) -> None:
    when = "status:fulfilment/shipped/when"
    assert truth.text(when, eta=None) == truth.text(when)


@pytest.mark.parametrize("name", ["self", "ref", "vocabulary", "code", "class"])
def test_an_argument_may_have_any_name(snapshot: Write, worded: Worded, name: str) -> None:
    change = worded("shipped", "happened", f"On its way to {{{name}}}.", **{name: {"type": "string", "example": "x"}})
    truth = Truth(snapshot({"status:fulfilment": change}), locale="en")
    assert truth.text("status:fulfilment/shipped/happened", **{name: "Ada"}) == "On its way to Ada."
    assert truth.status("fulfilment", "shipped", **{name: "Ada"}).happened == "On its way to Ada."


@pytest.mark.parametrize(
    ("ref", "arguments", "error", "message"),
    [
        ("status:fulfilment/shiped/label", {}, NotFound, "did you mean status:fulfilment/shipped/label"),
        ("shipped", {}, Invalid, "it has no kind"),
        ("status:fulfilment/shipped", {}, NotFound, "is not a text"),
        (LABEL, {"as_": "htm"}, Invalid, "did you mean 'html'"),
        (LABEL, {"ete": "2026-12-03"}, Invalid, "did you mean 'eta'"),
        (WINDOW, {"window": "P99D"}, Invalid, "cannot be supplied: it is bound to"),
        ("status:fulfilment/shipped/when", {"eta": "soon"}, Invalid, "'eta' is"),
        ("status:fulfilment/shipped/when", {"eta": datetime(2026, 12, 3, tzinfo=UTC)}, Invalid, "is not a date"),
        ("status:fulfilment/shipped/when", {"eta": 3.5}, Invalid, "'eta' is 3.5"),
        ("status:fulfilment/shipped/when", {"eta": object()}, Invalid, "'eta' is"),
    ],
)
def test_nothing_is_guessed(truth: Truth, ref: str, arguments: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        truth.text(ref, **arguments)


@pytest.mark.parametrize(
    ("view", "message"),
    [({"locale": "it"}, "no texts in 'it'"), ({"channel": "emial"}, "did you mean 'email'")],
)
def test_an_unknown_locale_or_channel_is_an_error(truth: Truth, view: Any, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        truth.within(**view).text(LABEL)


def test_a_view_has_nothing_else(truth: Truth) -> None:
    with pytest.raises(UsageError, match="not language"):
        truth.within(language="de")  # type: ignore[call-arg]


def test_a_missing_argument_is_an_error_and_never_a_hole(snapshot: Write, worded: Worded) -> None:
    change = worded("shipped", "happened", "Sent with {carrier}.", carrier={"type": "string", "example": "DHL"})
    truth = Truth(snapshot({"status:fulfilment": change}))
    with pytest.raises(Invalid, match="the argument 'carrier' is missing"):
        truth.text("status:fulfilment/shipped/happened")
    with pytest.raises(Invalid, match="the argument 'carrier' is missing"):
        truth.text("status:fulfilment/shipped/happened", carrier=None)
    with pytest.raises(Invalid, match="it is empty"):
        truth.text("status:fulfilment/shipped/happened", carrier="")


def test_a_value_is_what_python_has(truth: Truth) -> None:
    assert truth.value("policy:returns/values/window") == timedelta(days=30)
    assert truth.value("policy:returns/values/return_fee") == Decimal("0.00")
    assert truth.value("company:profile/values/reply_time") == 1
    assert truth.value("company:profile/values/help_url") == "https://natural.example/help"


def test_money_is_in_the_currency_of_the_view_the_channel_or_the_company(snapshot: Write) -> None:
    def priced(body: Any) -> Any:
        fee = {**body["values"]["return_fee"], "value": {"EUR": "1.00", "GBP": "2.00"}}
        return {**body, "values": {**body["values"], "return_fee": fee}}

    def in_pounds(body: Any) -> Any:
        return {**body, "channels": {**body["channels"], "sms": {**body["channels"]["sms"], "currency": "GBP"}}}

    truth = Truth(snapshot({"policy:returns": priced, "company:profile": in_pounds}))
    ref = "policy:returns/values/return_fee"
    assert truth.value(ref) == Decimal("1.00")
    assert truth.within(channel="sms").value(ref) == Decimal("2.00")
    assert truth.within(channel="sms", currency="EUR").value(ref) == Decimal("1.00")
    with pytest.raises(Invalid, match="there is no amount in USD; there is: EUR, GBP"):
        truth.within(currency="USD").value(ref)


@pytest.mark.parametrize(
    ("type_", "written", "value"),
    [
        ("duration", "P1DT2H", timedelta(days=1, hours=2)),
        ("duration", "P2W", timedelta(days=14)),
        ("duration", "P1Y6M", "P1Y6M"),
        ("percent", "7.5", Decimal("7.5")),
        ("date", "2026-12-03", date(2026, 12, 3)),
        ("datetime", "2026-12-03T14:00:00Z", datetime(2026, 12, 3, 14, tzinfo=UTC)),
        ("boolean", False, False),
        ("business_days", 5, 5),
        ("enum", "new", "new"),
    ],
)
def test_every_type_has_one_form_in_python(type_: str, written: Any, value: Any) -> None:
    assert native(TypedValue(type_, written), "EUR") == value


class Colour(StrEnum):
    """A choice of the application's own."""

    GREEN = "green"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (timedelta(days=30), "P30D"),
        (timedelta(hours=26, minutes=5, seconds=1), "P1DT2H5M1S"),
        (timedelta(minutes=90), "PT1H30M"),
        (Decimal("7.50"), "7.50"),
        (Decimal("1E+2"), "100"),
        ({"EUR": Decimal("4.95")}, {"EUR": "4.95"}),
        (Colour.GREEN, "green"),
        (Html("<b>"), "<b>"),
        (True, True),
        (3, 3),
    ],
)
def test_what_python_has_is_supplied_as_the_registry_reads_it(given: Any, written: Any) -> None:
    found = supplied({"it": given})["it"]
    assert (found, type(found)) == (written, type(written))


@pytest.mark.parametrize("length", [timedelta(0), timedelta(days=-1), timedelta(microseconds=1)])
def test_a_length_that_cannot_be_said_is_refused(length: timedelta) -> None:
    with pytest.raises(Invalid, match="a whole number of seconds above 0"):
        supplied({"it": length})


def test_a_status_says_everything_a_customer_wants_to_know(truth: Truth) -> None:
    shown = truth.status("fulfilment", "shipped")
    assert (shown.code, shown.label, str(shown)) == ("shipped", "Versandt", "Versandt")
    parts = [shown.happened, shown.next, shown.when, shown.cost, shown.help, shown.recovery]
    assert all(part.strip() for part in parts)
    assert len(set(parts)) == len(parts)
    assert repr(shown) == "Status('shipped')"


def test_a_status_has_its_whole_block_in_the_order_in_which_it_is_read(truth: Truth) -> None:
    shown = truth.status("fulfilment", "packed", eta=date(2026, 12, 3))
    assert list(shown.texts) == ["label", "happened", "next", "when", "cost", "help", "recovery"]
    assert all(getattr(shown, name) == text and isinstance(text, Html) for name, text in shown.texts.items())


def test_a_label_needs_no_argument_that_only_the_rest_of_its_block_takes(snapshot: Write, worded: Worded) -> None:
    change = worded("shipped", "happened", "Sent with {carrier}.", carrier={"type": "string", "example": "DHL"})
    shown = Truth(snapshot({"status:fulfilment": change})).status("fulfilment", "shipped")
    assert shown.label == "Shipped"
    with pytest.raises(Invalid, match="the argument 'carrier' is missing"):
        _ = shown.texts


def test_a_status_comes_in_another_format_where_one_is_asked_for(truth: Truth) -> None:
    assert isinstance(truth.status("fulfilment", "shipped").label, Html)
    assert type(truth.status("fulfilment", "shipped", as_="text").label) is str


def test_a_staff_status_reads_as_its_customer_status_and_allows_what_it_allows(truth: Truth) -> None:
    packed, processing = truth.status("fulfilment", "packed"), truth.status("fulfilment", "processing")
    assert (packed.code, packed.label) == (processing.code, processing.label)
    assert "cancel" in processing.allows
    assert "cancel" not in packed.allows
    assert (packed.phase, packed.terminal) == ("open", False)


def test_an_unknown_status_or_vocabulary_names_the_nearest(truth: Truth) -> None:
    with pytest.raises(NotFound, match="did you mean 'shipped'"):
        truth.status("fulfilment", "shiped")
    with pytest.raises(NotFound, match="did you mean 'status:fulfilment'"):
        truth.status("fulfillment", "shipped")


def test_a_retired_status_is_its_successor_or_gone(snapshot: Write) -> None:
    def retire(body: Any) -> Any:
        retired = {"enroute": {"replaced_by": "shipped", "since": "2026-01-01"}, "vanished": {"since": "2026-01-01"}}
        return {**body, "retired": retired}

    truth = Truth(snapshot({"status:fulfilment": retire}))
    assert truth.status("fulfilment", "enroute").code == "shipped"
    with pytest.raises(Gone, match="nothing took its place"):
        truth.status("fulfilment", "vanished")


def test_what_a_status_does_not_have_is_an_error_a_template_cannot_swallow(truth: Truth) -> None:
    shown: Any = truth.status("fulfilment", "shipped")
    with pytest.raises(NotFound, match="did you mean 'label'"):
        _ = shown.lable
    with pytest.raises(AttributeError):
        _ = shown._hidden


def test_a_snapshot_file_is_ready_and_has_no_position_of_its_own_making(truth: Truth) -> None:
    truth.text(LABEL)
    assert str(truth.state) == "READY(source=file)"


def test_a_snapshot_file_that_was_replaced_is_read_again(snapshot: Write, worded: Worded) -> None:
    truth = Truth(snapshot(), locale="en")
    assert truth.text(LABEL) == "Shipped"
    snapshot({"status:fulfilment": worded("shipped", "label", "On its way")})
    assert str(truth.refresh()) == "READY(source=file)"
    assert truth.text(LABEL) == "On its way"


def test_a_snapshot_file_that_breaks_leaves_the_last_words_and_says_so(snapshot: Write) -> None:
    path = snapshot()
    truth = Truth(path, locale="en")
    truth.text(LABEL)
    path.write_bytes(path.read_bytes().replace(b"Shipped", b"Shopped"))
    assert "STALE(source=file" in str(truth.refresh())
    assert "it was changed" in str(truth.state.problem)
    assert truth.text(LABEL) == "Shipped"
    path.unlink()
    assert "cannot be read: No such file" in str(truth.refresh().problem)
    assert truth.text(LABEL) == "Shipped"


def test_without_anything_to_answer_from_it_says_why(tmp_path: Path) -> None:
    truth = Truth(tmp_path / "nothing.json")
    assert str(truth.state) == "ERROR(problem=nothing has been read yet)"
    with pytest.raises(Unavailable, match=r"there is nothing to answer from: .*No such file"):
        truth.text(LABEL)
    assert truth.state.health == "ERROR"
