"""The tokens of template languages' expressions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_COMMENT = r"(?P<comment>//(?:(?!\?>)[^\n])*|\#(?!\[)(?:(?!\?>)[^\n])*|/\*.*?\*/)|"
_TOKENS = r"""(?P<string>"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')
    |(?P<words>%[wW](?:\[[^\]]*\]|\([^)]*\)|\{[^}]*\}))
    |(?P<name>[@$]{0,2}[A-Za-z_][\w]*(?:(?:\.|->|::|\?\.|&\.)\$?[A-Za-z_]\w*|\[(?:"[\w.-]*"|'[\w.-]*'|:\w+)\])*[?!]?(?!\w))
    |(?P<symbol>(?<![\w:]):[A-Za-z_]\w*)
    |(?P<number>\d[\w.]*)
    |(?P<op>===|!==|==|!=|<>|<=|>=|=>|->|\|\||&&|\.\.|[-=(){}\[\],|:+~.?<>!%*/&;])"""
_TOKEN = re.compile(_TOKENS, re.VERBOSE | re.DOTALL)
_PHP_TOKEN = re.compile(_COMMENT + _TOKENS, re.VERBOSE | re.DOTALL)


def dotted(name: str) -> str:
    """A name as all languages would write it: `$order['status']`, `@order.status`, `order->status`: `order.status`."""
    plain = re.sub(r"\[[\"':]?([\w.-]*)[\"']?\]", r".\1", name)
    return re.sub(r"->|::|\?\.|&\.", ".", plain).replace("$", "").replace("@", "").rstrip("?!")


@dataclass(frozen=True, slots=True)
class Token:
    """A string, name, symbol, number, operator, bracket, or Ruby's list of words."""

    kind: str
    text: str
    start: int
    end: int
    bracket: int
    """Index of the bracket it stands in, or -1."""


class Tokens:
    """The tokens between two bytes, with their brackets matched; `end` is where what does not close ends."""

    def __init__(self, data: bytes, start: int, end: int, in_php: bool = False) -> None:
        self.all: list[Token] = []
        self.comments: list[tuple[int, int]] = []
        self._lists: dict[int, bool] = {}
        self.end = end
        self.closes: dict[int, int] = {}
        self.opens: dict[int, int] = {}
        self._defaults: set[int] = set()
        opened: list[int] = []
        for found in (_PHP_TOKEN if in_php else _TOKEN).finditer(data[start:end].decode("latin-1")):
            said = found.group()
            if found.lastgroup == "comment":
                self.comments.append((start + found.start(), start + found.end()))
                continue
            if said in (")", "]", "}") and opened:
                self.opens[len(self.all)] = opened[-1]
                self.closes[opened.pop()] = len(self.all)
            bracket = opened[-1] if opened else -1
            self.all.append(Token(str(found.lastgroup), said, start + found.start(), start + found.end(), bracket))
            if said == "default":
                self._defaults.add(bracket)
            if said in ("(", "[", "{"):
                opened.append(len(self.all) - 1)

    def bracket(self, index: int) -> int:
        """The index of the bracket a token stands in, or -1."""
        return self.all[index].bracket

    def closing(self, bracket: int) -> int:
        """The byte after the bracket that closes another."""
        closing = self.closes.get(bracket)
        return self.end if closing is None else self.all[closing].end

    def word(self, index: int) -> str:
        """A token's text; empty beyond the ends."""
        return self.all[index].text if 0 <= index < len(self.all) else ""

    def name(self, index: int) -> str:
        """The name at a token, or before the bracket that it closes, dotted; empty where there is none."""
        if not 0 <= index < len(self.all):
            return ""
        token = self.all[index]
        if token.text == ")":
            return dotted(next((one.text for one in self.before(index) if one.kind == "name"), ""))
        return dotted(token.text) if token.kind == "name" else ""

    def before(self, index: int) -> Sequence[Token]:
        """The tokens of the call or the group that closes at `index`, with the name before it."""
        at = self.opens.get(index, index)
        return self.all[max(at - 1, 0) : index]

    def is_list_of_strings(self, bracket: int) -> bool:
        """Whether a bracket holds strings and nothing else."""
        if bracket not in self._lists:
            inside = self.all[bracket + 1 : self.closes.get(bracket, len(self.all))]
            self._lists[bracket] = all(one.kind == "string" or one.text == "," for one in inside)
        return self._lists[bracket]

    def has_default(self, bracket: int) -> bool:
        """Whether a `default` stands directly in a bracket."""
        return bracket in self._defaults
