"""Arguments: the names a text may use, and the typed values that stand in for them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.instant import parse_instant
from truth.model.nearest import did_you_mean
from truth.text.calendar import read_date
from truth.text.duration import read_duration
from truth.text.shape import matches

LONGEST = 2_000
UNDECIDED = "unknown"
"""The type of an argument whose target cannot be read: known by name, so that one broken entry accuses no other."""

_LARGEST = 2**53 - 1
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_INTEGER = re.compile(r"-?[0-9]{1,16}")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_AMOUNT = re.compile(r"(?:(?P<before>[A-Z]{3}) )?(?P<amount>[0-9.]+)(?: (?P<after>[A-Z]{3}))?")
_HIDDEN = r"\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"  # an address that only looks like another
_LINKED = rf"\s<>\"{{}}\\{_HIDDEN}"
_URL = re.compile(
    rf"https?://[^/?#{_LINKED}]+(?:[/?#][^{_LINKED}]*)?|mailto:[^{_LINKED}]+|tel:[+0-9][0-9().*#;=a-z-]*",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+?[0-9](?:[ ()./-]?[0-9]){2,24}")
_MAILED = rf"\s@<>,;\"{_HIDDEN}"
_EMAIL = re.compile(rf"[^{_MAILED}]{{1,64}}@[^.{_MAILED}]+(?:\.[^.{_MAILED}]+)+")

EXAMPLES: Mapping[str, Json] = MappingProxyType(
    {
        "string": "Linen tee",
        "integer": 3,
        "percent": "7.5",
        "money": {"EUR": "4.95"},
        "date": "2026-12-03",
        "datetime": "2026-12-03T14:00:00+01:00",
        "duration": "P30D",
        "business_days": 5,
        "enum": "new",
        "boolean": True,
        "url": "https://natural.example/help",
        "phone": "+49 30 5550 100",
        "email": "help@natural.example",
    }
)
"""A believable value of each type, for messages and checks of arguments that bring no example."""


@dataclass(frozen=True)
class TypedValue:
    """A typed constant as it stands in a document.

    money `{CUR: "0.00"}` · duration `"P30D"` · business_days, integer: an int · percent `"7.5"` · date `"2026-12-03"` ·
    datetime RFC 3339 with an offset · enum (one of `of`), url, phone, email, string: a str · boolean: a bool.
    """

    type: str
    value: Json
    of: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Argument:
    """A declared argument: bound to a value by `ref` (then `bound` is set), or supplied by the channel."""

    name: str
    type: str
    required: bool = True
    default: Json | None = None
    example: Json | None = None
    pattern: str | None = None
    of: tuple[str, ...] | None = None
    bound: TypedValue | None = None
    ref: str | None = None
    minimum: int | None = None
    maximum: int | None = None

    @property
    def optional(self) -> bool:
        """Whether a text may find it absent: not bound, not required, and without a default."""
        return self.bound is None and not self.required and self.default is None


def example_of(argument: Argument) -> TypedValue:
    """A believable value: what it is bound to, its example, its default, or the example of its type."""
    if argument.bound is not None:
        return argument.bound
    own = [raw for raw in (argument.example, argument.default) if raw is not None]
    if not own and argument.of:
        own = [argument.of[0]]
    return TypedValue(argument.type, own[0] if own else EXAMPLES.get(argument.type, ""), argument.of)


def read_argument(argument: Argument, raw: Json) -> TypedValue:
    """The typed value a caller supplied: a JSON value, or the string of a query.

    `Invalid` names the argument, what was given, what is expected, and an example.
    """
    reader = _READERS.get(argument.type)
    if reader is None:
        raise Invalid(f"'{argument.name}' has the type '{argument.type}'{did_you_mean(argument.type, _READERS)}")
    try:
        return TypedValue(argument.type, reader(argument, raw), argument.of)
    except Invalid as error:
        given, example = _shown(raw), _shown(example_of(argument).value)
        raise Invalid(f"'{argument.name}' is {given}: {error.message}; for example {example}") from error


def _shown(raw: Json) -> str:
    text = json.dumps(raw, ensure_ascii=False, default=repr).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= 80 else f"{text[:79]}…"


def _line(raw: Json, wanted: str) -> str:
    if not isinstance(raw, str):
        raise Invalid(f"expected {wanted}")
    if len(raw) > LONGEST:
        raise Invalid(f"it has {len(raw):,} characters; {LONGEST:,} is the limit")
    if not raw.isprintable() and _UNPRINTABLE.search(raw):
        raise Invalid("it holds a control character or a line break; expected one line of plain words")
    if not raw or raw.isspace():
        raise Invalid("it is empty")
    return raw


def _string(argument: Argument, raw: Json) -> str:
    text = _line(raw, "a text")
    if argument.pattern is not None and not matches(argument.pattern, text):
        raise Invalid(f"expected the form {argument.pattern}")
    return text


def _enum(argument: Argument, raw: Json) -> str:
    text, known = _line(raw, "a code"), argument.of or ()
    if text not in known:
        raise Invalid(f"expected one of: {', '.join(known)}{did_you_mean(text, known) if len(known) > 12 else ''}")
    return text


def _boolean(argument: Argument, raw: Json) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw in ("true", "false"):
        return bool(raw == "true")
    raise Invalid("expected true or false")


def _integer(argument: Argument, raw: Json) -> int:
    if isinstance(raw, str) and _INTEGER.fullmatch(raw):
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int) or abs(raw) > _LARGEST:
        raise Invalid("expected a whole number")
    if argument.minimum is not None and raw < argument.minimum:
        raise Invalid(f"expected at least {argument.minimum}")
    if argument.maximum is not None and raw > argument.maximum:
        raise Invalid(f"expected at most {argument.maximum}")
    return raw


def _business_days(argument: Argument, raw: Json) -> int:
    days = _integer(argument, raw)
    if not 0 <= days <= 1000:
        raise Invalid("expected a whole number of days, from 0 to 1000")
    return days


def _percent(argument: Argument, raw: Json) -> str:
    return _decimal(raw)


def _decimal(raw: Json) -> str:
    if not isinstance(raw, str) or not _DECIMAL.fullmatch(raw):
        raise Invalid("expected a decimal in quotes, with a point")
    return raw


def _money(argument: Argument, raw: Json) -> dict[str, str]:
    amounts = _amount_of_text(raw) if isinstance(raw, str) else raw
    if not isinstance(amounts, dict) or not amounts or len(amounts) > 200:
        raise Invalid("expected an amount per currency, or an amount and its currency")
    if not all(isinstance(currency, str) and _CURRENCY.fullmatch(currency) for currency in amounts):
        raise Invalid("expected currencies by their ISO 4217 codes")
    return {currency: _decimal(amount) for currency, amount in amounts.items()}


def _amount_of_text(text: str) -> dict[str, str] | None:
    if text.startswith("{") and len(text) <= LONGEST:
        return _amount_of_json(text)
    found = _AMOUNT.fullmatch(text)
    if found is None or bool(found["before"]) == bool(found["after"]):
        return None
    return {found["before"] or found["after"]: found["amount"]}


def _amount_of_json(text: str) -> dict[str, str] | None:
    try:
        amounts = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return amounts if isinstance(amounts, dict) else None


def _date(argument: Argument, raw: Json) -> str:
    text = _line(raw, "a date, year first")
    read_date(text)
    return text


def _datetime(argument: Argument, raw: Json) -> str:
    text = _line(raw, "an instant with its offset")
    parse_instant(text)
    return text


def _duration(argument: Argument, raw: Json) -> str:
    text = _line(raw, "an ISO 8601 duration")
    read_duration(text)
    return text


def _url(argument: Argument, raw: Json) -> str:
    text = _line(raw, "a link")
    if not _URL.fullmatch(text):
        raise Invalid("expected a link that begins with https://, http://, mailto: or tel:")
    return text


def _phone(argument: Argument, raw: Json) -> str:
    text = _line(raw, "a telephone number")
    if not _PHONE.fullmatch(text):
        raise Invalid("expected a telephone number in international form")
    return text


def _email(argument: Argument, raw: Json) -> str:
    text = _line(raw, "an e-mail address")
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise Invalid("expected an e-mail address")
    return text


_READERS: Mapping[str, Callable[[Argument, Json], Json]] = MappingProxyType(
    {
        "string": _string,
        "integer": _integer,
        "percent": _percent,
        "money": _money,
        "date": _date,
        "datetime": _datetime,
        "duration": _duration,
        "business_days": _business_days,
        "enum": _enum,
        "boolean": _boolean,
        "url": _url,
        "phone": _phone,
        "email": _email,
    }
)
