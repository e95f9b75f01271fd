"""A policy as one page to read and to print: its title, version, effective date and digest, contents and clauses.

One self-contained file: its style is in it, nothing is loaded, and no script runs. Pure.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.imported import Imported
from truth.model.ref import Ref
from truth.model.snapshot import Standing
from truth.registry.catalogue import Catalogue
from truth.registry.policy_words import Words, words_for
from truth.registry.resolve import Question, resolve_text
from truth.text.argument import TypedValue
from truth.text.formatting import display
from truth.text.insertion import escape_html
from truth.text.setting import Format

STYLE = files("truth.registry").joinpath("policy_page.css").read_text(encoding="utf-8")
"""The style of a policy's pages."""

STYLE_HASH = "sha256-" + b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
"""Its hash, as a Content-Security-Policy names it."""

_POLICY = f"default-src 'none'; style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Printed:
    """How a page is wanted, and when; `imported` where it is history from elsewhere."""

    now: datetime
    locale: str | None = None
    currency: str | None = None
    supplied: Mapping[str, Json] = field(default_factory=dict)
    imported: Imported | None = None


def policy_page(catalogue: Catalogue, policy: Ref, printed: Printed) -> str:
    """The page of a policy; `Invalid` where it has no clauses, or lacks an argument."""
    clauses = catalogue.clauses(policy / "clauses")
    if not clauses:
        raise Invalid(f"{policy} has no clauses to show")
    title = _text(catalogue, policy / "title", printed)
    locale = title[1]
    headings = [(one.path[-1], _text(catalogue, one / "heading", printed)[0]) for one in clauses]
    bodies = [_text(catalogue, one, printed) for one in clauses]
    sections = [_section(*heading, body, locale) for heading, body in zip(headings, bodies, strict=True)]
    standing = catalogue.snapshot.standings[policy]
    head = _head(catalogue, title[0], _facts(catalogue, standing, locale, printed), locale, printed)
    return framed(
        title[0],
        locale,
        [head, _contents(headings, words_for(locale)), *sections, _footer(policy, standing, printed, locale)],
    )


def framed(title: str, locale: str, parts: Sequence[str]) -> str:
    """A whole document around parts that are HTML already."""
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{escape_html(locale)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape_html(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def day_of(instant: datetime, locale: str, time_zone: str) -> str:
    """The company's calendar day of an instant, as it is written in a locale."""
    day = instant.astimezone(ZoneInfo(time_zone)).date().isoformat()
    return display(TypedValue("date", day), locale, currency="", time_zone=time_zone).text


def _text(catalogue: Catalogue, ref: Ref, printed: Printed) -> tuple[str, str]:
    """HTML, and the locale it is in."""
    question = Question(ref, printed.locale, None, Format.HTML, printed.currency, printed.supplied)
    answer = resolve_text(catalogue, question)
    return answer.text.rstrip("\n"), answer.locale


def _section(id: str, heading: str, body: tuple[str, str], locale: str) -> str:
    text, own = body
    language = f' lang="{escape_html(own)}"' if own != locale else ""
    return f'<section id="{id}"{language}>\n<h2>{heading}</h2>\n{text}\n</section>'


def _contents(clauses: Sequence[tuple[str, str]], words: Words) -> str:
    if len(clauses) < 2:
        return ""
    items = "\n".join(f'<li><a href="#{id}">{heading}</a></li>' for id, heading in clauses)
    return f'<nav aria-label="{words.contents}">\n<h2>{words.contents}</h2>\n<ol>\n{items}\n</ol>\n</nav>'


def _head(catalogue: Catalogue, title: str, facts: str, locale: str, printed: Printed) -> str:
    company = catalogue.profile.body.get("title", {})
    named = company.get(locale) or next(iter(company.values()), None)
    name = named if isinstance(named, str) or named is None else named.get("default", "")
    said = f'<p class="company">{escape_html(name)}</p>\n' if name else ""
    return f'<header>\n{said}<h1>{title}</h1>\n<p class="facts">{facts}</p>\n</header>'


def _facts(catalogue: Catalogue, standing: Standing, locale: str, printed: Printed) -> str:
    """Version and date."""
    words, zone = words_for(locale), catalogue.setting.time_zone
    if printed.imported:
        return escape_html(words.published.format(date=day_of(printed.imported.found.published_at, locale, zone)))
    if standing.effective_at is None:
        return escape_html(words.draft)
    shape = words.scheduled if standing.effective_at > printed.now else words.in_force
    said = shape.format(date=day_of(standing.effective_at, locale, zone))
    return escape_html(" · ".join([words.version.format(number=standing.version), said]))


def _footer(policy: Ref, standing: Standing, printed: Printed, locale: str) -> str:
    words, document = words_for(locale), standing.document
    lines = [escape_html(str(policy))]
    if printed.imported:
        lines.append(escape_html(words.imported.format(source=printed.imported.found.source)))
    if document:
        lines.append(f'{words.digest}: <span class="digest">{document.digest}</span>')
    return "<footer>\n" + "\n".join(f"<p>{line}</p>" for line in lines) + "\n</footer>"
