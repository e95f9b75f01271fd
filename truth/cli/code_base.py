"""A code base, as `truth check` and `truth lock` are pointed at it: its folder, its truth.toml, and its lock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from truth.cli.options import Reading, settings
from truth.cli.sources import catalogue_of
from truth.drift.config import FILE, Config, read_config
from truth.kinds.company.profile import PROFILE
from truth.model.errors import UsageError
from truth.model.nearest import did_you_mean
from truth.registry.registry import When
from truth.settings import Settings, is_url

if TYPE_CHECKING:
    from truth.drift.discover import Listed
    from truth.drift.lock import Lock
    from truth.registry.catalogue import Catalogue

SNAPSHOT = ".snapshot.json"
"""What the name of the file with a lock's words ends in."""


@dataclass(frozen=True)
class CodeBase:
    """The folder that is checked; paths in its `config` are relative to it."""

    root: Path
    config: Config
    file: Path | None = None

    @staticmethod
    def open(config: Path | None) -> CodeBase:
        """The folder of the configuration that is named, of the nearest `truth.toml` above, or else this one."""
        from truth.factory import all_rules, open_shapes

        file = config or _nearest(Path.cwd())
        if file is None:
            return CodeBase(Path.cwd(), Config())
        text = _read(file)
        told = read_config(text, str(file), open_shapes(), [rule.id for rule in all_rules()])
        return CodeBase(file.resolve().parent, told, file)

    def files(
        self, paths: Sequence[Path], reading: Reading, lock: Path | None = None, own: Sequence[Path] = ()
    ) -> list[Listed]:
        """The files to check: those of the code base, not what is the registry's `own`, or was written by a check."""
        from truth.drift.discover import listed

        return listed(self.root, paths, self.config, [*own, *self._own(reading, lock)])

    def _own(self, reading: Reading, lock: Path | None) -> Iterator[Path]:
        """The lock and the words beside it, the baseline, and the source where it is here."""
        at = lock or self.root / self.config.lock
        yield from (at, at.with_name(at.name + SNAPSHOT))
        if self.config.baseline:
            yield self.root / self.config.baseline
        told = settings()
        for source in (reading.source, self._source(), told.source, told.content):
            if source and not is_url(source) and "://" not in source and _is_registry(Path(source)):
                yield Path(source)

    def lock(self, named: Path | None) -> tuple[Lock, Path] | None:
        """The lock that is named, or lies where it should, with its place; None where there is none."""
        from truth.drift.lock import read_lock
        from truth.factory import open_shapes

        file = named or self.root / self.config.lock
        if named is None and not file.is_file():
            return None
        return read_lock(_read(file), str(file), open_shapes()), file

    def words(self, reading: Reading, lock: tuple[Lock, Path] | None, given: Settings) -> Catalogue:
        """What the code base is held against: the source that is named, or else what was locked."""
        asked = any(said is not None for said in (reading.source, reading.at, reading.known_at, reading.release))
        if asked or (lock is None and self.config.source is None):
            if not asked:
                _refuse_nothing(given)
            return reading.catalogue(given)
        if lock:
            return locked_words(*lock)
        return Reading(self._source(), None, None, None).catalogue(given)

    def refuse_unknown(self, catalogue: Catalogue) -> None:
        """Raise `UsageError` where the configuration names a vocabulary that nobody has: it would check nothing."""
        from truth.drift.facts.facts import Facts

        known = Facts(catalogue).vocabularies
        meant = [one.vocabulary for one in self.config.statuses] + [one.vocabulary for one in self.config.events]
        for name in meant:
            if name not in known:
                said = f"{self._place(name)}: there is no vocabulary '{name[:80]}'"
                raise UsageError(said + did_you_mean(name, known))

    def _place(self, word: str) -> str:
        """Where the configuration says a word."""
        lines = _read(self.file).splitlines() if self.file else []
        line = next((at for at, said in enumerate(lines, 1) if "vocabulary" in said and word in said), 1)
        return f"{self.file}:{line}"

    def _source(self) -> str | None:
        named = self.config.source
        return named if named is None or is_url(named) or "://" in named else str(self.root / named)


def locked_words(lock: Lock, file: Path) -> Catalogue:
    """The words a lock was made of; `UsageError` where the snapshot beside it is gone or is another."""
    from truth.files.source import SnapshotFileSource

    path = file.parent / lock.file
    if not path.is_file():
        raise UsageError(f"{file} speaks of {path}, which is not there; commit both, or write them again: truth lock")
    catalogue = catalogue_of(SnapshotFileSource(str(path)), When())
    if catalogue.snapshot.digest != lock.snapshot:
        raise UsageError(f"{path} is not the snapshot that {file} was made of; write both again: truth lock --update")
    return catalogue


def _refuse_nothing(given: Settings) -> None:
    """Raise `UsageError` where no registry is named, and none is here."""
    file = given.database.removeprefix("sqlite:///")
    is_here = Path(given.content).is_dir() or file == given.database or Path(file).is_file()
    if given.source is None and not is_here:
        raise UsageError(
            "there is no registry to hold this against: name one with --source, or put source = … into truth.toml"
        )


def _is_registry(path: Path) -> bool:
    """Whether a source is a snapshot file or a content folder; many a code base has a `content/` that is neither."""
    return path.is_file() or (path / PROFILE.kind).is_dir()


def _nearest(folder: Path) -> Path | None:
    return next((one / FILE for one in (folder, *folder.parents) if (one / FILE).is_file()), None)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(f"there is no file {file}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from error
