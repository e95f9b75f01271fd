"""`truth check`: does this code base say what the registry says?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truth.cli.code_base import CodeBase
from truth.cli.options import Reading, fails_on, reads, settings
from truth.cli.output import JSON, TEXT, advancing, remember_format, say
from truth.model.errors import UsageError
from truth.model.finding import Severity

if TYPE_CHECKING:
    from truth.drift.baseline import Baseline
    from truth.drift.check import Report
    from truth.drift.discover import Listed
    from truth.drift.found import Found
    from truth.drift.lock import Lock
    from truth.drift.report.result import Result
    from truth.drift.source_file import SourceFile
    from truth.registry.catalogue import Catalogue

REPORTS = ("text", "json", "sarif", "junit", "github", "gitlab", "rdjsonl")


@dataclass(frozen=True)
class Wanted:
    """Which of the findings count, and where they go."""

    baseline: Path | None
    update_baseline: bool
    diff_base: str | None
    fix: bool
    report: str
    output: Path | None


@click.command("check")
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="The nearest truth.toml, unless named.")
@click.option("--lock", type=click.Path(path_type=Path), metavar="FILE", help="The lock; truth.lock where it is there.")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Findings that are accepted for now.")
@click.option("--update-baseline", is_flag=True, help="Accept what is found now, and forget what is gone.")
@click.option("--diff-base", metavar="REV", help="Only what changed since this branch left REV.")
@click.option("--fix", is_flag=True, help="Mend what is certain, and report the rest.")
@click.option("--suggest", is_flag=True, help="Write a first truth.toml from what looks like statuses here.")
@click.option("--report", type=click.Choice(REPORTS), help="How to report.  [default: text]")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where to, not stdout.")
@click.option(
    "--format",
    type=click.Choice([TEXT, JSON]),
    default=TEXT,
    is_eager=True,
    callback=lambda ctx, _, name: remember_format(ctx, name),
    help="json is --report json, and tells errors in JSON too.",
)
@reads
@fails_on
def verb(
    paths: tuple[Path, ...],
    config: Path | None,
    lock: Path | None,
    suggest: bool,
    reading: Reading,
    fail_on: Severity,
    format: str,
    report: str | None,
    **wanted: object,
) -> int:
    """Check that a code base says what the registry says.

    Templates, mails, catalogues, code and data are read. PATHS are files and folders, this one unless named; what
    .gitignore leaves out is left out. The words come from --source, else from the lock, else from the source truth.toml
    names, else from where all verbs read. A comment truth:ignore drift/RULE -- why lets a finding on its line or the
    next be.

    \b
    Example:
      truth check
      truth check templates --source https://truth.natural.example --report sarif --output truth.sarif
      truth check --diff-base origin/main --report github
    """
    wants = Wanted(report=report or format, **wanted)  # type: ignore[arg-type]
    base = CodeBase.open(config)
    locked = base.lock(lock)
    files = base.files(paths, reading, lock, [path for path in (wants.baseline, wants.output) if path])
    if suggest:
        return _suggest(base, files, reading)
    result = _judged(base, files, reading, locked, wants)
    _report(result, wants)
    return int(any(one.finding.severity.rank <= fail_on.rank for one in result.found))


def _judged(
    base: CodeBase, files: Sequence[Listed], reading: Reading, locked: tuple[Lock, Path] | None, wants: Wanted
) -> Result:
    """What is found and counts, most severe first."""
    from truth.drift.baseline import Baseline
    from truth.drift.changed_lines import changed_lines, on_changed_lines
    from truth.drift.discover import again

    changed = changed_lines(base.root, wants.diff_base) if wants.diff_base is not None else None
    baseline = _baseline_file(base, wants)
    catalogue = base.words(reading, locked, settings())
    base.refuse_unknown(catalogue)
    checked = _checked(base, files, catalogue, locked)
    if wants.fix and _mend(base, checked.found):
        checked = _checked(base, [again(one) for one in files], catalogue, locked)
    if wants.update_baseline:
        _accept(baseline, checked.found)
    accepted = _accepted(baseline) if baseline else Baseline()
    found, known = accepted.split(checked.found)
    if changed is not None:
        found = on_changed_lines(found, changed)
    return _result(base, checked, in_severity(found), known, catalogue)


def in_severity(found: Sequence[Found]) -> list[Found]:
    """Most severe first, then by file and place."""
    return sorted(found, key=lambda one: (one.finding.severity.rank, one.path, one.start, one.finding.rule))


def _checked(base: CodeBase, files: Sequence[Listed], catalogue: Catalogue, locked: tuple[Lock, Path] | None) -> Report:
    from truth.drift.check import check_listed
    from truth.factory import clock, drift_cache

    lock, cache = locked and locked[0], drift_cache(base.root)
    with advancing("Checking …", len(files)) as advance:
        return check_listed(files, catalogue, base.config, lock, clock(), cache=cache, advance=advance)


def _baseline_file(base: CodeBase, wants: Wanted) -> Path | None:
    if wants.baseline:
        return wants.baseline
    if base.config.baseline:
        return base.root / base.config.baseline
    if wants.update_baseline:
        raise UsageError("--update-baseline needs to know which file: --baseline FILE, or baseline in truth.toml")
    return None


def _accepted(file: Path) -> Baseline:
    from truth.drift.baseline import read_baseline

    try:
        return read_baseline(file.read_text(encoding="utf-8"), str(file))
    except FileNotFoundError:
        raise UsageError(f"there is no baseline {file}; write one with --update-baseline") from None


def _accept(file: Path | None, found: Sequence[Found]) -> None:
    from truth.drift.baseline import Baseline, read_baseline, write_baseline
    from truth.drift.fix import replace_file

    assert file is not None  # noqa: S101 - asked for before anything is checked
    before = read_baseline(file.read_text(encoding="utf-8"), str(file)) if file.is_file() else Baseline()
    replace_file(file, write_baseline(found).encode())
    say(f"{file}: {len(found)} findings accepted, {before.gone(found)} of those before are gone")


def _mend(base: CodeBase, found: Sequence[Found]) -> bool:
    """Mend what is certain, and say what was done."""
    from truth.drift.fix import apply_fixes

    done = apply_fixes(base.root, found)
    for path, count in done.items():
        say(f"mended {path}: {count} finding{'' if count == 1 else 's'}")
    return bool(done)


def _result(base: CodeBase, checked: Report, found: Sequence[Found], accepted: int, catalogue: Catalogue) -> Result:
    from truth.drift.report.result import Result
    from truth.drift.shown_lines import lines_of
    from truth.drift.source_file import SourceFile
    from truth.factory import all_rules

    @lru_cache(maxsize=64)
    def source(path: str) -> SourceFile:
        return SourceFile(path, (base.root / path).read_bytes())

    pointer = catalogue.snapshot.pointer
    position = str(pointer.position) if pointer.position else None
    rules = {rule.id: rule for rule in all_rules()}
    lines = lines_of(base.root, found)
    return Result(found, rules, source, lines, checked.checked, accepted, checked.ignored, position, pointer.release)


def _report(result: Result, wants: Wanted) -> None:
    """The report where it is wanted; beside a file of it, a line that says how it went."""
    from truth.cli.drift_text import print_result, summary

    if wants.report == TEXT and not wants.output:
        print_result(result)
        return
    if wants.report == TEXT:
        raise UsageError("--output takes a report for machines; name it with --report")
    from truth.drift.fix import replace_file
    from truth.drift.report import REPORTERS

    text = REPORTERS[wants.report](result)
    if wants.output is None:
        click.echo(text, nl=False)
        return
    if not wants.output.parent.is_dir():
        raise UsageError(f"{wants.output} cannot be written; name a file in a folder that is there")
    replace_file(wants.output, text.encode())
    say(f"{wants.output}: {summary(result)}")


def _suggest(base: CodeBase, files: Sequence[Listed], reading: Reading) -> int:
    """Write `truth.toml`, or print it where there is one already."""
    from truth.drift.config import FILE
    from truth.drift.facts.facts import Facts
    from truth.drift.fix import replace_file
    from truth.drift.reading import pieces_by_file
    from truth.drift.suggest import suggest

    vocabularies = Facts(base.words(reading, None, settings())).vocabularies
    codes = {key: frozenset(one.spoken.spelled) for key, one in vocabularies.items()}
    with advancing("Reading …", len(files)) as advance:
        text = suggest(pieces_by_file(files, advance), codes, reading.source)
    target = base.root / FILE
    if target.exists():
        click.echo(text, nl=False)
        say(f"{target} is there already, so this is only shown")
        return 0
    replace_file(target, text.encode())
    say(f"wrote {target}; look it over, then: truth check")
    return 0
