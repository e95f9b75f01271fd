"""Do plural and select have the branches their arguments can reach, and no others?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from babel import Locale

from truth.model.errors import Invalid
from truth.model.finding import Finding, Rule, Severity
from truth.text.argument import UNDECIDED, Argument
from truth.text.duration import read_duration
from truth.text.formatting import DRAFT, cldr
from truth.text.message import CATEGORIES, Node, Plural, Select, Slot, walk
from truth.text.node import Surroundings, TextNode, Variant
from truth.text.occurrence import first_name
from truth.text.reading import readable
from truth.text.rules.examples import clause
from truth.text.rules.patterns import BAD_PATTERN
from truth.text.words import word_for_truth

PLURAL_CATEGORY_MISSING = Rule(
    "text/plural-category-missing",
    Severity.ERROR,
    "A number without the form its language asks for is bad grammar: “1 days”.",
    passes=clause("You have {window, plural, one {# day} other {# days}}."),
    fails=clause("You have {window, plural, other {# days}}."),
)
BRANCH_NEVER_CHOSEN = Rule(
    "text/branch-never-chosen",
    Severity.WARNING,
    "Words in a branch no value leads to are never read: English has no plural `zero`, use `=0`.",
    passes=clause("You have {window, plural, =0 {no time} one {# day} other {# days}}."),
    fails=clause("You have {window, plural, zero {no time} one {# day} other {# days}}."),
)
_WRAPPING = {"type": "enum", "of": ["gift", "plain"], "example": "gift"}
CODE_SHOWN_RAW = Rule(
    "text/code-shown-raw",
    Severity.WARNING,
    "An enum's code is for machines; select says it in words.",
    passes={
        "status:order": {
            "arguments": {"wrapping": _WRAPPING},
            "statuses": {
                "shipped": {
                    "happened": {
                        "en": "{wrapping, select, gift {Your gift} other {Your parcel}} is on its way.",
                        "de": "{wrapping, select, gift {Ihr Geschenk} other {Ihr Paket}} ist unterwegs.",
                    }
                }
            },
        }
    },
    fails={
        "status:order": {
            "arguments": {"wrapping": _WRAPPING},
            "statuses": {"shipped": {"happened": {"en": "On its way: {wrapping}.", "de": "Unterwegs: {wrapping}."}}},
        }
    },
)
RULES = (PLURAL_CATEGORY_MISSING, BRANCH_NEVER_CHOSEN, CODE_SHOWN_RAW)

COUNTED = ("integer", "business_days", "duration", "money", "percent")
_WITH_FRACTIONS = ("money", "percent")
_MOST = 1000  # how far plural categories are looked for; larger only where the argument says it can be


def uncountable_plurals(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Plurals of what has no number: a date, a text, a duration of several units."""
    for variant, piece, argument in _pieces(node, around):
        if isinstance(piece, Plural) and not _countable(argument):
            message = f"'{piece.name}' is a {_described(argument)}, which plural cannot count"
            yield _finding(BAD_PATTERN, node, variant, piece, message, f"write {{{piece.name}}}")


