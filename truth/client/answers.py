"""Answers: what one Snapshot says to a channel in a locale. What is heavy is imported here, with the first answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from truth.client.markup import Html
from truth.client.status import Status
from truth.client.values import native, supplied
from truth.client.view import View
from truth.kinds.status.shown import shown_status
from truth.model.ref import Ref
from truth.registry.catalogue import Catalogue
from truth.registry.resolve import Question, Reading, format_named, read_text, refuse_unknown
from truth.registry.snapshot_file import read_snapshot
from truth.registry.status_block import View as BlockView
from truth.registry.status_block import status_block
from truth.registry.wording import NOTHING
from truth.text.setting import Format

_MOST_READINGS = 4_096  # refs may come from anywhere, so there is no end of them


class Answers:
    """What one Snapshot says; templates ask for the same texts again and again, so how each is read is remembered."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Raises `Invalid` where the company profile is missing."""
        self.catalogue = catalogue
        self._setting = catalogue.setting
        self._readings: dict[tuple[str, str | None, View], Reading] = {}

    def text(self, view: View, ref: str, as_: str | None, arguments: Mapping[str, Any]) -> str:
        """The text at a ref; `Html` where that is its format."""
        reading = self._readings.get((ref, as_, view)) or self._read(view, ref, as_)
        given = NOTHING
        if arguments:
            given = supplied(arguments)
            refuse_unknown(self.catalogue, reading, given)
        text = reading.text(given)
        return _marked(text, reading.format)

    def value(self, view: View, ref: str) -> Any:
        """The value at a ref, as Python has it."""
        currency = view.currency or self._setting.currency_of(view.channel)
        return native(self.catalogue.value(Ref.parse(ref)).value, currency)

    def status(self, view: View, vocabulary: str, code: str, as_: str | None, arguments: Mapping[str, Any]) -> Status:
        """What a customer reads about a status."""
        entry = Ref("status", vocabulary)
        shown = shown_status(self.catalogue.document(entry), code)

        def block() -> dict[str, str]:
            asked = BlockView(view.locale, view.channel, format_named(as_), view.currency, supplied(arguments))
            texts = status_block(self.catalogue, entry, code, asked).texts
            return {name: _marked(answer.text, answer.format) for name, answer in texts.items()}

        return Status(shown, lambda name: self.text(view, str(shown.ref / name), as_, arguments), block)

    def _read(self, view: View, ref: str, as_: str | None) -> Reading:
        question = Question(Ref.parse(ref), view.locale, view.channel, format_named(as_), view.currency)
        reading = read_text(self.catalogue, question)
        if len(self._readings) >= _MOST_READINGS:
            self._readings.clear()
        self._readings[ref, as_, view] = reading
        return reading


def _marked(text: str, format: Format) -> str:
    return Html(text) if format is Format.HTML else text


def understand(data: bytes, name: str) -> Answers:
    """A snapshot file's bytes, ready to answer; `Invalid` where they cannot be relied on."""
    return Answers(Catalogue(read_snapshot(data, name)))
