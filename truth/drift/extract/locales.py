"""Which language a catalogue is in, by the names people give its file, its folder or its first key."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from truth.drift.extract.words import words

_LANGUAGES = words(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
"""ISO 639-1."""
_CODE = re.compile(r"([a-z]{2})(?:[-_]([A-Z][a-z]{3}))?(?:[-_]([A-Z]{2}|[0-9]{3}))?")
_FOLDERS = words(
    "locale locales _locales i18n l10n lang langs language languages translation translations messages intl"
)
_NAMES = words("messages translation translations strings locale i18n lang")


def locale_code(name: str) -> str | None:
    """The locale a name stands for, with hyphens (`de`, `de-AT`); None where it stands for none."""
    found = _CODE.fullmatch(name)
    return name.replace("_", "-") if found and found[1] in _LANGUAGES else None


def locale_of(path: str) -> str | None:
    """The locale a catalogue's path names: the file (`de.json`, `messages.de.po`), else a folder (`de/common.json`)."""
    whole = PurePosixPath(path)
    parts = [*re.split(r"\.", whole.name)[:-1]]
    tails = [part.rpartition(sign)[2] for part in parts for sign in ("_", "-")]
    named = [code for part in [*parts, *tails] if (code := locale_code(part))]
    if named:
        return named[0]
    folders = [code for part in whole.parts[:-1] if (code := locale_code(part))]
    return folders[-1] if folders else None


def looks_like_catalogue(path: str) -> bool:
    """Whether a file's name or folder says that it holds messages."""
    whole = PurePosixPath(path)
    parts = whole.name.split(".")[:-1]
    named = bool(parts) and (
        locale_code(parts[-1]) is not None or not _NAMES.isdisjoint(re.split(r"[_.-]", whole.name))
    )
    return named or not _FOLDERS.isdisjoint(part.lower() for part in whole.parts[:-1])
