"""Identifiers from codes: the habit of each language, one name for one code, and never a reserved word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from types import MappingProxyType

Style = Callable[[str], str]


def pascal(code: str) -> str:
    """`in_transit` and `in-transit` → `InTransit`."""
    return _startable("".join(word[:1].upper() + word[1:] for word in _words(code)))


def camel(code: str) -> str:
    """`in_transit` → `inTransit`."""
    name = "".join(word[:1].upper() + word[1:] for word in _words(code))
    return _startable(name[:1].lower() + name[1:])


def upper(code: str) -> str:
    """`in_transit` → `IN_TRANSIT`."""
    return _startable(code.replace("-", "_").upper())


@lru_cache(maxsize=64)
def identifiers(codes: tuple[str, ...], style: Style, reserved: frozenset[str] = frozenset()) -> Mapping[str, str]:
    """A name for every code: no two alike, none reserved, whatever order the codes come in.

    Codes that a style would give one name (`in_transit`, `in__transit`) keep their own spelling, which is unique;
    a reserved word gets underscores after it until it is none and nobody else's.
    """
    once = dict.fromkeys(codes)
    styled = {code: style(code) for code in once}
    shared = Counter(styled.values())
    names = {code: code if shared[name] > 1 else name for code, name in styled.items()}
    taken = {name for name in names.values() if name not in reserved}
    for code in sorted(names):
        if names[code] in reserved:
            names[code] = _beside(names[code], {*taken, *reserved})
            taken.add(names[code])
    return MappingProxyType(names)


def _beside(name: str, taken: Collection[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _words(code: str) -> list[str]:
    return [word for word in code.replace("-", "_").split("_") if word]


def _startable(name: str) -> str:
    return f"_{name}" if name[:1].isdigit() else name
