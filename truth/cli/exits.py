"""Exit codes: the one place where errors become what a shell sees.

0   fine
1   an error-level finding, "no", or a refused request
2   wrong usage or configuration
3   a source is unavailable
130 interrupted          141 nobody reads the output any more
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from truth.cli.findings import print_findings
from truth.cli.output import emit, is_json, say
from truth.model.errors import Gone, TruthError, Unavailable, UsageError

FINE, NO, WRONG, AWAY, CLOSED = 0, 1, 2, 3, 141


def run(ctx: click.Context, verb: Callable[[], Any]) -> Any:
    """The exit code of a verb; an error of ours is told and becomes its code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a character the terminal lacks is no reason to fail
    try:
        return verb()
    except BrokenPipeError:
        raise
    except TruthError as error:
        tell(error, in_json=is_json(ctx))
        return code_of(error)
    except OSError as error:
        say(f"Error: {_plain(error)}")
        return WRONG


def code_of(error: TruthError) -> int:
    """What a shell sees of an error."""
    if isinstance(error, UsageError):
        return WRONG
    return AWAY if isinstance(error, Unavailable) else NO


def tell(error: TruthError, *, in_json: bool) -> None:
    """The error and its findings on stderr; where JSON was asked for, also as one problem (RFC 9457) on stdout."""
    if message := _beside(error):
        say(f"Error: {message}")
    print_findings(error.findings, to_stderr=True)
    if in_json:
        emit(_problem(error))


def _beside(error: TruthError) -> str | None:
    """What is said beside the findings; nothing that one of them says again."""
    told = [finding.message for finding in error.findings]
    if told == [error.message]:
        return None
    head, first, one = error.message.partition("; the first: ")
    return f"{head}:" if first and one in told else error.message


def closed_pipe() -> int:
    """Nobody reads what we write (`truth … | head`): end quietly."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return CLOSED


def _problem(error: TruthError) -> dict[str, Any]:
    successor = {"replaced_by": error.replaced_by} if isinstance(error, Gone) else {}
    return {
        "type": f"/problems/{error.slug}",
        "title": error.title,
        "detail": error.message,
        "findings": [finding.as_json() for finding in error.findings],
        **successor,
    }


def _plain(error: OSError) -> str:
    what = error.strerror or str(error)
    return f"{error.filename}: {what}" if error.filename else what
