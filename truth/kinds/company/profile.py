"""What the company profile says about text: locales, channels, time zone, currency, tone, shared arguments."""

from __future__ import annotations

from collections.abc import Mapping

from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.ref import Ref
from truth.text.setting import Avoided, Channel, Format, Preferred, Setting

PROFILE = Ref("company", "profile")
"""The one entry of the kind."""


def setting_of(document: Document) -> Setting:
    """How texts are chosen and shown, from `company:profile`."""
    body = document.body
    tone = body.get("tone", {})
    return Setting(
        locales=tuple(body["locales"]),
        channels={name: _channel(name, spec) for name, spec in body["channels"].items()},
        time_zone=body["time_zone"],
        currency=body["currency"],
        avoid=_avoided(tone.get("avoid", {})),
        sentence_max=tone.get("sentence_max"),
        prefer=_preferred(tone.get("prefer", {})),
        apologies=_avoided(tone.get("apologies", {})),
        promises=_avoided(tone.get("promises", {})),
    )


def _avoided(by_locale: Mapping[str, Json]) -> Mapping[str, tuple[Avoided, ...]]:
    return {
        locale: tuple(Avoided(word["say"], word["because"]) for word in words) for locale, words in by_locale.items()
    }


def _preferred(by_locale: Mapping[str, Json]) -> Mapping[str, tuple[Preferred, ...]]:
    return {
        locale: tuple(Preferred(word["say"], tuple(word["instead_of"]), word["because"]) for word in words)
        for locale, words in by_locale.items()
    }


def teams(document: Document) -> Mapping[str, Json]:
    """The company's teams, by key."""
    owners: Mapping[str, Json] = document.body["owners"]
    return owners


def _channel(name: str, spec: Mapping[str, Json]) -> Channel:
    return Channel(
        name=name,
        format=Format(spec["format"]),
        label_max=spec.get("label_max"),
        segments_max=spec.get("segments_max"),
        currency=spec.get("currency"),
    )
