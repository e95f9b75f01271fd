"""What a template's strings are compared with."""

from __future__ import annotations

from truth.drift.extract.expression_tokens import Tokens, dotted
from truth.drift.extract.words import words
from truth.drift.piece import Group

_NEAR = 40
_EQUAL = frozenset(("==", "!=", "===", "!==", "<>", "eq", "ne", "is", "sameas", "isnt"))
_COMPARERS = words(
    "eq ne neq equals ifeq ifequal ifnotequal ifequals ifnotequals unlesseq is isnt compare ifcond in_array "
    "and_eq strcmp"
)
_TESTS = frozenset(("eq", "equalto", "sameas", "as", "ne"))
_INCLUDING = frozenset(("include?", "includes", "contains", "member?"))
WORDS = words("and or not in if else elif when case then with as is eq ne true false null nil none")


def compared(tokens: Tokens, index: int) -> str | None:
    """With what a string is compared; None where it is not."""
    if tokens.word(index - 1) in _EQUAL or (tokens.word(index - 1) == "not" and tokens.word(index - 2) == "is"):
        return tokens.name(index - 2)
    if tokens.word(index + 1) in _EQUAL:
        return tokens.name(index + 2)
    if tokens.word(index + 1) in ("in", ".."):
        return None
    tested = _tested(tokens, index)
    return _compared_in_bracket(tokens, index) if tested is None else tested


def _tested(tokens: Tokens, index: int) -> str | None:
    """With what a test compares its argument: `status is eq("a")`, `status is not same as("a")`."""
    test = index - 2
    if tokens.word(index - 1) != "(" or tokens.word(test) not in _TESTS:
        return None
    before = test - 1 - (tokens.word(test - 1) == "same")
    before -= tokens.word(before) == "not"
    return tokens.name(before - 1) if tokens.word(before) == "is" else None


def _compared_in_bracket(tokens: Tokens, index: int) -> str | None:
    at = tokens.bracket(index)
    if at < 0:
        return _compared_by(tokens, 0, index)
    before = tokens.word(at - 1)
    if before == "in":
        return tokens.name(at - (3 if tokens.word(at - 2) == "not" else 2))
    looked_up = included(tokens, tokens.closes[at]) if at in tokens.closes else None
    within = _compared_by(tokens, at + 1, index) if tokens.word(at) == "(" else looked_up
    if within is None and tokens.bracket(at) >= 0 and tokens.word(at) == "[":
        return _compared_by(tokens, tokens.bracket(at) - 1, index)
    return within if within is not None else _compared_by(tokens, at - 1, index)


def _compared_by(tokens: Tokens, at: int, index: int) -> str | None:
    """`(eq status "a")`, `ifequal order.status "a"`, `in_array($status, ['a'])`: the other operand."""
    head = dotted(tokens.word(at)).lower()
    if head not in _COMPARERS or at >= index:
        return None
    names = (one for one in tokens.all[at + 1 : at + 1 + _NEAR] if one.kind == "name" and one.text not in WORDS)
    return dotted(next((one.text for one in names), ""))


def included(tokens: Tokens, last: int) -> str | None:
    """With what the members of a list that ends with a token are compared, by a method that looks for it."""
    if tokens.word(last + 1) == "." and tokens.word(last + 2) in _INCLUDING and tokens.word(last + 3) == "(":
        return tokens.name(last + 4)
    return None


def listed(tokens: Tokens, index: int, name: str) -> Group | None:
    """The list a string is compared in: `in ["a", "b"]`, `["a", "b"].include?(status)`."""
    at = tokens.bracket(index)
    if at < 0 or (tokens.word(at) != "[" and tokens.word(at - 1) != "in"):
        return None
    return Group("list", name, tokens.all[at].start, tokens.closing(at))
