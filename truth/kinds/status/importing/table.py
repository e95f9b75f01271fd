"""A flat table of statuses and transitions: CSV, or JSON.

A row with `from` or `to` is a transition: `from` nothing means that a history may begin in `to`, `from` `*` any status
but `to`, `from` `a|b` both. A row with `code` (or `status`) is a status. `label` is what customers read for the status
of the row, in a transition the one in `to`; `label.de` is the same in German.

JSON is a list of such rows, or `{statuses, transitions}` with rows in each, and beside them `initial`, `title`,
`owner`, `mode`, `description`. Where rows name a `dimension`, each dimension is a vocabulary of its own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from truth.kinds.status.importing.machine import Machine, Note, State, Step, require_small
from truth.kinds.status.importing.rules import LEFT_OUT, WRITTEN_OUT, listed
from truth.model.canonical import Json
from truth.model.errors import Invalid, UsageError
from truth.model.nearest import did_you_mean

Row = Mapping[str, Json]
T = TypeVar("T")

_LABEL = re.compile(r"label\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
_OF_A_STATUS = ("phase", "audience", "shown_as", "meaning", "expect_within")
_PHASES = ("open", "success", "failure", "exception")
_AUDIENCES = ("customer", "staff")
_COLUMNS = frozenset(
    [
        *["code", "status", "label", "terminal", "allows", "dimension", *_OF_A_STATUS],
        *["from", "to", "event", "guard", "actors", "reasons", "description"],
    ]
)
_ABOUT = ("owner", "description", "mode")
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0", "")
_ANY = "*"


def rows_of_csv(text: str) -> list[Row]:
    """The rows of a CSV (RFC 4180) whose first line names the columns; commas, semicolons or tabs."""
    first = text.partition("\n")[0].strip("\r\ufeff")
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter, strict=True)
        found = [_row(row, reader.line_num) for row in reader]
    except csv.Error as error:
        raise Invalid(f"the table cannot be read as CSV: {error}") from error
    if not found:
        raise Invalid("the table has no rows below the line that names its columns")
    return found


def read_table(data: Json, only: str | None) -> Machine:
    """The machine a table says; `only` names the dimension, where there are several.

    Raises `Invalid` for what is no such table, and `UsageError` where a dimension must be named.
    """
    rows, about = _rows_and_about(data)
    chosen = _chosen([str(row["dimension"]) for row in rows if row.get("dimension")], only)
    mine = [row for row in rows if row.get("dimension") in (None, "", chosen)]
    require_small(0, len(mine))
    moves = [row for row in mine if row.get("from") or row.get("to")]
    statuses = [row for row in mine if not (row.get("from") or row.get("to"))]
    states = _states(statuses, moves)
    steps = tuple(_steps(moves, [state.name for state in states]))
    return Machine(states, steps, tuple(_initial(about, moves, chosen)), _about(about), tuple(_notes(mine, about)))


def _row(row: Mapping[str | None, Json], number: int) -> Row:
    if None in row:
        raise Invalid(f"line {number} of the table has more fields than columns are named; quote what holds a comma")
    return {str(name).strip(): value.strip() if value else None for name, value in row.items()}


def _rows_and_about(data: Json) -> tuple[list[Row], Row]:
    if isinstance(data, list):
        return [_as_row(item) for item in data], {}
    if not isinstance(data, Mapping) or not ("statuses" in data or "transitions" in data):
        raise Invalid("this is no table of statuses: a list of rows, or {statuses: […], transitions: […]}")
    statuses, transitions = (_list(data.get(name, []), name) for name in ("statuses", "transitions"))
    named = [{"code": item} if isinstance(item, str) else item for item in statuses]
    return [_as_row(item) for item in (*named, *transitions)], data


def _as_row(item: Json) -> Row:
    if not isinstance(item, Mapping):
        raise Invalid(f"a row of the table is {str(item)[:60]!r}; write it as {{from, to, event, label}}")
    return item


def _list(value: Json, what: str) -> list[Json]:
    if not isinstance(value, list):
        raise Invalid(f"'{what}' of the table should be a list")
    return value


def _chosen(dimensions: list[str], only: str | None) -> str | None:
    known = list(dict.fromkeys(dimensions))
    if only is not None and only not in known:
        raise UsageError(f"the table has no dimension '{only}'{did_you_mean(only, known)}")
    if only is None and len(known) > 1:
        raise UsageError(f"the table has several dimensions, each a vocabulary of its own; name one: {listed(known)}")
    return only or (known[0] if known else None)


def _states(statuses: Iterable[Row], moves: Iterable[Row]) -> tuple[State, ...]:
    facts: dict[str, dict[str, Json]] = {}
    labels: dict[str, dict[str, str]] = {}
    for row in statuses:
        name = _text(row, "code") or _text(row, "status")
        if name is None:
            raise Invalid(f"a row of the table names no status: {str(dict(row))[:120]}")
        _agree(facts.setdefault(name, {}), _facts(row, name), name)
        _agree(labels.setdefault(name, {}), _labels(row), name)
    for row in moves:
        for name in (*_sources(row), *filter(None, [_text(row, "to")])):
            if name != _ANY:
                facts.setdefault(name, {})
        target = _text(row, "to")
        if target:
            _agree(labels.setdefault(target, {}), _labels(row), target)
    return tuple(State(name, labels.get(name, {}), found) for name, found in facts.items())


def _agree(known: dict[str, T], said: Mapping[str, T], name: str) -> None:
    for key, value in said.items():
        if known.setdefault(key, value) != value:
            what = f"label {key}".strip() if isinstance(value, str) and key not in _OF_A_STATUS else key
            raise Invalid(f"the table says two things of '{name[:80]}' ({what}): '{known[key]}' and '{value}'")


def _labels(row: Row) -> dict[str, str]:
    found = {"" if name == "label" else name.partition(".")[2]: _text(row, name) for name in row if _is_label(name)}
    return {locale: text for locale, text in found.items() if text}


def _is_label(name: str) -> bool:
    return name == "label" or bool(_LABEL.fullmatch(name))


def _facts(row: Row, name: str) -> dict[str, Json]:
    found: dict[str, Json] = {key: _text(row, key) for key in _OF_A_STATUS}
    _one_of(found["phase"], _PHASES, f"phase of '{name}'")
    _one_of(found["audience"], _AUDIENCES, f"audience of '{name}'")
    terminal = str(row.get("terminal") or "").lower()
    if terminal not in (*_YES, *_NO):
        raise Invalid(f"'terminal' of '{name}' is '{terminal[:40]}'; write true or false")
    found["terminal"] = terminal in _YES
    found["allows"] = list(_names(row, "allows"))
    return {key: value for key, value in found.items() if value}


def _one_of(value: str | None, known: tuple[str, ...], what: str) -> None:
    if value is not None and value not in known:
        raise Invalid(f"the {what} is '{value[:40]}'{did_you_mean(value, known)}")


def _steps(moves: Iterable[Row], names: list[str]) -> Iterator[Step]:
    count = 0
    for row in moves:
        target = _text(row, "to")
        for source in _sources(row):
            if target is None:
                continue
            if target == _ANY:
                raise Invalid(f"a move from '{source[:80]}' leads to any status (*); say where it leads")
            for name in [one for one in names if one != target] if source == _ANY else [source]:
                count += 1
                require_small(0, count)
                yield _step(row, name, target)


def _step(row: Row, source: str, target: str) -> Step:
    return Step(
        source,
        target,
        _text(row, "event"),
        _text(row, "guard"),
        _text(row, "description"),
        _names(row, "actors"),
        _names(row, "reasons"),
    )


def _sources(row: Row) -> tuple[str, ...]:
    return _names(row, "from")


def _initial(about: Row, moves: Iterable[Row], chosen: str | None) -> Iterator[str]:
    said = about.get("initial")
    dimensions = about.get("dimensions")
    if said is None and isinstance(dimensions, Mapping) and isinstance(dimensions.get(chosen), Mapping):
        said = dimensions[chosen].get("initial")
    begins = [said] if isinstance(said, str) else said or []
    if not (isinstance(begins, list) and all(isinstance(name, str) for name in begins)):
        raise Invalid("'initial' of the table should be the name of a status, or a list of names")
    yield from dict.fromkeys([*begins, *(str(row["to"]) for row in moves if not _sources(row))])


def _about(about: Row) -> dict[str, Json]:
    """Fields of the entry; a title is words by locale."""
    title = about.get("title")
    if title is not None and not (isinstance(title, Mapping) and all(isinstance(one, str) for one in title.values())):
        raise Invalid('\'title\' of the table should be words by locale, such as {"en": "Order"}')
    told = {name: _text(about, name) for name in _ABOUT}
    return {**({"title": dict(title)} if title else {}), **{name: text for name, text in told.items() if text}}


def _notes(rows: Iterable[Row], about: Row) -> Iterator[Note]:
    unknown = {name for row in rows for name in row if name not in _COLUMNS and not _is_label(name)}
    unknown |= set(about) - {*_ABOUT, "title", "statuses", "transitions", "initial", "dimensions"}
    if unknown:
        message = f"the table says more than a vocabulary takes in: {listed(sorted(unknown))}"
        yield Note(LEFT_OUT, message, "look through it for what should go into a description")
    anywhere = [f"{_text(row, 'event') or 'a move'} to {row.get('to')}" for row in rows if _ANY in _sources(row)]
    if anywhere:
        yield Note(WRITTEN_OUT, f"moves from any status (*) are listed from each but their own: {listed(anywhere)}")


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Invalid(f"'{name}' in the table is {str(value)[:60]}; write it as text")
    return value.strip() or None


def _names(row: Row, name: str) -> tuple[str, ...]:
    """A list of names, or names with `|` between them."""
    value = row.get(name)
    if isinstance(value, list):
        return tuple(dict.fromkeys(str(item) for item in value))
    text = _text(row, name)
    return tuple(dict.fromkeys(part.strip() for part in text.split("|") if part.strip())) if text else ()
