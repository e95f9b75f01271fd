"""Codes from the names other tools use: `on-hold`, `InTransit`, `PARTIALLY_PAID`, `créée` → small letters and `_`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from truth.model.errors import Invalid

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST = 80


def as_code(name: str, what: str) -> str:
    """The code of a name; `what` (status, event …) says what it names.

    Raises `Invalid` for a name without Latin letters or digits, and for one that is too long.
    """
    plain = unicodedata.normalize("NFKD", _HUMP.sub("_", name)).encode("ascii", "ignore").decode()
    code = _OTHER.sub("_", plain.lower()).strip("_")
    if not code:
        raise Invalid(f"the {what} '{name[:80]}' has no Latin letters to make a code of; rename it in the source")
    code = f"{what}_{code}" if code[0].isdigit() else code
    if len(code) > _LONGEST:
        raise Invalid(f"the {what} '{name[:80]}…' makes a code of more than {_LONGEST} characters; shorten it")
    return code


def codes(names: Iterable[str], what: str, reserved: Collection[str] = ()) -> Mapping[str, str]:
    """A code for every name; a reserved one gets `_<what>` after it.

    Raises `Invalid` where two names would become one code: they are not the same thing in the source.
    """
    found = {name: _free(as_code(name, what), what, reserved) for name in dict.fromkeys(names)}
    first: dict[str, str] = {}
    for name, code in found.items():
        if code in first:
            raise Invalid(f"the {what} names '{first[code]}' and '{name}' would both become '{code}'; rename one")
        first[code] = name
    return found


def _free(code: str, what: str, reserved: Collection[str]) -> str:
    return f"{code}_{what}" if code in reserved else code
