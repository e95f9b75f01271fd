"""An order mail in three languages; every word of it comes from the registry.

    python examples/mail.py                                     # a registry on http://localhost:8000
    python examples/mail.py https://truth.natural.example       # or another
    python examples/mail.py --out mails                         # and as .eml files, with their HTML

Stop the registry and run it again: the mails read the same, from what was last known, and stderr says so.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from truth.client import Health, State, Truth
from truth.client.jinja import install


@dataclass(frozen=True)
class Line:
    """Something that was ordered, by the name it was sold under."""

    quantity: int
    name: str


@dataclass(frozen=True)
class Order:
    """What the shop knows of an order: facts, and no sentence."""

    number: str
    status: str
    eta: date | None
    locale: str
    customer: str
    lines: tuple[Line, ...]


ORDERS = (
    Order(
        "NC-10482", "shipped", date(2026, 12, 3), "en", "ada@example.org", (Line(2, "Linen tee, oat"), Line(1, "Soap"))
    ),
    Order("NC-10483", "shipped", date(2026, 12, 4), "de", "jo@example.org", (Line(1, "Leinenhemd, hafer"),)),
    Order("NC-10484", "shipped", None, "fr", "lea@example.org", (Line(3, "Savon à l’avoine"),)),
)


def mails(truth: Truth) -> Iterator[tuple[Order, EmailMessage]]:
    """A mail for each order, in its customer's language: as text, and as HTML."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
    )
    install(templates, truth)
    for order in ORDERS:
        speaking = truth.within(locale=order.locale)
        mail = EmailMessage()
        mail["From"] = truth.value("company:profile/values/support_email")
        mail["To"] = order.customer
        mail["Subject"] = f"{speaking.status('fulfilment', order.status, as_='text').label} · {order.number}"
        mail.set_content(templates.get_template("order_shipped.txt").render(truth=speaking, order=order))
        html = templates.get_template("order_shipped.html").render(truth=speaking, order=order)
        mail.add_alternative(html, subtype="html")
        yield order, mail


def report(state: State) -> None:
    """Say on stderr what the words are worth; without any there is nothing to send."""
    if state.health is Health.ERROR:
        sys.exit(f"No words to write with: {state.problem}")
    if state.health is Health.STALE:
        print(f"The registry is away, these are its last known words: {state}", file=sys.stderr)


def main() -> None:
    """Write the mails."""
    parser = argparse.ArgumentParser(description="Order mails in three languages, every word from the registry.")
    parser.add_argument("source", nargs="?", default="http://localhost:8000", help="a registry's URL")
    parser.add_argument("--out", type=Path, help="a folder for the mails as .eml files")
    arguments = parser.parse_args()

    truth = Truth(arguments.source, channel="email", key=os.environ.get("TRUTH_KEY"))
    report(truth.refresh())
    for order, mail in mails(truth):
        text = mail.get_body(("plain",))
        print(f"Subject: {mail['Subject']}\n\n{text.get_content() if text else ''}{'~' * 72}\n")
        if arguments.out:
            arguments.out.mkdir(parents=True, exist_ok=True)
            (arguments.out / f"{order.number}.eml").write_bytes(mail.as_bytes())


if __name__ == "__main__":
    main()
