"""The regular expressions an argument's `pattern` may use, so that no value can make one run for ever.

Python's engine backtracks. A pattern with few variable quantifiers, none inside a repeated group, on a short text takes
a bounded number of steps; anything else is refused when the document is checked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from truth.model.errors import Invalid

LONGEST_TEXT = 100
MOST_COUNTS = 3
MOST_ALTERNATIVES = 64
_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?:\?:)?)|(?P<close>\))|(?P<or>\|)"
    r"|(?P<fixed>\{[0-9]{1,3}\})|(?P<maybe>\?\??)|(?P<variable>[*+]\??|\{[0-9]{0,3},[0-9]{0,3}\}\??)|(?P<other>.)",
    re.DOTALL,
)


def matches(pattern: str, text: str) -> bool:
    """Whether a text has the shape of a pattern (a search, as in JSON Schema); `Invalid` for a text too long."""
    compiled = compile_shape(pattern)
    if len(text) > LONGEST_TEXT:
        raise Invalid(f"it has {len(text):,} characters; {LONGEST_TEXT} is the limit for a text with a pattern")
    return compiled.search(text) is not None


@lru_cache(maxsize=1024)
def compile_shape(pattern: str) -> re.Pattern[str]:
    """The compiled pattern; `Invalid` where it is no regular expression, or one that could run for very long."""
    try:
        compiled = re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError) as error:
        raise Invalid(f"'{pattern[:64]}' is not a regular expression: {error}") from error
    _require_bounded(pattern)
    return compiled


def _require_bounded(pattern: str) -> None:
    tokens = [(token.lastgroup or "", token.group()) for token in _TOKEN.finditer(pattern)]
    _require_plain(pattern, tokens)
    _require_no_repeat_in_a_repeat(pattern, [kind for kind, _ in tokens])
    if sum(kind == "variable" for kind, _ in tokens) > MOST_COUNTS:
        raise Invalid(f"'{pattern[:64]}' has more than {MOST_COUNTS} variable counts; make it stricter")
    if _alternatives([kind for kind, _ in tokens]) > MOST_ALTERNATIVES:
        raise Invalid(f"'{pattern[:64]}' has more than {MOST_ALTERNATIVES} ways through it; make it stricter")


def _require_plain(pattern: str, tokens: list[tuple[str, str]]) -> None:
    for (kind, text), (_, following) in pairwise([*tokens, ("other", "")]):
        looks = kind == "open" and text == "(" and following.startswith("?")
        if looks or (kind == "escape" and text[1] in "123456789"):
            raise Invalid(f"'{pattern[:64]}' looks around or back; use characters, sets, groups and counts")


def _require_no_repeat_in_a_repeat(pattern: str, kinds: list[str]) -> None:
    varies, closed = [False], False
    for kind in kinds:
        if kind in ("fixed", "variable") and closed:
            raise Invalid(f"'{pattern[:64]}' repeats a group that varies; write it without a repeat in a repeat")
        if kind == "open":
            varies.append(False)
        closed = kind == "close" and varies.pop()
        varies[-1] = varies[-1] or closed or kind in ("variable", "maybe", "or")


def _alternatives(kinds: list[str]) -> int:
    """Ways to read a text, were every `a|b` and `a?` ambiguous."""
    ways, open_groups = 1 << kinds.count("maybe"), [1]
    for kind in kinds:
        if kind == "open":
            open_groups.append(1)
        elif kind == "or":
            open_groups[-1] += 1
        elif kind == "close":
            ways *= open_groups.pop()
    return ways * open_groups[0]
