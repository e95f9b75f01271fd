"""Which words a channel really shows."""

from __future__ import annotations

from collections.abc import Iterator

from truth.model.errors import Invalid
from truth.text.choice import choose
from truth.text.node import Surroundings, TextNode, Variant
from truth.text.setting import Channel


def shown_where(node: TextNode, around: Surroundings) -> Iterator[tuple[Channel, Variant]]:
    """Per channel and locale, the words that channel really shows."""
    variants = {(variant.locale, variant.channel): variant for variant in node.variants()}
    for channel in around.setting.channels.values():
        for locale in around.setting.locales:
            try:
                chosen = choose(node.text, locale, channel.name, around.setting)
            except Invalid:
                continue
            if chosen.locale == locale:
                yield channel, variants[locale, chosen.channel]
