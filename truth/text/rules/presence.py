"""Is there a text for every reader?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth.model.finding import Finding, Rule, Severity
from truth.model.nearest import did_you_mean
from truth.text.choice import DEFAULT
from truth.text.node import Surroundings, TextNode
from truth.text.rules.examples import label

MISSING_LOCALE = Rule(
    "text/missing-locale",
    Severity.ERROR,
    "A reader in a language the company speaks would get another one.",
    passes=label("Shipped"),
    fails=label("Shipped", None),
)
UNKNOWN_LOCALE = Rule(
    "text/unknown-locale",
    Severity.ERROR,
    "Words in a locale the company does not have reach nobody.",
    passes=label("Shipped"),
    fails={"status:order": {"statuses": {"shipped": {"label": {"nl": "Verzonden"}}}}},
)
MISSING_CHANNEL = Rule(
    "text/missing-channel",
    Severity.ERROR,
    "A channel without words of its own takes the default; without a default it has none.",
    passes=label({"default": "Shipped", "sms": "Sent"}),
    fails=label({"default": None, "sms": "Sent"}),
)
UNKNOWN_CHANNEL = Rule(
    "text/unknown-channel",
    Severity.ERROR,
    "Words for a channel the company does not have are never shown.",
    passes=label({"default": "Shipped", "sms": "Sent"}),
    fails=label({"default": "Shipped", "fax": "Sent"}),
)
RULES = (MISSING_LOCALE, UNKNOWN_LOCALE, MISSING_CHANNEL, UNKNOWN_CHANNEL)


def missing_locales(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Locales of the company without a word."""
    for locale in around.setting.locales:
        if locale not in node.text:
            message = f"there are no words in '{locale}' for {node.ref}"
            yield MISSING_LOCALE.finding(node.ref, message, path=node.path, fix=f"write it in {locale}")


def unknown_locales(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Locales the company does not have."""
    locales = around.setting.locales
    for locale in node.text:
        if locale not in locales:
            message = f"'{locale}' is not a locale of this company{did_you_mean(locale, locales)}"
            fix = "add it to the company profile's locales, or remove the words"
            yield UNKNOWN_LOCALE.finding(node.ref, message, path=(*node.path, locale), fix=fix)


def missing_channels(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Channels that have no words in a locale, because it has no default."""
    for locale, words in node.text.items():
        if isinstance(words, str) or DEFAULT in words:
            continue
        without = sorted(set(around.setting.channels) - set(words))
        if without:
            message = f"{locale}: there is no default, so there are no words for {', '.join(without)}"
            yield MISSING_CHANNEL.finding(node.ref, message, path=(*node.path, locale), fix="add 'default'")


def unknown_channels(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Channels the company does not have."""
    for locale, words in node.text.items():
        for channel in words if isinstance(words, Mapping) else ():
            if channel != DEFAULT and channel not in around.setting.channels:
                known = did_you_mean(channel, around.setting.channels)
                message = f"{locale}: '{channel}' is not a channel of this company{known}"
                yield UNKNOWN_CHANNEL.finding(node.ref, message, path=(*node.path, locale, channel))
