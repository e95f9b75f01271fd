"""What a change to an entry's texts takes from the channels that show them. Pure, and the same for every kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth.kinds import kind_of
from truth.kinds.company.profile import PROFILE
from truth.kinds.entry import own_arguments
from truth.kinds.kind import Path, TextAt
from truth.model.document import Document
from truth.model.errors import Refused
from truth.model.finding import Category, Finding, Rule, Severity
from truth.model.ref import Ref
from truth.registry.binding import argument, declared
from truth.registry.catalogue import Catalogue, index_of
from truth.text.argument import Argument
from truth.text.check import used_names

_ETA = {"type": "date", "example": "2030-06-03"}
_WHEN = {"en": "Expected on {eta}.", "de": "Voraussichtlich am {eta}."}

LOCALE_REMOVED = Rule(
    "text/locale-removed",
    Severity.ERROR,
    "Readers in this language get another one.",
    passes={"after": {"status:order": {"statuses": {"shipped": {"label": {"de": "Versendet"}}}}}},
    fails={"after": {"status:order": {"statuses": {"shipped": {"label": {"de": None}}}}}},
    category=Category.RENDER,
)
CHANNEL_REMOVED = Rule(
    "text/channel-removed",
    Severity.ERROR,
    "A channel that had words of its own gets those of all others, or is refused.",
    passes={"after": {}},
    fails={"after": {"company:profile": {"channels": {"sms": None}}}},
    category=Category.RENDER,
)
ARGUMENT_NEWLY_REQUIRED = Rule(
    "text/argument-newly-required",
    Severity.ERROR,
    "Channels that do not supply it get an error instead of the text.",
    passes={"after": {"status:order": {"arguments": {"eta": {**_ETA, "required": False}}}}},
    fails={
        "after": {
            "status:order": {
                "arguments": {"eta": {**_ETA, "required": True}},
                "statuses": {"shipped": {"when": _WHEN}},
            }
        }
    },
    category=Category.RENDER,
)
ARGUMENT_TYPE_CHANGED = Rule(
    "text/argument-type-changed",
    Severity.ERROR,
    "What channels supply is refused, or is shown as something else.",
    passes={"after": {"status:order": {"arguments": {"eta": {"example": "2031-01-01"}}}}},
    fails={"after": {"status:order": {"arguments": {"eta": {"type": "string", "example": "soon"}}}}},
    category=Category.RENDER,
)
ARGUMENT_VALUES_NARROWED = Rule(
    "text/argument-values-narrowed",
    Severity.ERROR,
    "Some of what channels supply is refused now.",
    passes={"after": {"company:profile": {"arguments": {"order_number": {"example": "A-1002"}}}}},
    fails={"after": {"company:profile": {"arguments": {"order_number": {"pattern": "^A-[0-9]{4}$"}}}}},
    category=Category.RENDER,
)
ARGUMENT_REMOVED = Rule(
    "text/argument-removed",
    Severity.REVIEW,
    "A fact that customers were shown here is shown no longer.",
    passes={"after": {"status:order": {"statuses": {"shipped": {"when": _WHEN}}}}},
    fails={"after": {"status:order": {"statuses": {"shipped": {"when": {"en": "Soon.", "de": "Bald."}}}}}},
    category=Category.RENDER,
)
RULES = (
    LOCALE_REMOVED,
    CHANNEL_REMOVED,
    ARGUMENT_NEWLY_REQUIRED,
    ARGUMENT_TYPE_CHANGED,
    ARGUMENT_VALUES_NARROWED,
    ARGUMENT_REMOVED,
)
_NAMED = 3  # texts named in one sentence


def text_breaks(old: Catalogue, new: Catalogue, entry: Ref) -> Iterator[Finding]:
    """What the texts of one entry, which is in both, no longer say, or newly ask for."""
    was, now = old.document(entry), new.document(entry)
    kept = [
        (path, text, index_of(now).texts[path])
        for path, text in index_of(was).texts.items()
        if path in index_of(now).texts and not index_of(now).texts[path].inherited
    ]
    yield from _locales(now, kept)
    yield from _channels(now, kept)
    if entry == PROFILE:
        yield from _channels_of_the_company(was, now)
    for path, before, after in kept:
        yield from _newly_required(old, new, was, now, path, before, after)
        yield from _no_longer_shown(now, path, before, after)
    yield from _declarations(old, new, was, now)


Kept = tuple[Path, TextAt, TextAt]
"""A text that is in both documents: where, as it was, and as it is."""


def _locales(document: Document, kept: list[Kept]) -> Iterator[Finding]:
    without: dict[str, list[Path]] = {}
    for path, before, after in kept:
        for locale in before.text:
            if locale not in after.text:
                without.setdefault(locale, []).append(path)
    for locale, paths in without.items():
        message = f"there are no words in '{locale}' any more for {_named(paths)}"
        place = kind_of(document.entry.kind).body_path(document, paths[0])
        yield LOCALE_REMOVED.finding(document.entry, message, path=place, fix=f"keep the words in {locale}")


def _channels(document: Document, kept: list[Kept]) -> Iterator[Finding]:
    without: dict[str, list[Path]] = {}
    for path, before, after in kept:
        for channel in sorted(_varied(before) - _varied(after)):
            without.setdefault(channel, []).append(path)
    for channel, paths in without.items():
        message = f"'{channel}' has no words of its own any more for {_named(paths)}"
        place = kind_of(document.entry.kind).body_path(document, paths[0])
        fix = f"keep the words for {channel}, or see that the others fit there"
        yield CHANNEL_REMOVED.finding(document.entry, message, path=place, fix=fix)


def _channels_of_the_company(was: Document, now: Document) -> Iterator[Finding]:
    for channel in was.body["channels"]:
        if channel not in now.body["channels"]:
            message = f"the company has no channel '{channel}' any more: whoever asks for it is refused"
            fix = "keep it until nobody asks for it"
            yield CHANNEL_REMOVED.finding(PROFILE, message, path=("channels",), fix=fix)


def _varied(text: TextAt) -> set[str]:
    """The channels that have words of their own in every locale in which any of them has."""
    varied = [set(words) - {"default"} for words in text.text.values() if isinstance(words, Mapping)]
    return set[str]().union(*varied)


def _newly_required(
    old: Catalogue, new: Catalogue, was: Document, now: Document, path: Path, before: TextAt, after: TextAt
) -> Iterator[Finding]:
    for name in sorted(_required(new, now, after) - _required(old, was, before)):
        message = f"{{{name}}} must be supplied now"
        fix = f"let '{name}' be optional, or give it a default"
        place = kind_of(now.entry.kind).body_path(now, path)
        yield ARGUMENT_NEWLY_REQUIRED.finding(now.entry.join(path), message, path=place, fix=fix)


def _required(catalogue: Catalogue, document: Document, text: TextAt) -> frozenset[str]:
    """The arguments without which a text cannot be shown in every locale."""
    found = ((name, _argument(catalogue, document, text, name)) for name in used_names(text.text, text.markdown))
    return frozenset(name for name, one in found if one and one.bound is None and one.required)


def _argument(catalogue: Catalogue, document: Document, text: TextAt, name: str) -> Argument | None:
    try:
        return argument(catalogue, document, text, name)
    except Refused:
        return None  # bound to something that is gone: document/unknown-ref says so


def _no_longer_shown(document: Document, path: Path, before: TextAt, after: TextAt) -> Iterator[Finding]:
    for name in sorted(used_names(before.text, before.markdown) - used_names(after.text, after.markdown)):
        message = f"{{{name}}} is no longer shown"
        place = kind_of(document.entry.kind).body_path(document, path)
        fix = "confirm that customers do without it here"
        yield ARGUMENT_REMOVED.finding(document.entry.join(path), message, path=place, fix=fix)


def _declarations(old: Catalogue, new: Catalogue, was: Document, now: Document) -> Iterator[Finding]:
    before, after = declared(old, was), declared(new, now)
    for name in own_arguments(was.body):
        if name in own_arguments(now.body) and name in before and name in after and before[name].bound is None:
            yield from _declaration(now, before[name], after[name])


def _declaration(document: Document, before: Argument, after: Argument) -> Iterator[Finding]:
    path = ("arguments", before.name)
    if after.bound is not None or before.type != after.type:
        kind = f"bound to {after.ref}" if after.bound is not None else f"a {after.type}"
        message = f"'{before.name}' was a {before.type} the channel supplies, and is {kind} now"
        fix = "declare what is meant now under another name"
        yield ARGUMENT_TYPE_CHANGED.finding(document.entry, message, path=path, fix=fix)
        return
    for narrowed in _narrowed(before, after):
        message = f"'{before.name}' no longer takes {narrowed}"
        fix = "take what was taken, or declare another argument"
        yield ARGUMENT_VALUES_NARROWED.finding(document.entry, message, path=path, fix=fix)


def _narrowed(before: Argument, after: Argument) -> Iterator[str]:
    if after.of is not None and (lost := [code for code in before.of or () if code not in after.of]):
        yield f"{', '.join(lost)}"
    if after.pattern is not None and after.pattern != before.pattern:
        yield f"what does not match {after.pattern}"
    if after.minimum is not None and (before.minimum is None or before.minimum < after.minimum):
        yield f"less than {after.minimum}"
    if after.maximum is not None and (before.maximum is None or before.maximum > after.maximum):
        yield f"more than {after.maximum}"


def _named(paths: list[Path]) -> str:
    rest = f" and {len(paths) - _NAMED} others" if len(paths) > _NAMED else ""
    return ", ".join("/".join(path) for path in paths[:_NAMED]) + rest
