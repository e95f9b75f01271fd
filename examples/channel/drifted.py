"""Makes the drifted shop: a copy of `clean/` with all faults of `faults.yaml` in it.

python examples/channel/drifted.py DIR
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def faults() -> Sequence[Mapping[str, Any]]:
    """The 25 faults, as `faults.yaml` describes them."""
    found: Sequence[Mapping[str, Any]] = yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8"))
    return found


def make(folder: Path) -> Path:
    """Writes the drifted shop into `folder`, which must not be there yet; ValueError when a fault finds no place."""
    shutil.copytree(HERE / "clean", folder)
    for fault in faults():
        path = folder / fault["file"]
        text = path.read_text(encoding="utf-8")
        if text.count(fault["find"]) != 1:
            raise ValueError(f"{fault['id']}: {fault['find']!r} is not in {fault['file']} exactly once")
        path.write_text(text.replace(fault["find"], fault["replace"]), encoding="utf-8", newline="\n")
    return folder


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python examples/channel/drifted.py DIR")
    print(make(Path(sys.argv[1])))
