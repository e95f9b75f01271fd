"""A schema's verdict in our words: what is wrong at a place, and what to do.

A message goes on from the name of the place: "policy:returns/values/window" + " " + "is 'P30' — not an ISO 8601
duration; did you mean 'P30D'?". Expectations are told by the schema's own `description`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema.exceptions import best_match

from truth.files.repair import repaired
from truth.files.validators import Validator
from truth.model.canonical import Body, Json, pointer
from truth.model.nearest import did_you_mean

Path = tuple[str | int, ...]
Told = Iterable[tuple[Path, str]]

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
# jsonschema types an error's fields as possibly unset; those it yields are always set, hence Any below.
_ROOM = {"Items": "entries", "Properties": "entries", "Length": "characters"}


def explanations(validator: Validator, body: Body) -> list[tuple[str, str]]:
    """Every violation as `(JSON pointer, message)`, in the order of the document; one for each plain value."""
    told = [place for error in validator.iter_errors(body) for place in _told(validator, error)]
    told.sort(key=lambda place: _rank(body, place[0]))
    return list(_once(body, told))


def _once(body: Body, told: list[tuple[Path, str]]) -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for path, message in told:
        where = pointer(path)
        mark = (where, message if isinstance(_node(body, path), (Mapping, list)) else "")
        if mark not in seen:
            yield where, message
        seen.add(mark)


def _told(validator: Validator, error: Any) -> Iterator[tuple[Path, str]]:
    while error.validator in ("oneOf", "anyOf") and error.context:
        inner = best_match(error.context)
        if inner is None:
            break
        error = inner
    path: Path = tuple(error.absolute_path)
    if _of_a_name(error):
        yield (*path, str(error.instance)), _name(validator, error)
        return
    tell = _TELLERS.get(str(error.validator), _otherwise)
    because = _because(error)
    for below, message in tell(validator, error):
        yield (*path, *below), message + because


def _of_a_name(error: Any) -> bool:
    """Whether the error is about a key rather than a value."""
    within = list(error.absolute_schema_path)
    return "propertyNames" in within and isinstance(error.instance, str)


def _name(validator: Validator, error: Any) -> str:
    if error.validator == "enum":
        return f"does not belong here; only {_listed(error.validator_value)} may stand together"
    if error.validator == "not":
        return f"cannot be used as a name here: {_expectation(error.schema)}"
    if error.validator == "maxLength":
        return f"is too long a name; {error.validator_value} characters at most"
    return f"is no name for this — expected {_expectation(error.schema)}{_suggestion(validator, error)}"


def _because(error: Any) -> str:
    path = list(error.absolute_schema_path)
    if "dependentSchemas" not in path:
        return ""
    return f", as '{path[path.index('dependentSchemas') + 1]}' is written beside it"


def _wrong_type(_: Validator, error: Any) -> Told:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    quote = "; quote it" if "string" in wanted and isinstance(error.instance, (int, bool)) else ""
    yield (), f"is {shown(error.instance)} — must be {_listed([_TYPES[name] for name in wanted], ' or ', '')}{quote}"


def _missing(_: Validator, error: Any) -> Told:
    missing = [name for name in error.validator_value if name not in error.instance]
    for name in missing:
        if f"'{name}'" in error.message:
            known = _properties(error).get(name, {})
            about = f": {_lowered(known['description'])}" if "description" in known else ""
            yield (), f"has no '{name}' — add it{about}"


def _unknown(_: Validator, error: Any) -> Told:
    known = _properties(error)
    for key in error.instance:
        if key not in known:
            missing = [name for name in known if name not in error.instance]
            yield (key,), f"is not known here{did_you_mean(key, missing)}"


def _not_among(_: Validator, error: Any) -> Told:
    allowed = [str(value) for value in error.validator_value]
    near = did_you_mean(error.instance if isinstance(error.instance, str) else "", allowed)
    yield (), f"is {shown(error.instance)} — not one of what it can be{near}"


def _not_equal(_: Validator, error: Any) -> Told:
    yield (), f"is {shown(error.instance)} — must be {shown(error.validator_value)}"


def _malformed(validator: Validator, error: Any) -> Told:
    if isinstance(error.instance, str) and not error.instance.strip():
        yield (), "is empty — write something"
    else:
        yield (), f"is {shown(error.instance)} — not {_expectation(error.schema)}{_suggestion(validator, error)}"


def _too_much_or_little(_: Validator, error: Any) -> Told:
    bound, unit = str(error.validator)[:3], _ROOM[str(error.validator)[3:]]
    if bound == "min" and not error.instance:
        yield (), "is empty — write something"
    else:
        limit = f"{'at least' if bound == 'min' else 'at most'} {error.validator_value}"
        yield (), f"has {len(error.instance)} {unit} — must have {limit}"


def _out_of_range(_: Validator, error: Any) -> Told:
    limit = "at least" if error.validator == "minimum" else "at most"
    yield (), f"is {error.instance} — must be {limit} {error.validator_value}"


def _repeated(_: Validator, error: Any) -> Told:
    for place, item in enumerate(error.instance):
        if item in error.instance[:place]:
            yield (place,), f"is {shown(item)} — already in this list; keep one"


def _forbidden(_: Validator, error: Any) -> Told:
    yield (), f"is {shown(error.instance)} — cannot be used here: {_expectation(error.schema)}"


def _otherwise(_: Validator, error: Any) -> Told:
    yield (), f"is {shown(error.instance)} — {error.message}"


_TELLERS: Mapping[str, Callable[[Validator, Any], Told]] = {
    "type": _wrong_type,
    "required": _missing,
    "additionalProperties": _unknown,
    "enum": _not_among,
    "const": _not_equal,
    "pattern": _malformed,
    "format": _malformed,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "uniqueItems": _repeated,
    "not": _forbidden,
    **{f"{bound}{what}": _too_much_or_little for bound in ("min", "max") for what in _ROOM},
}


def _properties(error: Any) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    properties: Mapping[str, Any] = schema.get("properties", {})
    return properties


def _suggestion(validator: Validator, error: Any) -> str:
    """A near value that would do, or an example of one."""
    schema: Any = error.schema
    if not isinstance(error.instance, str):
        return ""
    repair = repaired(error.instance, validator.evolve(schema=schema).is_valid)
    if repair is not None:
        return f"; did you mean '{repair}'?"
    examples = schema.get("examples", ())
    return f"; write it like {shown(examples[0])}" if examples else ""


def _expectation(schema: Any) -> str:
    """What a schema expects: "an ISO 8601 duration"."""
    if "description" not in schema:
        return f"of the form {schema['pattern']}" if "pattern" in schema else "what is expected here"
    return _lowered(schema["description"].split(": ")[0].split("; ")[0].split(". ")[0])


def _lowered(sentence: str) -> str:
    sentence = sentence.rstrip(".")
    starts_a_name = len(sentence) > 1 and sentence[1].isupper()
    return sentence if starts_a_name else sentence[:1].lower() + sentence[1:]


def shown(value: Json) -> str:
    """A value as a message shows it."""
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= 64 else f"'{value[:61]}…'"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return {None: "empty", True: "true", False: "false"}.get(value, str(value)) if not _is_number(value) else str(value)


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _listed(names: Sequence[Any], joint: str = " and ", quote: str = "'") -> str:
    words = [f"{quote}{name}{quote}" for name in names]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + joint + words[-1]


def _node(body: Json, path: Path) -> Json:
    for segment in path:
        if isinstance(body, Mapping):
            body = body.get(segment)
        elif isinstance(body, list) and isinstance(segment, int) and segment < len(body):
            body = body[segment]
        else:
            return None
    return body


def _rank(body: Json, path: Path) -> list[int]:
    """Where in the document a path stands."""
    rank = []
    for segment in path:
        if isinstance(body, Mapping):
            rank.append(list(body).index(segment) if segment in body else len(body))
            body = body.get(segment)
        else:
            rank.append(segment if isinstance(segment, int) else 0)
            body = body[segment] if isinstance(body, list) and isinstance(segment, int) else None
    return rank
