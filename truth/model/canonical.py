"""Canonical bytes and digests.

A digest is SHA-256 over the canonical JSON of RFC 8785 (JCS), written `sha256:<64 hex digits>`: the same content is
the same digest, whatever the order of its keys.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

from truth.model.errors import Invalid

Json = Any
"""A JSON value: None, bool, int, str, list or dict of these. Documents hold no floats."""

Body = Mapping[str, Json]


def canonical_bytes(value: Json) -> bytes:
    """RFC 8785 bytes of a JSON value.

    Raises `Invalid` for what JCS cannot express: an integer beyond ±(2^53-1), a lone surrogate, what is not JSON.
    """
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise Invalid(f"cannot be written as canonical JSON (RFC 8785): {error}") from error


def digest_of(value: Json) -> str:
    """`sha256:…` over the canonical bytes of a JSON value."""
    return digest_of_bytes(canonical_bytes(value))


def digest_of_bytes(data: bytes) -> str:
    """`sha256:…` over bytes that are canonical already."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def pointer(path: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901) from its segments; the whole document is the empty string."""
    return "".join("/" + str(segment).replace("~", "~0").replace("/", "~1") for segment in path)
