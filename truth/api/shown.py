"""Texts and values as they are sent: what `truth get --format json` prints too."""

from __future__ import annotations

from dataclasses import asdict

from truth.model.canonical import Json
from truth.model.snapshot import Snapshot
from truth.registry.resolve import Answer, ValueAnswer
from truth.text.setting import Format


def text_json(answer: Answer) -> dict[str, Json]:
    """One text; `segments` for an SMS, `pattern` where JSON was asked for."""
    shown: dict[str, Json] = {
        "ref": str(answer.ref),
        "text": answer.text,
        "locale": answer.locale,
        "channel": answer.channel,
        "format": str(answer.format),
        "arguments": {
            name: {"type": one.type, "value": one.value, "display": one.display, "ref": one.ref}
            for name, one in answer.arguments.items()
        },
    }
    if answer.segments:
        shown["segments"] = asdict(answer.segments)
    if answer.format is Format.JSON:
        shown["pattern"] = answer.pattern
    return shown


def value_json(answer: ValueAnswer) -> dict[str, Json]:
    """One typed value with its display."""
    return {
        "ref": str(answer.ref),
        "type": answer.value.type,
        "value": answer.value.value,
        "display": answer.display,
        "locale": answer.locale,
    }


def moment_json(snapshot: Snapshot) -> dict[str, Json]:
    """Which release answered."""
    pointer = snapshot.pointer
    return {
        "position": pointer.position and str(pointer.position),
        "release": pointer.release,
        "digest": snapshot.digest,
    }
