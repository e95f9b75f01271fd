"""Reports of `truth check` that machines read; each gives the whole report as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from truth.drift.report import github, gitlab, json, junit, rdjsonl, sarif
from truth.drift.report.result import Result

Reporter = Callable[[Result], str]

REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {
        "json": json.report,
        "sarif": sarif.report,
        "junit": junit.report,
        "github": github.report,
        "gitlab": gitlab.report,
        "rdjsonl": rdjsonl.report,
    }
)
"""By the name that `--report` takes."""
