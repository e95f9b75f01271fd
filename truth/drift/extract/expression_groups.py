"""The switch a template's string is a label of, and the enumeration it is a member of."""

from __future__ import annotations

from truth.drift.extract.expression_tokens import Tokens, dotted
from truth.drift.piece import Group

_HEAD = 8


def switch_of(tokens: Tokens, index: int) -> Group | None:
    """The switch a string labels a branch of, in PHP: `switch (…) { case "a": … }`, `match (…) { "a" => … }`."""
    at = tokens.bracket(index)
    subject = tokens.opens.get(at - 1, -1) if at > 0 and tokens.word(at) == "{" else -1
    head = tokens.word(subject - 1)
    is_label = (head == "switch" and tokens.word(index - 1) == "case") or (
        head == "match" and tokens.word(index + 1) in ("=>", ",") and tokens.word(index - 1) in ("{", ",")
    )
    if not is_label:
        return None
    start, end = tokens.all[subject - 1].start, tokens.closing(at)
    return Group("switch", tokens.name(subject + 1), start, end, tokens.has_default(at))


def enumeration_of(tokens: Tokens, index: int) -> Group | None:
    """The enumeration a string is a member of: a list that a name stands for, or PHP's `enum`."""
    at = tokens.bracket(index)
    if at < 0:
        return None
    if tokens.word(at) == "[" and tokens.word(at - 1) == "=" and tokens.is_list_of_strings(at):
        name = dotted(tokens.word(at - 2))
        return Group("list", name, tokens.all[at].start, tokens.closing(at)) if name else None
    is_case = tokens.word(at) == "{" and tokens.word(index - 1) == "=" and tokens.word(index - 3) == "case"
    return _enum(tokens, at) if is_case else None


def _enum(tokens: Tokens, bracket: int) -> Group | None:
    for head in range(bracket - 2, max(bracket - _HEAD, -1), -1):
        if tokens.word(head) == "enum":
            return Group("enum", tokens.word(head + 1), tokens.all[head].start, tokens.closing(bracket))
    return None
