"""Arguments: which names a text may use, and what each is bound to.

In scope are, the nearer first: what is built in, what only this place has, the entry's own arguments and values, and
the company's shared arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from truth.kinds.company.profile import PROFILE
from truth.kinds.entry import own_arguments
from truth.kinds.kind import TextAt
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Refused
from truth.model.ref import Ref
from truth.registry.catalogue import Catalogue, index_of
from truth.text.argument import Argument, TypedValue

BUILT_IN = ("effective", "updated")
"""Known in every text: when the wording took effect, and when it was published."""


def declared(catalogue: Catalogue, document: Document) -> dict[str, Argument]:
    """Every argument an entry's texts share, by name; one whose ref leads nowhere is left out."""
    scope = {name: _built_in(catalogue, document.entry, name) for name in BUILT_IN}
    for owner, specs in _shared_first(catalogue, document):
        for name, spec in specs.items():
            argument = _bind(catalogue, owner, name, spec)
            if argument and name not in BUILT_IN:
                scope[name] = argument
    return scope


def argument(catalogue: Catalogue, document: Document, text: TextAt, name: str) -> Argument | None:
    """The argument a text means by a name; None when nothing of that name is in scope.

    Raises `Refused` when the name is bound to something that is gone.
    """
    if name in BUILT_IN:
        return _built_in(catalogue, document.entry, name)
    if name in text.extra:
        return bound(name, text.extra[name], None)
    for owner, specs in reversed(_shared_first(catalogue, document)):
        if name in specs:
            return _argument(catalogue, owner, name, specs[name])
    return None


def bound(name: str, value: TypedValue, ref: str | None) -> Argument:
    """An argument that always shows one value."""
    return Argument(name, value.type, required=False, of=value.of, bound=value, ref=ref)


def _shared_first(catalogue: Catalogue, document: Document) -> list[tuple[Ref, Mapping[str, Json]]]:
    own = (document.entry, own_arguments(document.body))
    values = (document.entry, {path[1]: at for path, at in index_of(document).values.items() if path[0] == "values"})
    return [(PROFILE, own_arguments(catalogue.profile.body)), values, own]


def _bind(catalogue: Catalogue, owner: Ref, name: str, spec: Json) -> Argument | None:
    try:
        return _argument(catalogue, owner, name, spec)
    except Refused:
        return None


def _argument(catalogue: Catalogue, owner: Ref, name: str, spec: Json) -> Argument:
    if not isinstance(spec, Mapping):
        return bound(name, spec.value, str(owner / "values" / name))
    if "ref" in spec:
        return bound(name, catalogue.value(Ref.parse(spec["ref"])).value, spec["ref"])
    return Argument(
        name=name,
        type=spec["type"],
        required=spec.get("required", "default" not in spec),
        default=spec.get("default"),
        example=spec.get("example"),
        pattern=spec.get("pattern"),
        of=tuple(spec["of"]) if "of" in spec else None,
        minimum=spec.get("minimum"),
        maximum=spec.get("maximum"),
    )


def _built_in(catalogue: Catalogue, entry: Ref, name: str) -> Argument:
    standing = catalogue.snapshot.standings.get(entry)
    published = (standing.effective_at, standing.recorded_at) if standing else (None, None)
    instant = published[BUILT_IN.index(name)]
    return bound(name, _published(instant, catalogue.setting.time_zone), None)


def _published(instant: datetime | None, time_zone: str) -> TypedValue:
    """The company's calendar day of an instant; a draft, where nothing has been published (a folder)."""
    if instant is None:
        return TypedValue("draft", "draft")
    return TypedValue("date", instant.astimezone(ZoneInfo(time_zone)).date().isoformat())
