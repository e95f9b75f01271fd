"""A quote as a person reads it: the receipt, what does not apply and why, what to do next, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from truth.cli.columns import by_row, columns
from truth.cli.output import console
from truth.cli.receipt_words import receipt_words
from truth.model.canonical import Json
from truth.text.argument import TypedValue
from truth.text.formatting import display

if TYPE_CHECKING:
    from rich.console import Console

    from truth.text.setting import Setting

Row = tuple[str, str, str]
"""What, how, and how much."""

Words = Mapping[str, str]
"""The receipt's own words; see `truth.cli.receipt_words`."""

_DISCOUNT = "  "
"""How the row of a discount begins, below what it is taken off."""


def print_quote(quote: Mapping[str, Json], setting: Setting, *, traced: bool) -> None:
    """The quote on standard output; in colour, and wrapped to its width, on a terminal only.

    `setting` has the company's locales and time zone.
    """
    out = console()
    wide = out.width if out.is_terminal else None
    words, step_names = receipt_words(quote["locale"], setting.locales)
    at = [quote["currency"], *(quote["basket"][name] for name in ("zone", "channel", "group")), _priced(quote, setting)]
    out.print(" · ".join(word for word in at if word), style="dim")
    out.print()
    _print_receipt(out, list(_bought(quote, words)), list(_sums(quote, words)), wide)
    for step in quote["next_steps"]:
        out.print(f"\n→ {step['text']}", style="green")
    _print_left(out, words["not_applied"], quote["not_applied"], wide)
    if traced:
        steps = [
            (step_names.get(one["step"], one["step"]), one["subject"], one["says"], one["amount"])
            for one in quote["trace"]
        ]
        _print_section(out, words["working"], columns(steps, wide, indent=2, right=1))
    _print_section(out, words["proof"], columns(list(_proof(quote, words)), indent=2))


def _priced(quote: Mapping[str, Json], setting: Setting) -> str:
    """The instant it was priced for, on the company's clock and as the locale writes it."""
    at = TypedValue("datetime", quote["at"])
    return display(at, quote["locale"], currency=quote["currency"], time_zone=setting.time_zone).text


def _print_receipt(out: Console, bought: Sequence[Row], sums: Sequence[Row], wide: int | None) -> None:
    """What is bought, a rule, and what it comes to; the last of it in bold."""
    rows = by_row([*bought, *sums], wide, right=2)
    edge = max(len(line) for lines in rows for line in lines)
    for place, lines in enumerate(rows):
        if place == len(bought):
            out.print("─" * edge, style="dim")
        style = "bold" if place == len(rows) - 1 else "green" if lines[0].startswith(_DISCOUNT) else None
        for line in lines:
            out.print(line, style=style)


def _print_left(out: Console, title: str, left: Sequence[Mapping[str, Json]], wide: int | None) -> None:
    """What does not apply, by the name customers know it by, and why; its key, for `--without`, dim behind."""
    from rich.text import Text

    keys = [one["rule"].partition(":")[2] for one in left]
    rows = [(one["label"], one["reason"], key) for one, key in zip(left, keys, strict=True)]
    if rows:
        out.print(f"\n{title}", style="bold")
    for key, lines in zip(keys, by_row(rows, wide, indent=2), strict=True):
        first = Text(lines[0])
        first.stylize("dim", max(0, len(first) - len(key)))
        for line in (first, *lines[1:]):
            out.print(line)


def _print_section(out: Console, title: str, lines: Sequence[str]) -> None:
    if lines:
        out.print(f"\n{title}", style="bold")
    for line in lines:
        out.print(line)


def _bought(quote: Mapping[str, Json], words: Words) -> Iterator[Row]:
    """Lines and charges, each with its discounts."""
    for line in quote["lines"]:
        unit = line["display"].get("unit")
        yield line["label"], f"{line['quantity']} × {unit}" if unit else f"{line['quantity']}", line["display"]["base"]
        yield from _taken(line)
    for charge in quote["charges"]:
        free = words["free"] if charge["free"] and not charge["discounts"] else ""
        yield charge["label"], free, charge["display"]["base" if charge["discounts"] else "amount"]
        yield from _taken(charge)


def _taken(part: Mapping[str, Json]) -> Iterator[Row]:
    yield from ((f"{_DISCOUNT}{one['label']}", "", one["display"]) for one in part["discounts"])


def _sums(quote: Mapping[str, Json], words: Words) -> Iterator[Row]:
    """Goods, discounts and charges; without tax, where prices are; tax, cash rounding, and what is paid."""
    display, totals = quote["display"], quote["totals"]
    is_net = quote["basis"] == "net"
    tax = words["tax_on_top" if is_net else "tax_within"]
    yield words["goods"], "", display["goods"]
    if _is_some(totals["discount"]):
        yield words["discounts"], "", f"-{display['discount']}"
    if _is_some(totals["charges"]):
        yield words["charges"], "", display["charges"]
    if is_net:
        yield words["net"], "", display["net"]
    yield from (
        (tax.format(rate=one["rate"]), words["taxed"].format(amount=one["net"]), one["tax"]) for one in display["taxes"]
    )
    if _is_some(totals["rounding"]):
        yield words["rounding"], "", display["rounding"]
    yield words["payable"], "", display["payable"]


def _is_some(amount: str) -> bool:
    return bool(amount.strip("-0."))


def _proof(quote: Mapping[str, Json], words: Words) -> Iterator[tuple[str, str]]:
    """What stands behind the total, and until when it holds."""
    yield words["valid_until"], quote["display"]["expires_at"]
    if quote["release"]:
        yield words["release"], str(quote["release"])
    yield from ((words[name], quote["digests"][name]) for name in ("input", "catalogue", "result"))
    if quote["help"]:
        yield words["help"], quote["help"]
