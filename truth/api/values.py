"""Values: typed constants, with how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from truth.api import envelopes
from truth.api.answer import answer
from truth.api.fields import Line
from truth.api.reading import MomentQuery, read
from truth.api.resource import Resource
from truth.api.shown import moment_json, value_json
from truth.model.ref import Ref
from truth.registry.resolve import Question, resolve_value

blueprint = Resource("values", __name__, description="Typed constants.")


class ValueQuery(MomentQuery):
    """How to show one value."""

    locale = Line("The locale it is written in; default: the company's first.", 64)
    channel = Line("The channel whose currency counts; default: none in particular.", 64)
    currency = Line("The currency an amount is shown in; default: the channel's, else the company's.", 16)


@blueprint.read(
    "/v1/values/<kind>/<key>/<path:path>",
    envelopes.Value,
    query=ValueQuery,
    example="/v1/values/policy/returns/values/window?locale=fr",
)
def value(query: Mapping[str, Any], kind: str, key: str, path: str) -> Response:
    """One typed value with its display"""
    reading = read(query)
    ref = Ref(kind, key, tuple(path.split("/")))
    question = Question(ref, query.get("locale"), query.get("channel"), None, query.get("currency"))
    return answer({**value_json(resolve_value(reading.catalogue, question)), **moment_json(reading.snapshot)}, reading)
