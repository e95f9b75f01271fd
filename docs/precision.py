"""How right the drift rules are: `drift-precision.md`, measured on the labelled sets of `tests/cases/drift`.

A set says what is drift and what is not; its README says how it was labelled. A finding is the expected one where
rule and line agree and its place touches the words that are meant; anything else is a false alarm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from truth.drift.config import Config, read_config
from truth.drift.found import Found
from truth.drift.judge import Judge
from truth.drift.rules.catalogue import RULES
from truth.drift.source_file import SourceFile
from truth.factory import open_folder, open_shapes
from truth.model.canonical import Body
from truth.model.document import Document
from truth.model.finding import Severity
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot, snapshot_of
from truth.registry.catalogue import Catalogue

ROOT = Path(__file__).parents[1]
LABELLED = ROOT / "tests" / "cases" / "drift"
WORKED_WITH = "snippets"
"""The set the rules were worked on with until they passed it."""
HELD_OUT = "held-out"
"""The set that was written when they did, and that they had never seen."""
FIRST = LABELLED / "held-out-first.yaml"
"""What they made of it then. It is a record: it is never measured again."""
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True)
class Outcome:
    """What was made of one snippet: the expected findings met and missed, as rules, and the false alarms."""

    id: str
    met: tuple[str, ...]
    missed: tuple[Mapping[str, Any], ...]
    false: tuple[Found, ...]


@dataclass
class Score:
    """Of one rule: how often it was right, how often it missed, and how often it was wrong."""

    met: int = 0
    missed: int = 0
    false: int = 0
    severity: Severity | None = None

    @property
    def precision(self) -> float:
        """The share of its findings that are right; 1 where it found nothing."""
        return self.met / (self.met + self.false) if self.met + self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of what there is that it finds; 1 where there is nothing."""
        return self.met / (self.met + self.missed) if self.met + self.missed else 1.0


@dataclass
class Scores:
    """Of every rule, by id; and how many snippets hold drift, and how many hold none."""

    rules: dict[str, Score] = field(default_factory=dict)
    drifting: int = 0
    clean: int = 0


def outcomes(*sets: str) -> list[Outcome]:
    """Every snippet of these sets, checked alone."""
    judge = Judge(labelled_catalogue(), labelled_config())
    return [_outcome(snippet, judge) for name in sets for snippet in snippets(name)]


def snippets(name: str) -> Iterator[Mapping[str, Any]]:
    """A labelled set, in the order of its files."""
    for path in sorted((LABELLED / name).glob("*.yaml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))


def labelled_catalogue() -> Catalogue:
    """The sample content, with the set's own patches laid over it."""
    documents: dict[Ref, Body] = {
        entry: document.body for entry, document in open_folder(ROOT / "content").at().documents.items()
    }
    patches = yaml.safe_load((LABELLED / "registry.patch.yaml").read_text(encoding="utf-8"))
    for entry, patch in patches.items():
        documents[Ref.parse(entry)] = _merged(documents.get(Ref.parse(entry), {}), patch)
    snapshot: Snapshot = snapshot_of([Document(entry, body) for entry, body in documents.items()], NOW)
    return Catalogue(snapshot)


def labelled_config() -> Config:
    """The configuration every snippet is checked with."""
    text = (LABELLED / "truth.toml").read_text(encoding="utf-8")
    return read_config(text, "truth.toml", open_shapes(), [rule.id for rule in RULES])


def scores(found: Iterable[Outcome]) -> Scores:
    """What every rule reached."""
    total = Scores({rule.id: Score(severity=rule.severity) for rule in RULES})
    for one in found:
        drifts = bool(one.met or one.missed)
        total.drifting, total.clean = total.drifting + drifts, total.clean + (not drifts)
        for rule in one.met:
            total.rules[rule].met += 1
        for label in one.missed:
            total.rules[label["rule"]].missed += 1
        for rule, count in Counter(each.finding.rule for each in one.false).items():
            total.rules[rule].false += count
    return total


def at_first() -> dict[str, Score]:
    """What every rule reached on the held-out set when it first saw it, by id."""
    first = yaml.safe_load(FIRST.read_text(encoding="utf-8"))
    severities = {rule.id: rule.severity for rule in RULES}
    return {
        rule: Score(one["found"], one["missed"], one["false_alarms"], severities[rule]) for rule, one in first.items()
    }


def all_of(scores: Iterable[Score]) -> Score:
    """The score of several rules together."""
    several = list(scores)
    return Score(*(sum(getattr(one, name) for one in several) for name in ("met", "missed", "false")))


def rows(total: Scores) -> Iterator[Sequence[str]]:
    """The table of a set: rules that it has, or that found something, by id; then all together."""
    for rule, score in _named(total.rules):
        yield rule, *_row(score)


def compared_rows(first: Mapping[str, Score], today: Scores) -> Iterator[Sequence[str]]:
    """The table of the held-out set: what was reached when it was new, and what is reached today."""
    then = dict(_named(first))
    for rule, score in _named(today.rules):
        old = then.get(rule, Score(missed=score.met + score.missed))
        yield rule, *_row(old, score.severity), str(score.false), f"{score.precision:.1%}", f"{score.recall:.1%}"


def _named(scores: Mapping[str, Score]) -> Iterator[tuple[str, Score]]:
    """The rules there is something to say of, as the tables name them."""
    for rule, score in sorted(scores.items()):
        if score.met or score.missed or score.false:
            yield f"`{rule}`", score
    yield "**all**", all_of(scores.values())


def _row(score: Score, severity: Severity | None = None) -> Sequence[str]:
    return (
        str(severity or score.severity or ""),
        str(score.met + score.missed),
        str(score.met),
        str(score.false),
        f"{score.precision:.1%}",
        f"{score.recall:.1%}",
    )


def _outcome(snippet: Mapping[str, Any], judge: Judge) -> Outcome:
    file = SourceFile(snippet["file"], snippet["text"].encode("utf-8"))
    left, met, missed = list(judge.judge(file).found), [], []
    for label in snippet["expect"]:
        right = next((one for one in left if _is_expected(file, one, label)), None)
        if right is None:
            missed.append(label)
        else:
            left.remove(right)
            met.append(right.finding.rule)
    return Outcome(snippet["id"], tuple(met), tuple(missed), tuple(left))


def _is_expected(file: SourceFile, one: Found, label: Mapping[str, Any]) -> bool:
    mark = one.finding.mark
    if one.finding.rule != label["rule"] or mark is None or mark.line != label["line"]:
        return False
    return any(start < max(one.end, one.start + 1) and one.start < end for start, end in _meant(file, label))


def _meant(file: SourceFile, label: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """The bytes of what a label means, wherever they are on its line; the whole line where it says so."""
    words, line = label["at"].encode("utf-8"), label["line"]
    whole = label["rule"] == "check/unreadable-file"
    at = file.data.find(words)
    while at >= 0:
        if file.line(at) == line:
            yield at, at + len(words)
        at = file.data.find(words, at + 1)
    if whole:
        first = sum(len(each) + 1 for each in file.data.split(b"\n")[: line - 1])
        yield first, first + len(file.data.split(b"\n")[line - 1]) + 1


def _merged(target: Any, patch: Any) -> Any:
    """RFC 7396 §2."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _merged(result.get(key), value)
    return result
