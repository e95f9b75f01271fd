"""The HTTP interface, on flask-smorest: one file for each resource.

- `app.py` — `build_app`: routes, errors, access and documentation put together
- `wiring.py` — what the routes need of the outside, handed in once

What every answer has in common:

- `access.py` — who may call what: one table, one hook
- `asgi.py`, `uploads.py` — bodies are taken before a thread is; `submission.py` reads those that hold a whole folder
- `query.py`, `fields.py`, `json_body.py` — parameters and bodies, read strictly, refused with findings (`rules.py`)
- `reading.py` — the moment a reader means (`at`, `known_at`, `release`) → the catalogue that answers
- `history.py` — the same moment, for what lists releases and versions
- `answer.py` — bytes, strong ETag, 304, the Truth-* headers, how long an answer may be kept
- `paging.py` — cursors; `diff.py`, `shown.py` — diffs, texts and values as they are sent
- `problems.py` — the one error tree → RFC 9457 problem details
- `guarding.py` — security headers and CORS

Resources: `release.py`, `snapshots.py` (with `digests.py`), `releases.py`, `entries.py`, `versions.py`, `texts.py`,
`values.py`, `schemas.py`, `writes.py`, `keys.py`, `health.py`, and for people `pages.py`.

Documentation, made from the routes: `resource.py` declares a route with its parameters, answer and example in one
place, `envelopes/` has the shapes of answers, `openapi.py` the document, `documentation.py` what `/docs` shows of it.
"""
