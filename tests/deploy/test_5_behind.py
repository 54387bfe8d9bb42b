"""Whatever happens behind nginx, its readers get what is true, or do not notice."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from config.middleware import HEADERS
from tests.deploy.apart import HITS, Apart, counted, state
from tests.waiting import until

NEWEST = """
from django.db import transaction
from django.utils import timezone
from blog.models import Post
now = timezone.now()
post = next(post for post in Post.objects.order_by("-publish_at") if post.state(now) == "live")
"""
RENAME = f"""{NEWEST}
with transaction.atomic():
    post.title = "A title in every coding"
    post.save()
"""
PUBLISH = f"""{NEWEST}
import urllib.request
from django.conf import settings
for number in range(20):
    post.title = f"A title numbered {{number}}"
    with transaction.atomic():
        post.save()
    for again in range(4):  # whichever of nginx's workers answers
        page = urllib.request.urlopen(settings.SITE_URL + "/blog/").read().decode()
        assert post.title in page, (number, again)
print("true")
"""


CODINGS = ("br, gzip", "br", "gzip", "identity")
END_SOON = """
import time
from pagecache import link, store
from pagecache.address import Address
page, end = f"pc:p:{{store.page_id(Address('{path}').key)}}", int(time.time() * 1000) + 4000
assert link.client().hset(page, "x", end) == 0
link.client().pexpireat(page, end)
"""


def test_a_page_that_ended_by_the_clock_is_kept_again(site: Apart) -> None:
    path = "/topics/?utm_source=clock"
    site.shell("from pagecache import store; store.new_epoch()")
    until(lambda: state(site.from_python("/topics/")) == "hit", 5)
    site.shell(END_SOON.format(path="/topics/"))
    for _ in range(8):
        assert state(site.get(path)) in HITS
    time.sleep(4)
    assert site.state_in_the_end(path) == "hit"
    assert not site.log_of(path)[-1]["app_seconds"]


def test_a_publish_is_true_when_it_returns(site: Apart) -> None:
    assert site.shell(PUBLISH).strip() == "true"


def test_a_publish_is_true_in_every_coding(site: Apart) -> None:
    site.await_all_codings("/blog/")
    before = _tags_by_coding(site)
    site.shell(RENAME)
    after = _tags_by_coding(site)
    assert not [coding for coding in CODINGS if before[coding] & after[coding]]


def _tags_by_coding(site: Apart) -> dict[str, set[str]]:
    """What those who take *CODINGS* are told, often enough that each of nginx's workers has told it."""
    return {
        coding: {site.get("/blog/", Accept_Encoding=coding).headers["ETag"] or "" for _ in range(12)}
        for coding in CODINGS
    }


def test_three_hundred_readers_of_one_page_cost_two_renders_at_most(site: Apart) -> None:
    path = "/blog/archive/1/?crowd"
    site.shell("from pagecache import store; store.new_epoch()")
    with ThreadPoolExecutor(300) as crowd:
        answers = list(crowd.map(lambda _: site.get(path), range(300)))
    assert {answer.status for answer in answers} <= {200, 404}
    assert sum(state(answer) not in HITS for answer in answers) <= 2


@contextmanager
def readers(site: Apart, path: str) -> Iterator[list[tuple[float, int, str]]]:
    """Four readers, again and again: seconds, status and state of each answer."""
    told: list[tuple[float, int, str]] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            began = time.monotonic()
            try:
                answer = site.get(path)
                told.append((time.monotonic() - began, answer.status, state(answer)))
            except OSError as error:
                told.append((time.monotonic() - began, 0, str(error)))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def test_a_reload_disturbs_nobody(site: Apart) -> None:
    before = {worker["worker"] for worker in site.status()}
    with readers(site, "/blog/") as told:
        os.kill(site.children["nginx"].pid, signal.SIGHUP)
        until(lambda: not before & {worker["worker"] for worker in site.status()}, 10)
        time.sleep(0.5)
    assert {status for _, status, _ in told} == {200}
    until(lambda: site.state_in_the_end("/blog/") == "hit", 5)


def test_nobody_notices_that_redis_is_killed(site: Apart) -> None:
    with readers(site, "/blog/") as told:
        site.kill("pages-redis")
        time.sleep(2)
        site.start("pages-redis")
        back = until(lambda: site.state_in_the_end("/blog/") == "hit", 10)
    assert {status for _, status, _ in told} == {200}
    assert back < 5.5


