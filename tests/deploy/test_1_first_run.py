"""What nginx and the processes behind it answer after one command on a bare machine."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis

from config.middleware import HEADERS, OF_ASSETS
from tests.deploy.running import ROOT, Running, make_run
from tests.waiting import until

FOREVER = "public, max-age=31536000, immutable"


def stylesheet(site: Running) -> str:
    """The address of the home page's stylesheet."""
    found = re.search(rb'href="(/static/[^"]+\.css)"', site.get("/").body)  # type: ignore[attr-defined]
    assert found
    return found[1].decode()


def test_each_step_is_a_line_with_its_time(first_run: Running) -> None:
    for step in (
        "virtual environment",
        "packages of requirements.txt",
        "nginx",
        "database",
        "assets",
        "demo content",
    ):
        assert re.search(rf"^  {step} … \d+\.\d s", first_run.said, re.MULTILINE), first_run.said


def test_the_address_serves_the_demo(first_run: Running) -> None:
    answer = first_run.get("/")
    assert answer.status == 200
    assert answer.headers["Server"] == "nginx"
    assert b"/blog/" in answer.body  # type: ignore[attr-defined]


def test_the_login_it_prints_works_once(first_run: Running) -> None:
    path = re.search(rf"open this once: http://127\.0\.0\.1:{first_run.port}(/\S+)", first_run.said)
    assert path
    assert first_run.get(path[1]).status in {200, 302}


def test_the_first_hour_through_nginx(first_run: Running) -> None:
    """The browser's test of the first hour, against this site instead of one in its own process."""
    where = {"STET_URL": f"http://127.0.0.1:{first_run.port}", "STET_FOLDER": str(first_run.folder)}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/browser/test_first_hour.py", "-k", "published_and_read"],
        cwd=ROOT,
        env={**os.environ, **where},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 passed" in ran.stdout, ran.stdout  # with script and without


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_assets_are_kept_for_ever_in_every_encoding(first_run: Running, encoding: str) -> None:
    answer = first_run.get(stylesheet(first_run), Accept_Encoding=encoding)
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == (None if encoding == "identity" else encoding)
    assert answer.headers["Cache-Control"] == FOREVER
    assert answer.headers.get_all("Vary") == ["Accept-Encoding"]


def test_brotli_is_the_smallest(first_run: Running) -> None:
    css = stylesheet(first_run)
    sizes = [len(first_run.get(css, Accept_Encoding=name).body) for name in ("br", "gzip", "identity")]  # type: ignore[attr-defined]
    assert sizes == sorted(sizes)


def test_a_name_without_a_hash_is_asked_for_each_time(first_run: Running) -> None:
    name = next(path.name for path in (first_run.folder / "assets/css").glob("*.css"))
    assert first_run.get(f"/static/css/{name}").headers["Cache-Control"] == "no-cache"


def test_pages_are_compressed_and_vary_once(first_run: Running) -> None:
    answer = first_run.get("/", Accept_Encoding="br, gzip")
    assert answer.headers["Content-Encoding"] in {"br", "gzip"}
    assert answer.headers.get_all("Vary") == ["Accept-Encoding"]


def test_what_is_asked_for_again_comes_in_brotli(first_run: Running) -> None:
    until(lambda: first_run.get("/", Accept_Encoding="br, gzip").headers["Content-Encoding"] == "br", 10)
    assert first_run.get("/", Accept_Encoding="br").headers["Content-Encoding"] == "br"


def test_the_second_reader_is_answered_from_redis(first_run: Running) -> None:
    assert first_run.state_in_the_end("/blog/") == "hit"


@pytest.mark.parametrize("path", ["/", "/static/none.css", "/nowhere/", "/login/"])
def test_security_headers_stand_once_on_every_answer(first_run: Running, path: str) -> None:
    answer = first_run.get(path)
    for name, value in HEADERS.items():
        assert answer.headers.get_all(name) == [value], name


def test_assets_say_those_that_are_not_for_pages_alone(first_run: Running) -> None:
    answer = first_run.get(stylesheet(first_run))
    assert {name: answer.headers[name] for name in HEADERS if name in answer.headers} == OF_ASSETS


def test_pictures_are_shown_but_never_run(first_run: Running) -> None:
    (first_run.folder / "var/media/cat.png").write_bytes(b"\x89PNG")
    answer = first_run.get("/media/cat.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"] == "inline"


def test_other_uploads_are_handed_over(first_run: Running) -> None:
    (first_run.folder / "var/media/page.html").write_text("<script>alert(1)</script>")
    answer = first_run.get("/media/page.html")
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_missing_asset_is_not_kept(first_run: Running) -> None:
    answer = first_run.get("/static/gone.0123456789ab.css")
    assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")
    assert b"There is nothing at this address" in answer.body  # type: ignore[attr-defined]


def test_too_large_an_upload_gets_a_calm_answer(first_run: Running) -> None:
    answer = first_run.get("/login/", "POST", Content_Length="99999999")
    assert answer.status == 413
    assert b"20 megabytes" in answer.body  # type: ignore[attr-defined]


def test_nobody_outside_names_the_request_or_the_host(first_run: Running) -> None:
    answer = first_run.get(
        "/", X_Request_ID="a" * 32, X_Forwarded_Host="evil.example", X_Original_URL="/studio/"
    )
    assert answer.headers["X-Request-ID"] != "a" * 32
    assert b"evil.example" not in answer.body  # type: ignore[attr-defined]


def test_the_access_log_has_the_request_id(first_run: Running) -> None:
    name = first_run.get("/blog/").headers["X-Request-ID"]
    log = first_run.folder / "var/log/access.log"

    def told() -> list[str]:
        entries = map(json.loads, log.read_text().splitlines())
        return [entry["uri"] for entry in entries if entry["request_id"] == name]

    until(lambda: bool(told()), 5)  # nginx writes a line when its answer is out
    assert told() == ["/blog/"]


def test_slashes_reach_the_application_as_they_were_sent(first_run: Running) -> None:
    answer = first_run.get("//evil.example//")
    assert answer.status in {301, 404}
    assert not (answer.headers["Location"] or "/").startswith("//")


def test_the_pages_have_a_redis_that_forgets_only_pages(
    first_run: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(first_run.folder)
    with Redis(unix_socket_path="var/run/pages.sock") as pages:
        wanted = {
            "maxmemory-policy": "volatile-lru",
            "appendonly": "no",
            "save": "",
            "set-max-intset-entries": "8192",
            "hash-max-listpack-value": "65536",
            "jemalloc-bg-thread": "no",
        }
        assert pages.config_get(*wanted) == wanted


def test_a_worker_stays_below_120_megabytes(first_run: Running) -> None:
    for pid in (pid for pid, line in first_run.processes().items() if "gunicorn" in line):
        resident = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        assert resident
        assert int(resident[1]) < 120 * 1024


def test_the_key_is_for_its_owner_alone(first_run: Running) -> None:
    key = first_run.folder / "var/secret_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) >= 50


def test_a_second_run_in_the_folder_says_that_it_runs(first_run: Running) -> None:
    refused = make_run(first_run.folder)
    assert refused.returncode
    assert f"runs already (process {first_run.the('bin/machine')}, port {first_run.port})" in refused.stdout
