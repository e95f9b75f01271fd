"""Pages: a plain welcome, the documentation, and what each problem means. Nothing on them comes from elsewhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from importlib.resources import files
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, render_template, request
from markupsafe import Markup

from truth import __version__
from truth.api.access import may_read
from truth.api.answer import JSON, as_bytes, finished
from truth.api.documentation import operations
from truth.api.guarding import page_policy
from truth.api.openapi import Specification
from truth.api.problems import KINDS
from truth.api.release import pointer_json
from truth.api.wiring import wiring
from truth.model.canonical import Json
from truth.model.errors import BeforeFirstRelease, NotFound
from truth.model.nearest import did_you_mean

_HTML = "text/html"
_STYLE = files("truth.api").joinpath("templates", "page.css").read_text(encoding="utf-8")
_STYLE_HASH = "sha256-" + b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_LINKS = {"documentation": "/docs", "openapi": "/openapi.json", "release": "/v1/release", "entries": "/v1/entries"}

blueprint = Blueprint("pages", __name__, template_folder="templates")


@blueprint.route("/")
def welcome() -> Response:
    """Who answers here, which release is in effect, and where to go on."""
    pointer = _pointer() if may_read() else None
    if _wants_page():
        return _page("welcome.html", pointer=pointer, links=_LINKS)
    return _json({"name": "Truth", "version": __version__, "release": pointer, "links": _LINKS})


@blueprint.route("/docs")
def documentation() -> Response:
    """Every route, for people."""
    described: Specification = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    spec = orjson.loads(described.data)
    return _page("docs.html", info=spec["info"], groups=operations(spec), host=request.host)


@blueprint.app_template_filter("prose")
def prose(text: str) -> Markup:
    """A sentence with its `code` marked as such."""
    parts = (Markup("<code>{}</code>") if place % 2 else Markup("{}") for place in range(text.count("`") + 1))
    return Markup("").join(shape.format(part) for shape, part in zip(parts, text.split("`"), strict=True))


@blueprint.route("/problems/<slug>")
def problem(slug: str) -> Response:
    """What a problem's `type` means."""
    if slug not in KINDS:
        raise NotFound(f"there is no problem '{slug[:64]}'{did_you_mean(slug, KINDS)}")
    kind = KINDS[slug]
    if _wants_page():
        return _page("problem.html", kind=kind)
    return _json({"type": request.path, "title": kind.title, "status": kind.status, "meaning": kind.meaning})


def _pointer() -> Json:
    """The pointer; None before the first release."""
    try:
        return pointer_json(wiring().registry.snapshot())
    except BeforeFirstRelease:
        return None


def _wants_page() -> bool:
    """A browser names HTML; whoever takes anything gets JSON."""
    return request.accept_mimetypes.best_match([JSON, _HTML], JSON) == _HTML


def _page(template: str, **shown: Any) -> Response:
    text = render_template(template, style=Markup(_STYLE), **shown)  # noqa: S704 (our own file)
    headers = {"Content-Security-Policy": page_policy(_STYLE_HASH), "Vary": "Accept"}
    return finished(text.encode(), headers, "no-cache", f"{_HTML}; charset=utf-8")


def _json(content: Json) -> Response:
    return finished(as_bytes(content), {"Vary": "Accept"}, "no-cache")
