"""Texts made from a vocabulary: on stdout, in a file, or compared with the file that is there."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from truth.cli.options import Verb
from truth.cli.output import emit, say
from truth.model.errors import UsageError


@dataclass(frozen=True)
class Target:
    """Where a text goes: a file, a file to compare with, or stdout."""

    out: Path | None
    check: Path | None


@dataclass(frozen=True)
class Generated:
    """A text, what it was made from, and the command that makes it (without `--out`)."""

    text: str
    about: Mapping[str, Any]
    command: Sequence[str]


def targets(verb: Callable[..., int]) -> Verb[...]:
    """`--out FILE` and `--check FILE`."""
    file = click.Path(path_type=Path, dir_okay=False)
    out = click.option("--out", type=file, metavar="FILE", help="Write it there; stdout otherwise.")
    check = click.option("--check", type=file, metavar="FILE", help="Write nothing; exit with 1 unless it is current.")
    return out(check(verb))


def deliver(generated: Generated, target: Target, in_json: bool) -> int:
    """Print, write or compare; the exit code."""
    if target.out and target.check:
        raise UsageError("--check writes nothing; leave out --out")
    if target.check:
        return _compare(generated, target.check, in_json)
    if target.out:
        return _write(generated, target.out, in_json)
    if in_json:
        emit({**generated.about, "text": generated.text})
    else:
        sys.stdout.write(generated.text)
    return 0


def _write(generated: Generated, path: Path, in_json: bool) -> int:
    from truth.files.writing import replace_file

    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent} to write {path.name} into")
    replace_file(str(path), generated.text)
    if in_json:
        emit({**generated.about, "file": str(path)})
    else:
        say(f"  wrote    {path}")
    return 0


def _compare(generated: Generated, path: Path, in_json: bool) -> int:
    reason = _reason(generated, path)
    renew = shlex.join([*generated.command, "--out", str(path)])
    if in_json:
        emit({**generated.about, "file": str(path), "current": reason is None, "reason": reason, "renew": renew})
    elif reason:
        say(f"{path} is not current: {reason}.\nRenew it with:  {renew}")
    else:
        say(f"{path} is current.")
    return int(reason is not None)


def _reason(generated: Generated, path: Path) -> str | None:
    from truth.kinds.status.code.current import outdated

    if not path.exists():
        return "there is no such file yet"
    return outdated(path.read_bytes().decode("utf-8", "replace"), generated.text)
