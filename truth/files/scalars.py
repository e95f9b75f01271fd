"""What a word in a file means: YAML 1.2 core (§10.3) without floats, and nothing two readers take differently.

An unquoted word is null, true, false, an integer as JSON writes it, or a string. A word that some YAML reader takes for
a number, a date or a boolean, and that we would take for something else, must be quoted.
"""

from __future__ import annotations

import re

from truth.model.canonical import Json
from truth.registry.soundness import LARGEST_INTEGER

_CONSTANTS: dict[str, Json] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_SWITCHES = {
    form: "true" if word in ("y", "yes", "on") else "false"
    for word in ("y", "yes", "on", "n", "no", "off")
    for form in (word, word.title(), word.upper())
}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_STARTS_LIKE_A_NUMBER = frozenset("+-.0123456789")
_MISTAKEN = (
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?"), "a date, which readers turn into their own type"),
    (re.compile(r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9_]+)[eE][-+]?[0-9]+"), "a number with an exponent"),
    (re.compile(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)"), "a decimal number, which readers round"),
    (re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"), "not a number"),
    (re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"), "a number in base 60 to older YAML readers"),
    (re.compile(r"[-+]?0(?:[xX][0-9a-fA-F_]+|[oO][0-7_]+|[bB][01_]+)"), "a number in another base"),
    (re.compile(r"[-+]?[0-9][0-9_]*"), "a number with a sign, leading zeros or underscores"),
)
_LONGEST_NUMBER = 100  # the patterns above cost the square of what they look at
_DIGITS = re.compile(r"[-+0-9._:eE]+")


class Mistakable(ValueError):
    """An unquoted word that readers take differently; `fix` says what to write."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


def resolve(word: str) -> Json:
    """The value of an unquoted word; `Mistakable` when it has to be quoted."""
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    if word in _SWITCHES:
        raise Mistakable(
            f"'{word}' unquoted is a boolean to some YAML readers and a word to others",
            f'quote it: "{word}", or write {_SWITCHES[word]}',
        )
    return _number(word) if word[0] in _STARTS_LIKE_A_NUMBER else word


def _number(word: str) -> Json:
    if len(word) > _LONGEST_NUMBER:
        return _long(word)
    if _INTEGER.fullmatch(word) and word != "-0":
        return _integer(word)
    for form, what in _MISTAKEN:
        if form.fullmatch(word):
            raise Mistakable(f"'{word[:64]}' unquoted is {what}", f'quote it: "{word[:64]}"')
    return word


def _long(word: str) -> str:
    if _DIGITS.fullmatch(word):
        raise Mistakable(f"'{word[:64]}…' unquoted is a number to YAML readers", "quote it")
    return word


def _integer(word: str) -> int:
    if len(word) > 17 or abs(int(word)) > LARGEST_INTEGER:
        raise Mistakable(f"{word[:64]} is beyond ±(2^53-1), where JSON readers lose digits", f'quote it: "{word[:64]}"')
    return int(word)


def reads_as_itself(word: str) -> bool:
    """Whether an unquoted word, whatever characters it has, would be read as that very string."""
    try:
        return bool(resolve(word) == word)
    except Mistakable:
        return False


def plain_string(word: str) -> bool:
    """A quick yes for most words: it begins with a letter and is no constant."""
    return word[:1].isalpha() and word not in _CONSTANTS and word not in _SWITCHES
