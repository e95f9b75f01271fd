"""What reading refuses for its size. Content is written by people; beyond these it is a mistake or an attack."""

from __future__ import annotations

LARGEST_FILE = 1024 * 1024
"""Bytes in one file of a content folder."""

LARGEST_FOLDER = 64 * 1024 * 1024
"""Characters in all files of a content folder."""

MOST_FILES = 20_000
"""Files in a content folder."""

LONGEST_KEY = 128
"""Characters in the key of a mapping."""
