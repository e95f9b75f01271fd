"""One Markdown file as the files of a policy: shown, or written into a content folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from truth.cli.editors import schemas_of
from truth.cli.findings import counted, print_findings
from truth.cli.output import JSON, emit, say
from truth.model.errors import Invalid, UsageError

if TYPE_CHECKING:
    from truth.kinds.policy.importing.candidates import Candidate
    from truth.kinds.policy.importing.policy import Imported
    from truth.kinds.policy.importing.sheet import Sheet
    from truth.model.document import Document
    from truth.model.finding import Finding

LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_NAMELESS = ("index", "readme", "_index")  # what generators call a folder's own page


@dataclass(frozen=True)
class Page:
    """What to import, as given on the command line."""

    file: Path
    key: str | None
    locale: str | None
    owner: str | None
    into: Path | None
    confirm: Sequence[str]


def import_page(page: Page, format: str) -> int:
    """Show the policy's files, or write them; the exit code."""
    from truth.files.reading import read_text
    from truth.kinds.policy.importing.confirming import Confirmed
    from truth.kinds.policy.importing.policy import policy

    key = page.key or key_of(page.file)
    known = _known(page.into, key) if page.into else None
    if known and page.into:
        return _import_translation(page, known, page.into, format)
    folder = _folder(page.into, key) if page.into else None
    sheet, profile = _sheet(read_text(str(page.file)), page.file), _profile(page.into)
    locale = locale_of(page.locale, sheet.language, profile)
    confirmed = [Confirmed.parse(one) for one in page.confirm]
    imported = policy(sheet, str(page.file), key, locale, owner=page.owner, confirmed=confirmed)
    found = [*imported.findings, *_misfits(imported, key, page.file), *_unsaid(profile, locale, key, page)]
    files = _files(imported, folder or Path("content", "policy", key), locale, page.into)
    if folder:
        folder.mkdir(parents=True)
        _write(files)
    _tell(key, locale, imported, found, files, folder, format)
    return 0


def _import_translation(page: Page, known: Document, into: Path, format: str) -> int:
    """Write another language of a policy that is there already; the exit code."""
    from truth.files.reading import read_text
    from truth.kinds.policy.importing.confirming import Confirmed
    from truth.kinds.policy.importing.policy import Imported, wording
    from truth.kinds.policy.importing.translating import translate

    sheet = _sheet(read_text(str(page.file)), page.file)
    locale = locale_of(page.locale, sheet.language, None)
    folder = into / "policy" / known.entry.key
    path = folder / f"{locale}.md"
    if locale in known.body.get("wording", {}) or path.exists() or page.owner:
        raise UsageError(f"{folder} is there already, {locale} too; name another --key, or another --locale for {path}")
    read = translate(sheet, known, str(page.file), locale, [Confirmed.parse(one) for one in page.confirm])
    imported = Imported(wording(read.sections, locale), read.findings, read.candidates)
    files = {at: text for at, text in _files(imported, folder, locale, None).items() if at == path}
    _write(files)
    _tell(known.entry.key, locale, imported, imported.findings, files, folder, format)
    return 0


def key_of(file: Path) -> str:
    """The key a file's name makes, or its folder's, where the file is that folder's page; `UsageError` for none."""
    stem = file.stem.lower() if file.stem.lower() not in _NAMELESS else file.absolute().parent.name.lower()
    key = _NOT_KEY.sub("-", stem).strip("-")
    if not key:
        raise UsageError(f"'{file.stem[:80]}' makes no key; name the policy with --key")
    return key


def name_of(key: str) -> str:
    """What a policy is called where nobody says."""
    return key.replace("-", " ").capitalize()


def locale_of(given: str | None, said: str | None, profile: Document | None) -> str:
    """The language of a file: named, or said in it, or the company's first; `UsageError` where nobody says."""
    first = profile.body["locales"][0] if profile else None
    locale = given or (said if said and LOCALE.fullmatch(said) else None) or first
    if locale is None:
        raise UsageError("say which language it is in, with --locale en")
    if not LOCALE.fullmatch(locale):
        raise UsageError(f"'{locale[:40]}' is not a locale; write it like de or de-AT")
    return locale


def _sheet(text: str, file: Path) -> Sheet:
    from truth.kinds.policy.importing.sheet import read_sheet

    try:
        return read_sheet(text, name_of(key_of(file)))
    except Invalid as error:
        raise type(error)(f"{file}: {error.message}", error.findings) from error


def _folder(into: Path, key: str) -> Path:
    if not into.is_dir():
        raise UsageError(f"there is no content folder {into}; make one with: truth init {into}")
    folder = into / "policy" / key
    if folder.exists():
        raise UsageError(f"{folder} is there already; name another --key, and nothing of yours is overwritten")
    return folder


