"""What a rule of a decision says to a reader: its answer, its clause, what comes next, and the rule as a sentence.

Everything that does not depend on the question is worked out once for a rule and a way to read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property

from truth.conditions.sentences import Speaker, sentence
from truth.kinds.policy.decisions.decision import CALM, Row, Until
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.ref import Ref
from truth.registry.catalogue import Catalogue
from truth.registry.decision_words import spoken, words_of
from truth.registry.resolve import Question, Reading, read_text, refuse_unknown
from truth.registry.status_block import View
from truth.registry.wording import NOTHING, Answer, Supplied
from truth.text.setting import Format


@dataclass(frozen=True)
class Reader:
    """Who reads a policy's decisions, and how."""

    catalogue: Catalogue
    document: Document
    view: View
    currency: str

    def saying(self, ref: Ref, format: Format | None = None) -> Saying:
        """A text as they read it, its arguments open."""
        view = self.view
        asked = Question(ref, view.locale, view.channel, format or view.format, view.currency)
        return Saying(str(ref), read_text(self.catalogue, asked))

    def line(self, ref: Ref) -> str:
        """A short text that takes nothing from a question, as it stands in JSON."""
        return self.saying(ref, Format.JSON).said(NOTHING).text

    @property
    def entry(self) -> Ref:
        """The policy."""
        return self.document.entry

    @cached_property
    def speaker(self) -> Speaker:
        """Says rules to them."""
        setting = self.catalogue.setting
        locale = spoken(self.view.locale or setting.source, setting.locales)
        return Speaker(locale, self.currency, setting.time_zone)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Our own words for them."""
        return words_of(self.speaker.locale)


@dataclass(frozen=True)
class Saying:
    """A text and its address; whoever says it brings what it takes."""

    ref: str
    reading: Reading

    def said(self, given: Supplied) -> Answer:
        """The text, of what is given taking what it uses."""
        return self.reading.answer({name: given[name] for name in self.reading.open if name in given})


@dataclass(frozen=True, eq=False)
class Spoken:
    """A rule as a reader reads it; `decision` is the decision's address."""

    reader: Reader
    row: Row
    decision: Ref

    def refuse_unknown(self, supplied: Supplied) -> None:
        """Raise `Invalid` for a name that no text of the policy takes from a channel."""
        refuse_unknown(self.reader.catalogue, self._clause.reading, supplied)

    def answer(self, given: Supplied, until: date | None) -> dict[str, Json]:
        """The answer, its clause for the channel, and what stands beside it."""
        body = self._clause.said(given)
        return {
            "answer": self.row.answer,
            "means": self.row.means,
            "label": self.label(given),
            "clause": {"ref": self._clause.ref, "heading": self._heading.said(given).text, **_shown(body)},
            **{part: _said(saying, given) for part, saying in self._parts.items()},
            "until": until.isoformat() if until else None,
            "owner": self._owner,
            "display": {"until": self.reader.speaker.written("date", until.isoformat()) if until else None},
            "locale": body.locale,
            "channel": body.channel,
            "format": str(body.format),
        }

    def fired(self) -> dict[str, Json]:
        """The rule that answered: its place from 0, its id and address, and when it holds."""
        return {"index": self.row.place, "id": self.row.id, "ref": self._ref, "sentence": self._when}

    def rule(self) -> dict[str, Json]:
        """The rule as a part of the table, and all of it in a sentence."""
        row = self.row
        heading = {"ref": self._clause.ref, "heading": self._heading.said(NOTHING).text}
        return {
            **self.fired(),
            "sentence": self._sentence,
            "when": self._when,
            "answer": row.answer,
            "means": row.means,
            "label": self.label(NOTHING),
            "clause": heading,
            "until": {"input": row.until.input.name, "plus": f"values/{row.until.value}"} if row.until else None,
            "owner": self._owner,
        }

    def label(self, given: Supplied) -> str:
        """The answer in a few words."""
        return self._label.said(given).text if self._label else self.reader.words[self.row.means]

    @cached_property
    def _label(self) -> Saying | None:
        if "label" not in self.row.says:
            return None
        _, path = self.row.says["label"]
        return self.reader.saying(self.reader.entry.join(path), Format.JSON)

    @cached_property
    def _clause(self) -> Saying:
        return self.reader.saying(self.reader.entry / "clauses" / self.row.clause)

    @cached_property
    def _heading(self) -> Saying:
        return self.reader.saying(self.reader.entry / "clauses" / self.row.clause / "heading")

    @cached_property
    def _parts(self) -> Mapping[str, Saying | None]:
        """What stands beside the answer; None where nobody wrote any."""
        return {part: self._part(part) for part in CALM}

    def _part(self, part: str) -> Saying | None:
        if part not in self.row.says:
            return None
        said, path = self.row.says[part]
        return self.reader.saying(self.reader.entry.join(("clauses", said) if isinstance(said, str) else path))

    @cached_property
    def _owner(self) -> Json:
        team, profile = self.row.owner, self.reader.catalogue.profile.entry
        return {"team": team, "title": self.reader.line(profile / "owners" / team / "title")} if team else None

    @cached_property
    def _ref(self) -> str:
        return str(self.decision / "rules" / (self.row.id or str(self.row.place)))

    @cached_property
    def _when(self) -> str:
        otherwise = self.row.always and self.row.place
        said = self.reader.words["otherwise"] if otherwise else sentence(self.row.when, self.reader.speaker)
        return said[:1].upper() + said[1:]

    @cached_property
    def _sentence(self) -> str:
        """When it holds, what it answers, how long, who decides, and where it is written."""
        parts = [self.label(NOTHING).rstrip(".")]
        if self.row.until:
            parts.append(_until(self.reader, self.row.until))
        if self._owner:
            parts.append(self.reader.words["decides"].format(team=self._owner["title"]))
        return f"{self._when} → {', '.join(parts)} ({self._heading.said(NOTHING).text})"


def _said(saying: Saying | None, given: Supplied) -> Json:
    return {"ref": saying.ref, **_shown(saying.said(given))} if saying else None


def _shown(answer: Answer) -> dict[str, Json]:
    shown: dict[str, Json] = {"text": answer.text}
    return {**shown, "segments": asdict(answer.segments)} if answer.segments else shown


def _until(reader: Reader, until: Until) -> str:
    span = reader.speaker.written("duration" if isinstance(until.span, str) else "business_days", until.span)
    return reader.words["until"].format(start=reader.speaker.label(until.input), span=span)
