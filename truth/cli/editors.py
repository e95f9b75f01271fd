"""What an editor needs to complete and check content files: the schemas, beside them."""

from __future__ import annotations

import shutil
from pathlib import Path

BESIDE = ".schemas"
"""The folder within a content folder that `truth init` puts the schemas in; content readers leave it alone."""

_SCHEMAS = "*.schema.json"


def put_schemas(folder: Path) -> None:
    """Copy the schemas into a content folder."""
    from truth import resources

    (folder / BESIDE).mkdir(parents=True, exist_ok=True)
    for schema in sorted(resources.folder("schemas").glob(_SCHEMAS)):
        shutil.copyfile(schema, folder / BESIDE / schema.name)


def schemas_of(folder: Path) -> Path | None:
    """The schemas that belong to a content folder: within it, or `schemas/` next to it."""
    places = (folder / BESIDE, folder.parent / "schemas")
    return next((place for place in places if any(place.glob(_SCHEMAS))), None)