def _known(into: Path, key: str) -> Document | None:
    """The policy, where the content folder has it already."""
    from truth.factory import read_content
    from truth.model.ref import Ref

    return read_content(into).documents.get(Ref("policy", key)) if into.is_dir() else None


def _profile(into: Path | None) -> Document | None:
    """The company's profile in a content folder, where it can be read."""
    from truth.factory import read_content
    from truth.kinds.company.profile import PROFILE

    return read_content(into).documents.get(PROFILE) if into else None


def _misfits(imported: Imported, key: str, file: Path) -> list[Finding]:
    """What the schema refuses, besides what is known to be missing."""
    from truth.factory import open_shapes
    from truth.kinds.policy.importing.policy import findings
    from truth.kinds.policy.importing.rules import MISFIT, Note

    problems = open_shapes().problems("policy", {"owner": "owner", **imported.body})
    return list(findings([Note(MISFIT, 1, message) for _, message in problems], str(file), key))


def _unsaid(profile: Document | None, locale: str, key: str, page: Page) -> list[Finding]:
    """What else the company needs of a policy."""
    from truth.kinds.company.profile import teams
    from truth.kinds.policy.importing.policy import findings
    from truth.kinds.policy.importing.rules import MISSING, Note
    from truth.model.nearest import did_you_mean

    notes = []
    others = [one for one in (profile.body["locales"] if profile else ()) if one != locale]
    if others:
        message = f"the words are in {locale} alone; the company also speaks {', '.join(others)}"
        notes.append(Note(MISSING, 1, message, f"write {' and '.join(f'{one}.md' for one in others)} beside it"))
    if page.owner and profile and page.owner not in teams(profile):
        known = did_you_mean(page.owner, teams(profile))
        notes.append(Note(MISSING, 1, f"there is no team '{page.owner}'{known}", "name a team of the company profile"))
    return list(findings(notes, str(page.file), key))


def _files(imported: Imported, folder: Path, locale: str, into: Path | None) -> dict[Path, str]:
    """The text of each file of the policy, by its path."""
    from truth.factory import open_shapes
    from truth.files.header import yaml_header
    from truth.files.layout import write_yaml
    from truth.kinds import kind_of

    main, parts = kind_of("policy").write(imported.body)
    path = folder / "policy.yaml"
    header = yaml_header(str(path), "policy", schemas_of(into)) if into else None
    text = write_yaml(main, open_shapes().schema("policy"), locales=[locale], header=header)
    return {path: text, **{folder / part.name: part.text for part in parts}}


def _write(files: dict[Path, str]) -> None:
    from truth.files.writing import replace_file

    for path, text in files.items():
        replace_file(str(path), text)


def _tell(
    key: str,
    locale: str,
    imported: Imported,
    found: Sequence[Finding],
    files: dict[Path, str],
    folder: Path | None,
    format: str,
) -> None:
    from truth.model.finding import in_order

    findings = in_order(found)
    if format == JSON:
        emit(_as_json(key, locale, imported, findings, files, folder))
        return
    if folder is None:
        click.echo("\n".join(f"# {path}\n{text}" for path, text in files.items()), nl=False)
    print_findings(findings, to_stderr=True)
    for line in _candidates_in_words(imported.candidates):
        say(line)
    clauses = len(imported.body["clauses"])
    say(f"policy:{key}: {clauses} clause{'' if clauses == 1 else 's'} in {locale}; {counted(findings)}")
    if folder:
        say(f"Check it:  truth validate {folder.parent.parent}")


def _candidates_in_words(found: Sequence[Candidate]) -> list[str]:
    if not found:
        return []
    lines = ["Numbers that may be values; take one with --confirm NAME='30 days', or write under values:"]
    for one in found:
        lines.append(f"  {one.typed}    NAME: {{type: {one.type}, value: {_yaml(one.value)}}}")
        lines.append(f"      {one.clause}: {one.sentence}")
    return lines


def _yaml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'{name}: "{one}"' for name, one in value.items()) + "}"
    return f'"{value}"' if isinstance(value, str) and value[:1].isdigit() else str(value)


def _as_json(
    key: str,
    locale: str,
    imported: Imported,
    findings: Sequence[Finding],
    files: dict[Path, str],
    folder: Path | None,
) -> dict[str, Any]:
    return {
        "policy": f"policy:{key}",
        "locale": locale,
        "folder": str(folder) if folder else None,
        "files": {path.name: text for path, text in files.items()},
        "document": imported.body,
        "candidates": [vars(one) for one in imported.candidates],
        "findings": [finding.as_json() for finding in findings],
    }
