"""What is handed in to be planned or published: read strictly, then judged. It runs where there is room for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError, fields
from marshmallow.validate import Length

from truth.api.envelopes.fields import DOCUMENT
from truth.api.fields import MESSAGES, Instant, Line
from truth.api.json_body import read_json, refuse_body
from truth.api.query import Strict, refuse_misfit
from truth.api.rules import BODY
from truth.kinds import KINDS
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid, TooLarge
from truth.model.finding import Finding
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref
from truth.registry.plan_file import PlanFile, read_plan_file
from truth.registry.ports import Shapes, Store
from truth.registry.soundness import refuse_unsound
from truth.registry.submission import MOST_DOCUMENTS, Judged, Submission, judge

MOST_NODES = 4_000_000
"""Values in one body; they take some hundred bytes each, so more of them would take the memory of others."""

LONGEST_NOTE = 2_000
_SHOWN = 20  # entries that cannot be read
_DOCUMENTS = {"type": "object", "additionalProperties": DOCUMENT, "maxProperties": MOST_DOCUMENTS}


class Flag(fields.Boolean):
    """True or false, and nothing that only looks like it."""

    default_error_messages = {**MESSAGES, "invalid": "must be true or false"}  # noqa: RUF012 (marshmallow's own way)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class SubmissionBody(Strict):
    """A whole folder, or a plan; exactly one of `documents` and `plan`."""

    documents = fields.Dict(
        keys=fields.String(),
        metadata={"description": "All documents, by entry; what is missing is retired.", "schema": _DOCUMENTS},
        error_messages={**MESSAGES, "invalid": "must be documents by entry"},
    )
    plan = fields.Dict(
        keys=fields.String(),
        metadata={"description": "Instead of documents: a plan, as `truth plan --out` writes it."},
        error_messages={**MESSAGES, "invalid": "must be a plan"},
    )
    effective_at = Instant("When it takes effect; default: when it is published.")
    note = Line("Why, for whoever reads the history.", LONGEST_NOTE)
    retire = Flag(
        load_default=False, metadata={"description": "Confirm that entries missing from `documents` are retired."}
    )
    unread = fields.List(
        fields.String(error_messages=MESSAGES),
        validate=Length(max=MOST_DOCUMENTS),
        metadata={"description": "Entries that are there but could not be read; they are left as they stand."},
        error_messages={**MESSAGES, "invalid": "must be a list of entries"},
    )


def judge_body(store: Store, shapes: Shapes, body: bytes, publish: bool) -> Judged:
    """The outcome for a request body; see `truth.registry.submission.Judge`."""
    return judge(store, shapes, read_submission(body), publish=publish)


def read_submission(body: bytes) -> Submission:
    """What a request body hands in; `Invalid` with findings, or `TooLarge`, where it cannot be read."""
    _refuse_crowded(body)
    content = _loaded(read_json(body))
    if ("documents" in content) == ("plan" in content):
        refuse_body("give either documents or a plan, and not both")
    return Submission(
        documents=read_documents(content["documents"]) if "documents" in content else None,
        plan=_plan(content) if "plan" in content else None,
        effective_at=content.get("effective_at"),
        note=content.get("note"),
        retire=content["retire"],
        unread=[_entry(name) for name in content.get("unread", ())],
    )


def _refuse_crowded(body: bytes) -> None:
    """Before anything is made of it: each value but the first follows a comma or an opening bracket."""
    if body.count(b",") + body.count(b"[") + body.count(b"{") > MOST_NODES:
        raise TooLarge(f"the body holds more than {MOST_NODES:,} values; no folder does")


def _loaded(content: Json) -> dict[str, Any]:
    schema = SubmissionBody()
    try:
        loaded: dict[str, Any] = schema.load(content)
    except ValidationError as error:
        refuse_misfit(BODY, error.messages, schema)
    return loaded


def read_documents(bodies: Mapping[str, Json]) -> dict[Ref, Document]:
    """Documents by entry; `Invalid` with a finding for each that is none."""
    if len(bodies) > MOST_DOCUMENTS:
        raise TooLarge(f"there are {len(bodies):,} documents; {MOST_DOCUMENTS:,} can be handed in at once")
    wrong = list(_wrong(bodies))
    if wrong:
        more = f"; and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise Invalid(wrong[0].message + more, wrong[:_SHOWN])
    return {Ref.parse(name): Document(Ref.parse(name), body) for name, body in bodies.items()}


def _wrong(bodies: Mapping[str, Json]) -> Iterator[Finding]:
    for name, body in bodies.items():
        try:
            _check(_entry(name), body)
        except Invalid as error:
            yield BODY.finding("body", error.message, path=("documents", name))


def _entry(name: str) -> Ref:
    entry = Ref.parse(name)
    if entry.path:
        raise Invalid(f"{entry} is not an entry; a document is a whole entry, such as {entry.entry}")
    if entry.kind not in KINDS:
        raise Invalid(f"{entry}: there is no kind '{entry.kind[:64]}'{did_you_mean(entry.kind[:64], KINDS)}")
    return entry


def _check(entry: Ref, body: Json) -> None:
    if not isinstance(body, dict):
        raise Invalid(f"{entry} is not a document; a document is a JSON object")
    refuse_unsound(entry, body)


def _plan(content: Mapping[str, Any]) -> PlanFile:
    if "effective_at" in content:
        refuse_body("a plan says itself when it takes effect; leave out effective_at")
    try:
        written = read_plan_file(content["plan"])
        for entry in written.changes:
            _entry(str(entry))
    except Invalid as error:
        raise Invalid(error.message, [BODY.finding("body", error.message, path=("plan",))]) from error
    return written
