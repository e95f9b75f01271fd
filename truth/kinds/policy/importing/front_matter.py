"""Front matter: what Jekyll (YAML) and Hugo (YAML or TOML) read above the text.

Only simple fields are read, `name: value` and `name = value`; that is all a policy can use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_FENCED = re.compile(r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>(?:.*\n)*?)(?P=fence)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w-]*)[ \t]*[:=](?:[ \t]+(?P<value>.*\S))?[ \t]*")
_QUOTED = re.compile(r"""(["'])(.*?)(?<!\\)\1(?:\s+#.*)?""")
_COMMENT = re.compile(r"\s+#.*\Z")


@dataclass(frozen=True)
class FrontMatter:
    """The fields above a text by name, the line of each (from 1), and how many lines they take."""

    fields: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    height: int = 0


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a text; none where it has none."""
    match = _FENCED.match(text)
    if match is None:
        return FrontMatter()
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(match["fields"].splitlines(), start=2):
        found = _FIELD.fullmatch(line)
        if found and found["name"] not in fields:
            fields[found["name"]], lines[found["name"]] = _plain(found["value"] or ""), number
    return FrontMatter(fields, lines, match.group().count("\n"))


def _plain(value: str) -> str:
    quoted = _QUOTED.fullmatch(value)
    return quoted[2].replace('\\"', '"').strip() if quoted else _COMMENT.sub("", value).strip()
