"""A registry on SQLite: what it logs, what it counts, and what it does when its file or its disk is gone."""

from __future__ import annotations

import re
import resource
import signal
import subprocess
import sys
from typing import Any

import pytest

from truth.factory import create_app
from truth.settings import Settings

LABEL = "/v1/text/status/order/shipped/label"
SECRET = "s3cret-of-a-customer"  # noqa: S105 (made up)


def test_every_line_of_the_log_is_json_and_none_holds_a_secret(shop: Any) -> None:
    with shop.served() as ask:
        token = shop.key("read")
        assert ask(LABEL, Authorization=f"Bearer {token}", X_Request_ID="order-7").headers["X-Request-ID"] == "order-7"
        ask(f"{LABEL}?with.name={SECRET}")
        ask("/v1/texts", method="POST", body={"texts": [{"ref": LABEL, "with": {"name": SECRET}}]})
        ask(LABEL, Authorization=f"Bearer truth_{'x' * 43}")
    first, *rest = shop.log
    assert (first["request_id"], first["status"]) == ("order-7", 200)
    assert first["principal"].startswith("key_")
    assert [line["status"] for line in rest][-1] == 401
    written = (shop.folder / "log").read_text(encoding="utf-8")
    assert len(shop.log) == len(written.splitlines()) == 4
    assert not [one for one in (SECRET, token, "x" * 43) if one in written]


def test_the_password_of_a_database_is_never_said(shop: Any) -> None:
    shop.environment["TRUTH_DATABASE"] = f"postgresql://ada:{SECRET}@127.0.0.1:1/truth"
    for verb in (["serve", "--port", "0"], ["apply"], ["doctor"], ["backup", "shop.backup"]):
        done = subprocess.run(
            [sys.executable, "-c", "from truth.cli.main import main; main()", *verb],
            cwd=shop.folder,
            env=shop.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode in (1, 3)
        assert "127.0.0.1:1" in done.stdout + done.stderr
        assert SECRET not in done.stdout + done.stderr


def test_requests_are_not_logged_where_that_is_turned_off(shop: Any) -> None:
    shop.environment["TRUTH_LOG_REQUESTS"] = "0"
    with shop.served() as ask:
        ask(LABEL)
    assert (shop.folder / "log").read_text(encoding="utf-8") == ""


def test_several_workers_count_together(shop: Any) -> None:
    with shop.served("--workers", "2") as ask:
        for _ in range(20):
            ask(LABEL)
        text = ask("/metrics").text
    found = re.search(r'truth_http_requests_total\{.*route="/v1/text/[^}]*status="200"\} (\S+)', text)
    assert found
    assert float(found[1]) == 20
    assert "\ntruth_release 1.0\n" in text


def test_reads_go_on_and_writes_wait_while_the_file_is_gone(shop: Any) -> None:
    shop.run("apply")
    app = create_app(Settings(database=shop.database, log_requests=False))
    client, store = app.test_client(), app.extensions["truth"].store
    bearer = {"Authorization": f"Bearer {shop.key('apply')}"}
    change = {"documents": {}, "retire": True}
    before = client.get(LABEL).json
    assert client.get("/v1/release", headers=bearer).status_code == 200
    (shop.folder / "truth.db").rename(shop.folder / "away")
    store.close()  # an open connection would go on reading the file under its new name
    during = client.get(LABEL)
    assert (during.status_code, during.json) == (200, before)
    assert "Truth-Stale" in during.headers
    assert client.post("/v1/apply", json=change, headers=bearer).status_code == 503
    (shop.folder / "away").rename(shop.folder / "truth.db")
    app.extensions["truth"].registry.source._look_again = 0.0  # as if its pause were over
    assert "Truth-Stale" not in client.get(LABEL).headers
    assert client.get("/v1/releases").json["items"][0]["release"] == 1
    store.close()


@pytest.mark.parametrize("room", [0, 20_000, 40_000])
def test_where_the_disk_is_full_an_apply_says_so_and_leaves_nothing_behind(shop: Any, room: int) -> None:
    shop.run("apply")
    policy = shop.folder / "content/policy/returns/policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("P30D", "P45D"), encoding="utf-8")
    for locale in ("en", "de"):
        words = policy.with_name(f"{locale}.md")
        words.write_text(words.read_text(encoding="utf-8") + "\n\n" + "More words. " * 1_500, encoding="utf-8")

    def no_more_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run(
        [sys.executable, "-c", "from truth.cli.main import main; main()", "apply"],
        cwd=shop.folder,
        env=shop.environment,
        preexec_fn=no_more_room,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (3, ""), done.stdout + done.stderr
    assert "nothing was written" in done.stderr
    assert shop.run("get", "policy:returns/values/window", "--source", "sqlite:///truth.db").strip() == "30 days"
    shop.run("apply")
    assert shop.run("get", "policy:returns/values/window", "--source", "sqlite:///truth.db").strip() == "45 days"
