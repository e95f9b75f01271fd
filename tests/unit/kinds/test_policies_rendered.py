"""The sample's policies on every channel in every language, as files a reviewer can read.

`python tests/unit/kinds/test_policies_rendered.py` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from truth.api.shown import text_json
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot, Standing
from truth.registry.catalogue import Catalogue
from truth.registry.page import WITH_CONTENTS
from truth.registry.resolve import Answer, Question, resolve_text
from truth.text.setting import Format

ROOT = Path(__file__).parents[3]
RENDERED = ROOT / "tests" / "cases" / "policy" / "rendered"
PUBLISHED = datetime(2026, 8, 31, 22, tzinfo=UTC)  # midnight in Berlin: 1 September
ENDINGS = {
    Format.HTML: "html",
    Format.MARKDOWN: "md",
    Format.TEXT: "txt",
    Format.SMS: "sms",
    Format.JSON: "json",
}
POLICIES = ("privacy-contact", "refunds", "returns", "shipping", "warranty")


def published() -> Catalogue:
    """The sample content, as a release that took effect has it."""
    documents = read_folder(ROOT / "content", KINDS).documents
    standings = {entry: Standing(one, 1, 1, PUBLISHED, PUBLISHED) for entry, one in documents.items()}
    return Catalogue(Snapshot(standings))


def rendered(catalogue: Catalogue, policy: str) -> Mapping[str, str]:
    """Every file of one policy, by name."""
    files = {}
    for locale in catalogue.setting.locales:
        for channel in catalogue.setting.channels.values():
            name = f"{locale}.{channel.name}.{ENDINGS[channel.format]}"
            section = Ref("policy", policy, ("clauses",))
            contents = channel.format in WITH_CONTENTS
            answer = resolve_text(catalogue, Question(section, locale, channel.name, contents=contents))
            files[name] = "\n".join(written(catalogue, answer)).rstrip("\n") + "\n"
    return files


def written(catalogue: Catalogue, answer: Answer) -> Iterator[str]:
    """An answer as a reviewer reads it: of SMS each clause and what it takes, as nobody sends a whole policy so."""
    if answer.format is Format.JSON:
        yield json.dumps(text_json(answer), indent=2, ensure_ascii=False)
    elif answer.format is Format.SMS:
        for ref in catalogue.clauses(answer.ref):
            yield from message(resolve_text(catalogue, Question(ref, answer.locale, answer.channel)))
    else:
        yield answer.text


def message(answer: Answer) -> Iterator[str]:
    assert answer.segments
    count, characters, encoding = answer.segments.segments, answer.segments.characters, answer.segments.encoding
    yield f"[{answer.ref.path[-1]}: {count} segment{'' if count == 1 else 's'}, {characters} characters in {encoding}]"
    yield f"{answer.text}\n"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return published()


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_reads_on_every_channel_as_the_committed_files_say(catalogue: Catalogue, policy: str) -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in (RENDERED / policy).iterdir()}
    assert rendered(catalogue, policy) == committed


def test_every_policy_of_the_sample_is_committed_in_every_language() -> None:
    kept = {path.name for path in RENDERED.iterdir() if path.is_dir()}
    assert kept == {path.name for path in (ROOT / "content" / "policy").iterdir()} == set(POLICIES)


if __name__ == "__main__":
    for policy in POLICIES:
        folder = RENDERED / policy
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.iterdir():
            stale.unlink()
        for name, text in rendered(published(), policy).items():
            (folder / name).write_text(text, encoding="utf-8")