def test_nobody_notices_that_redis_hangs(site: Apart) -> None:
    os.killpg(site.children["pages-redis"].pid, signal.SIGSTOP)
    try:
        with readers(site, "/blog/") as told:
            time.sleep(3)
    finally:
        os.killpg(site.children["pages-redis"].pid, signal.SIGCONT)
    assert {status for _, status, _ in told} == {200}
    assert max(seconds for seconds, _, _ in told) < 1
    assert until(lambda: site.state_in_the_end("/blog/") == "hit", 10) < 6


def test_no_reader_waits_for_a_redis_that_nginx_listens_to_no_more(site: Apart) -> None:
    """Nor in Python, which is told so. How many seconds that makes, make drill says."""
    os.killpg(site.children["pages-redis"].pid, signal.SIGSTOP)
    try:
        until(lambda: not any(worker["is_listening"] for worker in site.status()), 10)
        before = counted(site, "redis_away")
        assert {state(site.get("/blog/")) for _ in range(6)} == {"bypass (store left alone)"}
        until(lambda: counted(site, "redis_away") == before + 6, 5)
    finally:
        os.killpg(site.children["pages-redis"].pid, signal.SIGCONT)
    until(lambda: site.state_in_the_end("/blog/") == "hit", 10)


def test_nobody_waits_for_a_page_that_python_cannot_keep(site: Apart) -> None:
    """It does not reach Redis, and so could not tell who waits for the page either."""
    site.kill("web")
    site.start("web", PAGES_REDIS_URL="unix://?path=var/run/nowhere.sock")
    try:
        until(lambda: site.get("/healthz").status == 200, 20)
        took = []
        for _ in range(3):
            began = time.monotonic()
            assert site.get("/blog/nobody-waits/").status == 404
            took.append(time.monotonic() - began)
    finally:
        site.restart("web")
    assert max(took) < 2


def test_without_python_readers_get_what_was_true_until_then(site: Apart) -> None:
    """The keeper is gone as well, so that nobody vouches for any page."""
    for path in ("/blog/", "/blog/none/"):
        site.state_in_the_end(path)
    for name in ("web", "worker"):
        site.kill(name)
    try:
        until(lambda: state(site.get("/blog/")) == "stale-if-error", 10)
        assert site.get("/blog/").status == 200
        answers = [site.get("/blog/", Accept_Encoding=coding) for coding in ("br", "gzip", "identity")]
        assert {state(answer) for answer in answers} == {"stale-if-error"}
        unknown = site.get("/blog/never-asked-for/")
        assert unknown.status == 503
        assert b"<h1>" in unknown.body  # type: ignore[attr-defined]
        assert unknown.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    finally:
        for name in ("web", "worker"):
            site.start(name)
    assert until(lambda: site.state_in_the_end("/blog/") == "hit", 30)


def test_without_python_and_redis_too(site: Apart) -> None:
    until(lambda: site.state_in_the_end("/blog/") == "hit", 5)
    for name in ("pages-redis", "web", "worker"):
        site.kill(name)
    try:
        time.sleep(1)
        states = {state(site.get("/blog/")) for _ in range(20)}
        assert "stale-if-error" in states
    finally:
        for name in ("pages-redis", "web", "worker"):
            site.start(name)
    assert until(lambda: site.state_in_the_end("/blog/") == "hit", 30)


def test_nginx_without_lua_passes_everything_on(site: Apart) -> None:
    settled = (site.folder / "var/nginx.conf").read_text()
    configure = (
        "import sys; sys.path[0] = 'bin'; from machine import nginx, nginx_conf; from pathlib import Path; "
        "bare = nginx.Nginx(nginx.find().binary, Path('nowhere')); "
        f"nginx_conf.configure(bare, nginx_conf.Served('http://127.0.0.1:{site.port}', {site.port}, "
        "Path('var/media'), 'unix://?path=var/run/pages.sock'))"
    )
    subprocess.run(["/usr/bin/python3", "-c", configure], cwd=site.folder, env=site.environment, check=True)
    site.restart("nginx")
    try:
        until(lambda: site.state_in_the_end("/blog/") == "hit", 10)
        assert site.log_of("/blog/")[-1]["app_seconds"]
        assert site.get("/metrics", X_Forwarded_For="192.0.2.1").status == 404
    finally:
        (site.folder / "var/nginx.conf").write_text(settled)
        site.restart("nginx")
