"""Globs as `.gitignore` writes them: `**` for any folders, `*` within one, a trailing `/` for all below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pathspec import GitIgnoreSpec


def fits(globs: Iterable[str], path: str) -> bool:
    """Whether a path, with `/`, is meant by any of the globs; `!` before one takes back what those before it meant."""
    return _spec(tuple(globs)).match_file(path)


def last_fitting(by_glob: Mapping[str, str], path: str) -> str | None:
    """What the last glob that means a path stands for; None where none does."""
    found = [said for glob, said in by_glob.items() if fits((glob,), path)]
    return found[-1] if found else None


@lru_cache(maxsize=4096)
def _spec(globs: tuple[str, ...]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(globs)