def missing_categories(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Plurals without a category that their language asks for and their argument can reach."""
    for variant, piece, argument in _pieces(node, around):
        if isinstance(piece, Plural) and _countable(argument):
            missing = [name for name in CATEGORIES if name in _reachable(piece, argument, variant.locale)]
            missing = [name for name in missing if name not in dict(piece.branches)]
            if missing:
                message = f"the plural of '{piece.name}' has no branch {', '.join(missing)}"
                fix = f"add {' '.join(f'{name} {{…}}' for name in missing)}"
                yield _finding(PLURAL_CATEGORY_MISSING, node, variant, piece, message, fix)


def branches_never_chosen(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Branches that no value of the argument leads to."""
    for variant, piece, argument in _pieces(node, around):
        for key in _never_chosen(piece, argument, variant.locale):
            fix = "use =0" if key == "zero" else None
            message = f"'{piece.name}' never leads to the branch '{key}'"
            yield _finding(BRANCH_NEVER_CHOSEN, node, variant, piece, message, fix)


def codes_shown_raw(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Enums printed as they are, and booleans where a language has no words for yes and no here."""
    for variant, piece, argument in _pieces(node, around):
        if isinstance(piece, Slot) and _is_code(argument, variant.locale):
            message = f"{{{piece.name}}} prints the code of {'an enum' if argument.type == 'enum' else 'a boolean'}"
            fix = f"write {{{piece.name}, select, {(argument.of or ('true',))[0]} {{…}} other {{…}}}}"
            yield _finding(CODE_SHOWN_RAW, node, variant, piece, message, fix)


def _finding(
    rule: Rule, node: TextNode, variant: Variant, piece: Plural | Select | Slot, message: str, fix: str | None
) -> Finding:
    return node.finding(rule, variant, message, fix, first_name(variant.pattern, piece.name))


def _is_code(argument: Argument, locale: str) -> bool:
    if argument.type != "boolean":
        return argument.type == "enum"
    known = _cldr(locale)
    return known is None or word_for_truth(True, known) is None


def _pieces(node: TextNode, around: Surroundings) -> Iterator[tuple[Variant, Plural | Select | Slot, Argument]]:
    known = around.known(node)
    for variant in node.variants():
        for piece in _nodes(node, variant):
            if isinstance(piece, Plural | Select | Slot):
                argument = known.get(piece.name)
                if argument and argument.type != UNDECIDED:
                    yield variant, piece, argument


def _nodes(node: TextNode, variant: Variant) -> Iterator[Node]:
    for message in readable(variant.pattern, node.markdown):
        yield from walk(message)


def _countable(argument: Argument) -> bool:
    if argument.type != "duration" or argument.bound is None:
        return argument.type in COUNTED
    try:
        return len(read_duration(str(argument.bound.value))) == 1
    except Invalid:
        return False


def _described(argument: Argument) -> str:
    return {"duration": "duration of several units", DRAFT: "date"}.get(argument.type, argument.type)


def _reachable(piece: Plural, argument: Argument, locale: str) -> frozenset[str]:
    exact = frozenset(int(key[1:]) for key, _ in piece.branches if key.startswith("="))
    low = max(0, argument.minimum or 0)
    high = _MOST if argument.maximum is None else argument.maximum
    return _categories(locale, piece.ordinal, piece.offset, exact, low, high, argument.type in _WITH_FRACTIONS)


@lru_cache(maxsize=1024)
def _categories(
    locale: str, ordinal: bool, offset: int, exact: frozenset[int], low: int, high: int, fractions: bool
) -> frozenset[str]:
    known = _cldr(locale)
    if known is None:
        return frozenset()
    form = known.ordinal_form if ordinal else known.plural_form
    numbers: list[int | Decimal] = [number for number in range(low, min(high, low + _MOST) + 1) if number not in exact]
    numbers += [number for number in (10**6, 2 * 10**6) if low <= number <= high]
    numbers += [Decimal(number) / 10 for number in range(1, 30)] if fractions else []
    return frozenset(form(number - offset) for number in numbers if number >= offset) | frozenset({"other"})


def _cldr(locale: str) -> Locale | None:
    try:
        return cldr(locale)
    except Invalid:
        return None


def _never_chosen(piece: Plural | Select | Slot, argument: Argument, locale: str) -> Iterator[str]:
    if isinstance(piece, Plural):
        known = _cldr(locale)
        rule = known and (known.ordinal_form if piece.ordinal else known.plural_form)
        spoken = {*rule.tags, "other"} if rule else set(CATEGORIES)
        yield from (key for key, _ in piece.branches if key in CATEGORIES and key not in spoken)
    elif isinstance(piece, Select) and argument.type in ("enum", "boolean"):
        choices = {"true", "false"} if argument.type == "boolean" else set(argument.of or ())
        absent = {"none"} if argument.optional else set()
        yield from (key for key, _ in piece.branches if key not in choices | absent | {"other"})
