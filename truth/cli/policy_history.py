"""`truth policy history POLICY`: every version, with who made it, when, why, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from truth.cli.durations import with_words
from truth.cli.options import Reading, formats, reads
from truth.cli.output import JSON, console, emit
from truth.cli.policy import policy_named
from truth.cli.policy_elsewhere import open_policies, parameters
from truth.cli.published import as_of, is_elsewhere, profile_of, reads_published, store_of
from truth.model.canonical import Json
from truth.model.instant import format_local, parse_instant

if TYPE_CHECKING:
    from truth.model.ref import Ref
    from truth.store.store import DatabaseStore

_STATES = {"in_effect": "", "scheduled": "scheduled", "stale": "stale", "withdrawn": "withdrawn"}
_SIGNS = {"added": "+", "removed": "−", "changed": "~", "moved": "↕"}


@click.command("history")
@click.argument("policy")
@click.option("--locale", help="Only what changed in this locale.")
@click.option("--clause", metavar="ID", help="Only versions that changed this clause.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many at most.")
@reads
@reads_published
@formats
def verb(
    policy: str,
    locale: str | None,
    clause: str | None,
    limit: int,
    reading: Reading,
    as_published: datetime | None,
    format: str,
) -> int:
    """List a policy's versions: author, date, reason, and what changed.

    The latest effect comes first. What was published elsewhere and imported is counted below; --as-published lists it,
    up to an instant or a day.

    \b
    Example:
      truth policy history returns
      truth policy history returns --locale de --clause window
      truth policy history refund --as-published 2022-12-31
    """
    wanted = {"locale": locale, "clause": clause, "limit": str(limit)}
    query = {name: value for name, value in wanted.items() if value is not None}
    told = _told(policy_named(policy), reading, as_published, query)
    if format == JSON:
        emit(told)
    else:
        _print(told, _time_zone(reading))
    return 0


def _time_zone(reading: Reading) -> str:
    """That of the company, in which its people read times."""
    url = is_elsewhere(reading)
    if url:
        return open_policies(url).time_zone()
    profile = profile_of(store_of(reading))
    return str(profile.body["time_zone"]) if profile else "UTC"


def _told(policy: Ref, reading: Reading, as_published: datetime | None, query: Mapping[str, str]) -> dict[str, Json]:
    url = is_elsewhere(reading)
    if url:
        return _asked(url, policy, reading, as_published, query)
    store, limit = store_of(reading), int(query["limit"])
    given = (query.get("locale"), query.get("clause"))
    found = _published(store, policy, as_published, *given) if as_published else _turns(store, policy, reading, *given)
    from truth.registry.policy_history import spans_json

    return {"items": list(islice(found, limit)), "imported": spans_json(store.imported.spans(policy))}


def _asked(
    url: str, policy: Ref, reading: Reading, as_published: datetime | None, query: Mapping[str, str]
) -> dict[str, Json]:
    """The same of another registry, page by page."""
    remote, items, left = open_policies(url), list[Json](), int(query["limit"])
    asked = {**query, **parameters(reading, as_published)}
    while True:
        page = remote.history(policy, {**asked, "limit": str(min(left - len(items), 200))})
        items += page["items"]
        if page["next"] is None or len(items) >= left:
            return {"items": items, "imported": page["imported"]}
        asked["cursor"] = page["next"]


def _turns(
    store: DatabaseStore, policy: Ref, reading: Reading, locale: str | None, clause: str | None
) -> Iterator[dict[str, Json]]:
    from truth.registry.policy_history import touches, turn_json, turns_if_any
    from truth.text.choice import fallbacks

    profile = profile_of(store)
    known = tuple(profile.body["locales"]) if profile else ()
    locales = list(fallbacks(locale, known)[:1]) if locale and known else list(known)
    for turn in turns_if_any(store, policy, as_of(store, reading), bool(store.imported.spans(policy))):
        told = turn_json(turn, locales, clause)
        if touches(told) or not (locale or clause):
            yield told


def _published(
    store: DatabaseStore, policy: Ref, instant: datetime, locale: str | None, clause: str | None
) -> Iterator[dict[str, Json]]:
    from truth.registry.imported import languages_of
    from truth.registry.policy_history import published_json, touches

    language = languages_of(store.imported, policy, profile_of(store), locale)[0]
    found = store.imported.listed(policy, language, instant, limit=10_001)
    for one, before in zip(found, [*found[1:], None], strict=False):
        told = published_json(one, before, clause)
        if touches(told) or not clause:
            yield told


def _print(told: Mapping[str, Any], zone: str) -> None:
    out = console()
    for item in told["items"]:
        out.print(_line(item, zone))
        for line in _changes(item):
            out.print(f"    {line}", style="dim")
    listed = any("published_at" in item for item in told["items"])
    for span in () if listed else told["imported"]:
        out.print(
            f"{span['versions']} in {span['locale']}, published elsewhere from {_here(span['first'], zone)} to "
            f"{_here(span['last'], zone)}: --as-published reads them",
            style="dim",
        )


def _here(instant: str, zone: str) -> str:
    return format_local(parse_instant(str(instant)), zone)


def _line(item: Mapping[str, Any], zone: str) -> str:
    if "published_at" in item:
        facts = [_here(item["published_at"], zone), item["author"], item["reason"], f"({item['source']})"]
        return "  ".join(fact for fact in facts if fact)
    version = f"version {item['version']}" if item["version"] else "retired"
    state = f"[{_STATES[item['state']]}]" if _STATES[item["state"]] else ""
    facts = [
        _here(item["effective_at"], zone),
        version,
        f"release {item['release']}",
        item["author"],
        item["reason"],
        state,
    ]
    return "  ".join(fact for fact in facts if fact)


def _changes(item: Mapping[str, Any]) -> Iterator[str]:
    for value in item["values"]:
        yield f"{value['id']}: {_shown(value['before'])} → {_shown(value['after'])}"
    for one in item["changed"]:
        marked = [f"{sign} {id}" for what, sign in _SIGNS.items() for id in one[what]]
        yield f"{one['locale']}: {'  '.join(marked)}"


def _shown(value: Json) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{amount} {currency}" for currency, amount in value.items())
    return "–" if value is None else with_words(str(value))
