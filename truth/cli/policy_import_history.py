"""A policy's past, from a git repository or NDJSON, into a registry."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truth.cli.findings import counted, print_findings
from truth.cli.options import settings
from truth.cli.output import JSON, emit, progress, say
from truth.cli.policy_elsewhere import open_policies
from truth.cli.policy_import_file import key_of, locale_of, name_of
from truth.cli.published import profile_of
from truth.cli.sources import kept_open
from truth.model.errors import BeforeFirstRelease, UsageError
from truth.model.instant import format_instant
from truth.model.ref import Ref
from truth.settings import is_url

if TYPE_CHECKING:
    from truth.model.document import Document
    from truth.model.finding import Finding
    from truth.model.imported import Found, Imported
    from truth.registry.importing import Converted, Dated


@dataclass(frozen=True)
class Past:
    """What to import, as given on the command line."""

    history: str
    file: Path | None
    key: str | None
    locale: str | None
    target: str | None
    who: str | None


def import_history(past: Past, format: str) -> int:
    """Import every version that is not known yet; the exit code."""
    from truth.registry.importing import converted, language_of

    with progress("Importing …"):
        dated, file = _dated(past)
        key = past.key or key_of(file)
        place = _elsewhere(past) if past.target and is_url(past.target) else _here(past)
        said = None if past.locale else language_of(dated, name_of(key))
        locale = locale_of(past.locale, said, place.profile)
        read = converted(dated, key, locale, name_of(key))
        added = place.add(Ref("policy", key), read.versions)
    _tell(key, locale, read, added, format)
    if format != JSON:
        _tell_how_to_read(key, read.versions, place.profile)
    return 0


@dataclass(frozen=True)
class _Place:
    """Where history goes, and the profile of the company there."""

    profile: Document | None
    add: Callable[[Ref, Sequence[Found]], Sequence[Imported]]


def _here(past: Past) -> _Place:
    from truth.cli.apply import user_name
    from truth.factory import open_store
    from truth.model.release import Authority

    authority = Authority(past.who or user_name(), origin=socket.gethostname() or None)
    store = kept_open(open_store(past.target, settings()))
    return _Place(profile_of(store), lambda policy, versions: store.imported.add(versions, authority))


def _elsewhere(past: Past) -> _Place:
    from truth.factory import open_remote_source
    from truth.kinds.company.profile import PROFILE

    if past.who is not None:
        raise UsageError("over a URL, the name of the key says who imports; leave out --who")
    url = past.target or ""
    try:
        profile = kept_open(open_remote_source(url, settings())).at().documents.get(PROFILE)
    except BeforeFirstRelease:
        profile = None
    return _Place(profile, open_policies(url).add)


def _dated(past: Past) -> tuple[Sequence[Dated], Path]:
    """The versions, and the file that names the policy."""
    from truth.files.dated_versions import read_dated_versions
    from truth.files.git_history import git_versions

    given = Path(past.history)
    if given.is_file():
        return read_dated_versions(given), past.file or given
    if given.is_dir():
        if past.file is None:
            raise UsageError(f"name the file within it: --history {past.history}:docs/refund.md")
        path = _within(given, past.file)
        return git_versions(given, path), given / path
    folder, colon, path = past.history.rpartition(":")
    if colon and Path(folder).is_dir():
        return git_versions(Path(folder), path), Path(folder) / path
    raise UsageError(f"there is no repository and no file '{past.history}'; write REPO:PATH, or name an NDJSON file")


def _within(repository: Path, file: Path) -> str:
    """A file's path within the repository, where it is given from here."""
    there, root = file.absolute(), repository.absolute()
    return there.relative_to(root).as_posix() if there.is_relative_to(root) and file.exists() else file.as_posix()


def _tell(key: str, locale: str, read: Converted, added: Sequence[Imported], format: str) -> None:
    from truth.model.finding import in_order

    findings = in_order(read.findings)
    if format == JSON:
        emit(_as_json(key, locale, read.versions, added, findings))
        return
    print_findings(findings, to_stderr=True)
    known = len(read.versions) - len(added)
    many = f"{len(added)} version{'' if len(added) == 1 else 's'} imported"
    say(f"policy:{key} in {locale}: {many}{f', {known} known already' if known else ''}; {counted(findings)}")


def _tell_how_to_read(key: str, versions: Sequence[Found], profile: Document | None) -> None:
    """Words are read in the company's locales, channels and time zone; so nothing is before something is released."""
    first, last = (format_instant(one) for one in _ends(versions))
    before = "" if profile else "apply content first:  truth apply ; then "
    verb = f"truth get policy:{key}/clauses --as-published {last}"
    say(f"Published from {first} to {last}; {before}read one with:  {verb}")


def _ends(versions: Sequence[Found]) -> tuple[Any, Any]:
    instants = sorted(one.published_at for one in versions)
    return instants[0], instants[-1]


def _as_json(
    key: str, locale: str, versions: Sequence[Found], added: Sequence[Imported], findings: Sequence[Finding]
) -> dict[str, Any]:
    from truth.registry.imported import imported_json

    first, last = (format_instant(one) for one in _ends(versions))
    return {
        "policy": f"policy:{key}",
        "locale": locale,
        "versions": len(versions),
        "imported": [imported_json(one) for one in added],
        "first": first,
        "last": last,
        "findings": [finding.as_json() for finding in findings],
    }
