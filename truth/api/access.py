"""Access: who may call what. One table, one hook; an endpoint without a rule is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from flask import Flask, Request, g, request

from truth.api.wiring import wiring
from truth.model.errors import Forbidden, Unauthenticated
from truth.registry.keys import KeyRing, Principal, Scope


class Access(StrEnum):
    """What an endpoint asks of its caller."""

    OPEN = "open"
    """Nothing."""
    READ = "read"
    """To be on this machine, a registry with public reads, or a key with the scope `read`."""
    INSIDE = "inside"
    """To be on this machine, or a key with the scope `read`, also where reads are public."""
    APPLY = "apply"
    """A key with the scope `apply`, wherever the request comes from: a page in a browser here must not write."""
    ADMIN = "admin"
    """A key with the scope `admin`, likewise."""


ACCESS: Mapping[str, Access] = {
    "pages.welcome": Access.OPEN,
    "pages.documentation": Access.OPEN,
    "pages.problem": Access.OPEN,
    "openapi.specification": Access.OPEN,
    "health.healthz": Access.OPEN,
    "health.readyz": Access.OPEN,
    "metrics.metrics": Access.INSIDE,
    "schemas.schemas": Access.OPEN,
    "schemas.schema": Access.OPEN,
    "release.pointer": Access.READ,
    "snapshots.snapshot": Access.READ,
    "snapshots.snapshot_by_digest": Access.READ,
    "releases.releases": Access.READ,
    "releases.release": Access.READ,
    "releases.release_diff": Access.READ,
    "entries.entries": Access.READ,
    "entries.entry": Access.READ,
    "versions.versions": Access.READ,
    "versions.version": Access.READ,
    "versions.version_diff": Access.READ,
    "policies.history": Access.READ,
    "policies.diff": Access.READ,
    "policies.printable": Access.READ,
    "imports.add": Access.APPLY,
    "texts.text": Access.READ,
    "texts.texts": Access.READ,
    "values.value": Access.READ,
    "quotes.quote": Access.READ,
    "quotes.verify_quotes": Access.READ,
    "quotes.simulate": Access.READ,
    "decisions.table": Access.READ,
    "decisions.decide": Access.READ,
    "writes.plan": Access.APPLY,
    "writes.apply": Access.APPLY,
    "keys.keys": Access.ADMIN,
    "keys.create": Access.ADMIN,
    "keys.key": Access.ADMIN,
    "keys.revoke": Access.ADMIN,
    "statuses.vocabulary": Access.READ,
    "statuses.translate": Access.READ,
    "statuses.transitions": Access.READ,
    "statuses.display": Access.READ,
    "histories.validate": Access.READ,
    "status_code.code": Access.READ,
    "status_code.schema": Access.READ,
    "status_code.diagram": Access.READ,
}
"""Every endpoint with its rule. Document schemas are open: editors fetch them, and they say nothing of a company."""

_FORWARDING = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_")
_PORT = re.compile(r":[0-9]{1,5}$", re.ASCII)
_SEND = "send a key with the scope '{0}' as 'Authorization: Bearer KEY'"
_MAKE = "; `truth key create NAME --scope {0}` makes one"
_HOW: Mapping[Access, str] = {
    Access.READ: f"reads are open on the machine the registry runs on; from elsewhere, {_SEND.format('read')}, "
    "or have the registry started with TRUTH_PUBLIC_READS=1",
    Access.INSIDE: f"this is open on the machine the registry runs on; from elsewhere, {_SEND.format('read')}",
    Access.APPLY: "publishing needs a key, also on the machine the registry runs on: "
    + (_SEND + _MAKE).format("apply"),
    Access.ADMIN: "keys are managed with a key: " + (_SEND + _MAKE).format("admin"),
}


def guard(app: Flask) -> None:
    """Check every request against the table before anything else looks at it."""
    app.before_request(_check)


def is_local(asked: Request) -> bool:
    """Whether a request comes from this machine itself and was meant for it.

    A reverse proxy on the same machine forwards others' requests, and a web page elsewhere can make a browser here call
    a name it has pointed at this machine (DNS rebinding): neither opens the registry by accident.
    """
    environ = asked.environ
    return (
        _is_loopback(environ.get("REMOTE_ADDR") or "")
        and not any(name.startswith(_FORWARDING) for name in environ)
        and _is_loopback(_host_name(environ.get("HTTP_HOST", "")))
    )


def may_read() -> bool:
    """Whether whoever asks may read."""
    try:
        _require(Access.READ)
    except (Unauthenticated, Forbidden):
        return False
    return True


def principal() -> Principal:
    """Who sent this request; only where its endpoint asks for a key."""
    found: Principal = g.principal
    return found


def holds(keys: KeyRing, header: str, scope: Scope) -> bool:
    """Whether an `Authorization` header holds a key with a scope."""
    token = _token(header)
    found = keys.verify(token) if token else None
    return found is not None and found.may(scope)


def _check() -> None:
    if request.endpoint is None or request.method == "OPTIONS":
        return  # no such route, which is answered as such; or what a browser asks before it may ask
    access = ACCESS.get(request.endpoint)
    if access is None:
        raise Forbidden(f"{request.path} has no access rule, so nobody may call it")
    if access is not Access.OPEN:
        _require(access)


def _require(access: Access) -> None:
    """A key that is sent is looked at, also where none is needed: one that does not work is never passed over."""
    header = request.headers.get("Authorization")
    if header is not None:
        g.principal = _holder(header)
        scope = Scope.READ if access is Access.INSIDE else Scope(access)
        if not g.principal.may(scope):
            raise Forbidden(f"this key lacks the scope '{scope}'")
    elif not _needs_no_key(access):
        raise Unauthenticated(_HOW[access])


def _needs_no_key(access: Access) -> bool:
    """Whether this request may do without a key."""
    if access is Access.READ and wiring().settings.public_reads:
        return True
    return access in (Access.READ, Access.INSIDE) and is_local(request)


def _holder(header: str) -> Principal:
    token = _token(header)
    if token is None:
        raise Unauthenticated("the header Authorization holds no key; write it as 'Authorization: Bearer KEY'")
    found = wiring().keys.verify(token)
    if found is None:
        raise Unauthenticated("this key is unknown, expired or revoked; ask for a new one")
    return found


def _token(header: str) -> str | None:
    """The key of an `Authorization: Bearer` header (RFC 6750 §2.1); None where it holds something else."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _host_name(host: str) -> str:
    """The name or address of a Host header (RFC 9110 §7.2), without its port."""
    name = _PORT.sub("", host)
    return name[1:-1] if name.startswith("[") and name.endswith("]") else name


@lru_cache(maxsize=1024)
def _is_loopback(name: str) -> bool:
    if name.lower().rstrip(".") == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
