"""What a template's constructs do to the words around them: branch, repeat, print, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from truth.drift.extract.expression_tokens import dotted
from truth.drift.extract.masking import Construct, Form, Masked
from truth.drift.extract.words import words
from truth.drift.piece import Group


class Effect(Enum):
    """What stands after a construct, as seen from what stands before it."""

    HOLE = "hole"
    """Something is printed in between."""
    BRANCH = "branch"
    ALTERNATIVE = "alternative"
    END_BRANCH = "end"
    BREAK = "break"
    """Another text: a loop, a block, an include."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Step:
    """A construct, what it does, its first word, and the switch it belongs to, where it labels a branch of one."""

    construct: Construct
    effect: Effect
    word: str = ""
    group: Group | None = None


_WORD = re.compile(rb"[-~+=\s]*(?P<sign>[}#/^@]?)\s*(?P<word>[A-Za-z_][\w.]*)?")
_BRANCHES = words("if unless ifequal ifnotequal ifchanged isset empty blocktrans blocktranslate case switch")
_ALTERNATIVES = words("else elif elsif elseif when case default plural")
_SWITCHES = frozenset(("case", "switch"))
_LOOPS = words(
    "for each foreach forelse while with block macro call filter section autoescape cache embed capture do form "
    "tablerow paginate until begin spaceless push component slot once auth guest error partial"
)
_SILENT = words(
    "set assign load import from extends use do increment decrement csrf csrf_token layout style render_block php "
    "require continue break liquid raw endraw verbatim endverbatim comment endcomment"
)
_BREAKS = frozenset(("include", "render", "yield", "partial", "snippet"))


def steps(masked: Masked) -> list[Step]:
    """Every construct with what it does; branches and switches are matched with their ends."""
    return _Matching(masked).all()


@dataclass(slots=True)
class _Opened:
    effect: Effect
    word: str
    at: int
    labels: list[int]
    has_default: bool = False


class _Matching:
    """Reads constructs in order; `open` holds those that wait for their end."""

    def __init__(self, masked: Masked) -> None:
        self._data = masked.data
        self._constructs = masked.constructs
        self._steps: list[Step] = []
        self._open: list[_Opened] = []
        self._waiting: Counter[str] = Counter()

    def all(self) -> list[Step]:
        for one in self._constructs:
            self._steps.append(self._step(one))
        while self._open:
            self._close(len(self._data))
        return self._steps

    def _step(self, one: Construct) -> Step:
        if one.form is Form.OUTPUT:
            opens = self._data.startswith(b"<%", one.start) and self._opens_block(one)
            return Step(one, self._opens(one, Effect.BREAK, "") if opens else Effect.HOLE)
        if one.form is not Form.TAG:
            return Step(one, Effect.NOTHING)
        found = _WORD.match(self._data, *one.inner)
        sign, word = (found["sign"].decode(), (found["word"] or b"").decode()) if found else ("", "")
        return Step(one, self._effect(one, sign, word), word)

    def _effect(self, one: Construct, sign: str, word: str) -> Effect:
        if self._is_alternative(sign, word):
            return self._alternative(word)
        if self._is_end(one, sign, word):
            return self._close(one.end, word if sign == "/" else word[3:])
        if word in _BRANCHES or (sign in ("#", "^") and word.lower().startswith(("if", "unless", "eq", "is"))):
            return self._opens(one, Effect.BRANCH, word)
        if word in _SILENT and not self._opens_block(one):
            return Effect.NOTHING
        if word in _LOOPS or sign in ("#", "^") or self._opens_block(one):
            return self._opens(one, Effect.BREAK, word)
        if word in _BREAKS or not word:
            return Effect.BREAK
        prints = self._data.startswith((b"{%", b"{{", b"<%-"), one.start) or word in ("echo", "print")
        return Effect.HOLE if prints else Effect.NOTHING

    def _is_alternative(self, sign: str, word: str) -> bool:
        if sign == "^" and not word:
            return bool(self._open)
        return word in _ALTERNATIVES and bool(self._open) and (word != "case" or self._open[-1].word in _SWITCHES)

    def _is_end(self, one: Construct, sign: str, word: str) -> bool:
        if sign == "/" or word.startswith("end"):
            return True
        return sign == "}" and not self._opens_block(one)

    def _opens_block(self, one: Construct) -> bool:
        """Whether braces or a Ruby block stay open at its end: `<% items.each do |one| %>`, `<% for (…) { %>`."""
        inner = self._data[max(one.inner[1] - 80, one.inner[0]) : one.inner[1]].rstrip(b" \t\r\n-;")
        return inner.endswith((b"{", b" do")) or re.search(rb"\bdo\s*\|[^|]{0,60}\|$", inner) is not None

    def _opens(self, one: Construct, effect: Effect, word: str) -> Effect:
        self._open.append(_Opened(effect, word, len(self._steps), []))
        self._waiting[word] += 1
        return effect

    def _alternative(self, word: str) -> Effect:
        opened = self._open[-1]
        if word in ("when", "case"):
            opened.labels.append(len(self._steps))
        opened.has_default = opened.has_default or word in ("else", "default")
        return Effect.ALTERNATIVE if opened.effect is Effect.BRANCH else Effect.BREAK

    def _close(self, end: int, word: str = "") -> Effect:
        """End what `word` opened, with what is still open in it; without a word, the last that was opened."""
        if not self._open or (word and not self._waiting[word]):
            return Effect.NOTHING if word else Effect.BREAK
        opened = self._pop(end)
        while word and opened.word != word:
            opened = self._pop(end)
        return Effect.END_BRANCH if opened.effect is Effect.BRANCH else Effect.BREAK

    def _pop(self, end: int) -> _Opened:
        opened = self._open.pop()
        self._waiting[opened.word] -= 1
        if opened.labels:
            self._name_switch(opened, end)
        return opened

    def _name_switch(self, opened: _Opened, end: int) -> None:
        head = self._steps[opened.at].construct
        group = Group("switch", _subject(self._data, head), head.start, end, opened.has_default)
        for index in opened.labels:
            one = self._steps[index]
            self._steps[index] = Step(one.construct, one.effect, one.word, group)


_SUBJECT = re.compile(rb"(?:switch|case)[\s(]+([@$]?[\w.$\[\]'\"]+(?:->\w+)*)")


def _subject(data: bytes, head: Construct) -> str:
    found = _SUBJECT.search(data, *head.inner)
    return dotted(found[1].decode("utf-8", "replace")) if found else ""


def by_start(all_steps: Sequence[Step]) -> dict[int, Step]:
    """The steps by the byte at which their construct begins."""
    return {step.construct.start: step for step in all_steps}
