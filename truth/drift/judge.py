"""Judge: one file against one snapshot, as one configuration says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from truth.drift.config import Config
from truth.drift.events import judge_events
from truth.drift.extract import extractor_for
from truth.drift.extract.extractor import Extractor
from truth.drift.facts.facts import Facts
from truth.drift.found import Found
from truth.drift.ignores import ignores_in, without_ignored
from truth.drift.rules import arguments, codes, files, labels, numbers, refs, shown, texts
from truth.drift.rules.catalogue import RULES
from truth.drift.rules.reading import Family, Hit, Reading
from truth.drift.scan import Matter, Scanner, Seen
from truth.drift.source_file import SourceFile
from truth.drift.spans import Spans
from truth.kinds.status.history.record import blocks_of
from truth.model.finding import Severity
from truth.registry.catalogue import Catalogue

_FAMILIES: Mapping[Matter, Sequence[Family]] = {
    Matter.REFS: (refs.check, arguments.check, labels.check_staff, shown.check),
    Matter.STATUSES: (codes.check, labels.check),
    Matter.NUMBERS: (numbers.check,),
    Matter.TONE: (labels.check_tone,),
    Matter.TEXTS: (texts.check,),
}
_WIDE = frozenset((texts.HARD_CODED_TEXT.id, texts.ALTERED_WORDING.id))
"""Rules whose findings give way to a sharper one on the same words."""

_STRICT = (".json", ".ndjson", ".jsonl", ".yaml", ".yml", ".py")
_SMALL = 256 * 1024
"""Bytes up to which a file of a strict format is read even where nothing in it matters: it may be broken."""

_IDS = tuple(sorted(rule.id for rule in RULES))


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in a file; how many findings its comments let be. `checked`: it is of a kind that can be."""

    found: tuple[Found, ...] = ()
    ignored: int = 0
    checked: bool = True


NOT_CHECKED = Judged(checked=False)


@dataclass(frozen=True, eq=False)
class Judge:
    """Holds files against a catalogue; what that takes is compiled when the first file needs it."""

    catalogue: Catalogue
    config: Config

    @cached_property
    def facts(self) -> Facts:
        """What the catalogue says."""
        return Facts(self.catalogue)

    @cached_property
    def scanner(self) -> Scanner:
        """Tells which files can matter."""
        return Scanner(self.facts, self.config.statuses)

    def can_read(self, path: str) -> bool:
        """Whether a file is of a kind that can be checked."""
        return self.config.events_in(path) is not None or extractor_for(path) is not None

    def judge(self, file: SourceFile) -> Judged:
        """What is wrong with a file."""
        if self.config.events_in(file.path):
            return self.judge_events(file.path, blocks_of(file.data))
        extractor = extractor_for(file.path)
        if extractor is None:
            return NOT_CHECKED
        seen = self.scanner.see(file.data)
        if not seen.matters and not (file.path.endswith(_STRICT) and len(file.data) <= _SMALL):
            return Judged()
        return self._read(file, extractor, seen)

    def judge_events(self, path: str, blocks: Iterable[bytes]) -> Judged:
        """What is wrong with a file of events, read block by block."""
        told = self.config.events_in(path)
        found = judge_events(path, blocks, told, self.catalogue) if told else ()
        return Judged(tuple(self._weighed(one) for one in found if not self.config.ignores(one.finding.rule, path)))

    def _read(self, file: SourceFile, extractor: Extractor, seen: Seen) -> Judged:
        pieces = list(extractor.pieces(file))
        calls = extractor.text_call, extractor.value_call
        reading = Reading(file, pieces, self.facts, self.config, *calls, seen.words, seen.anchors)
        families = [files.check, *(one for matter, each in _FAMILIES.items() if matter in seen.matters for one in each)]
        hits = {_place(hit): hit for family in families for hit in family(reading)}
        skipped = frozenset(rule for rule in _IDS if self.config.ignores(rule, file.path))
        found = [hit.found(file) for hit in _sharpest([*hits.values()]) if hit.rule.id not in skipped]
        left, ignored = without_ignored(file, found, ignores_in(file, pieces, _IDS), skipped)
        return Judged(tuple(self._weighed(one) for one in left if one.finding.rule not in skipped), ignored)

    def _weighed(self, one: Found) -> Found:
        """The finding as severe as the configuration says."""
        said = self.config.severity.get(one.finding.rule)
        return one if said is None else replace(one, finding=replace(one.finding, severity=Severity(said)))


def _place(hit: Hit) -> tuple[str, int, int, str]:
    """What makes two hits the same."""
    return hit.rule.id, hit.start, hit.end, hit.message


def _sharpest(hits: Sequence[Hit]) -> list[Hit]:
    """Without those that say less of the same words than another."""
    sharp = Spans((hit.start, hit.end) for hit in hits if hit.rule.id not in _WIDE)
    return [hit for hit in hits if hit.rule.id not in _WIDE or not sharp.touch(hit.start, hit.end)]
