"""The few words around a policy on a page, in the languages we have them in; English elsewhere, marked as English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Words:
    """What a page says besides the policy; `{…}` is filled in."""

    language: str
    contents: str
    version: str
    in_force: str
    scheduled: str
    draft: str
    published: str
    imported: str
    digest: str
    changes: str
    compared: str
    added: str
    removed: str
    moved: str
    renamed: str
    markup: str
    unchanged: str
    nothing_before: str


WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "en": Words(
            language="en",
            contents="Contents",
            version="Version {number}",
            in_force="In force since {date}",
            scheduled="Takes effect on {date}",
            draft="Draft",
            published="Published on {date}",
            imported="Kept here as it was published elsewhere: {source}",
            digest="Digest",
            changes="What changed",
            compared="{before} → {after}",
            added="new",
            removed="removed",
            moved="moved",
            renamed="renamed, before: {id}",
            markup="only the formatting changed",
            unchanged="The words are the same.",
            nothing_before="nothing before",
        ),
        "de": Words(
            language="de",
            contents="Inhalt",
            version="Fassung {number}",
            in_force="Gültig seit {date}",
            scheduled="Gilt ab {date}",
            draft="Entwurf",
            published="Veröffentlicht am {date}",
            imported="Hier aufbewahrt, wie es anderswo veröffentlicht wurde: {source}",
            digest="Prüfsumme",
            changes="Was sich geändert hat",
            compared="{before} → {after}",
            added="neu",
            removed="entfallen",
            moved="verschoben",
            renamed="umbenannt, vorher: {id}",
            markup="nur die Hervorhebung hat sich geändert",
            unchanged="Der Wortlaut ist derselbe.",
            nothing_before="vorher nichts",
        ),
        "fr": Words(
            language="fr",
            contents="Sommaire",
            version="Version {number}",
            in_force="En vigueur depuis le {date}",
            scheduled="Entrera en vigueur le {date}",
            draft="Brouillon",
            published="Publié le {date}",
            imported="Conservé ici tel que publié ailleurs : {source}",
            digest="Empreinte",
            changes="Ce qui a changé",
            compared="{before} → {after}",
            added="nouveau",
            removed="supprimé",
            moved="déplacé",
            renamed="renommé, auparavant : {id}",
            markup="seule la mise en forme a changé",
            unchanged="Le texte est le même.",
            nothing_before="rien auparavant",
        ),
    }
)


def words_for(locale: str) -> Words:
    """The words of a locale's language; the English ones where we have none."""
    return WORDS.get(locale.split("-")[0].lower(), WORDS["en"])
