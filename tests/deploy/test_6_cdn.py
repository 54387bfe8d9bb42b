"""Varnish in front of nginx holds pages, and lets go of exactly those that were made of what changed."""

import http.client
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.apart import Apart
from tests.deploy.running import ROOT, free_port
from tests.waiting import until

MODULES = ("/usr/lib/*/varnish/vmods/libvmod_xkey.so", "/usr/lib/varnish/vmods/libvmod_xkey.so")
TOLD = 10.0  # s in which the worker has told Varnish, on a machine that has other things to do
PAGES = ("/blog/", "/topics/", "/feed.atom", "/robots.txt")

EDIT = """
from django.db import transaction
from blog.models import Post
with transaction.atomic():
    post = Post.objects.get(slug="{slug}")
    post.{field} = "{value}"
    post.save()
"""
TOLD_TAGS = """
import time
from pagecache.models import CdnPurge
while not CdnPurge.objects.exists():
    time.sleep(0.05)
print(*(tag for purge in CdnPurge.objects.all() for tag in purge.tags.split()))
"""
MADE_OF = """
from pagecache import store
from pagecache.address import Address
from pagecache.stored import read
for path in {paths}:
    page = read(store.page_id(Address(path).key))
    print(*(page.tags if page else ()))
"""
LIVE = """
from django.utils import timezone
from blog.models import Post
live = [post for post in Post.objects.order_by("-publish_at") if post.state(timezone.now()) == "live"]
print(live[0].slug, live[-1].slug)
"""
PLAN = """
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from blog.models import Post
moment = timezone.now() + timedelta(seconds=12)
with transaction.atomic():
    post = Post.objects.get(slug="{slug}")
    post.publish_at = moment
    post.save()
print(moment.timestamp())
"""


class Varnish:
    """Varnish with the site's own VCL, in front of *port*."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port, vcl = free_port(), folder / "varnish.vcl"
        vcl.write_text((ROOT / "nginx/varnish.vcl").read_text().replace('"8000"', f'"{port}"'))
        command = [
            "varnishd",
            "-F",
            "-j",
            "none",
            "-n",
            folder / "v",
            "-f",
            vcl,
            "-a",
            f"127.0.0.1:{self.port}",
        ]
        with (folder / "varnish.log").open("w") as log:
            self.process = subprocess.Popen([*command, "-s", "malloc,32m"], stdout=log, stderr=log)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        return Apart.ask(
            http.client.HTTPConnection("127.0.0.1", self.port, timeout=20), path, method, headers
        )

    def holds(self, path: str) -> bool:
        """Whether it answers by itself; it asks nginx where it does not, and may hold the answer."""
        return bool(self.made(path))

    def made(self, path: str) -> str:
        """Which request of Varnish's own made what it answers; "" where it does not answer by itself."""
        return (self.get(path).headers["X-Varnish"] or "").partition(" ")[2]

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)


class Behind(Apart):
    """The site, with Varnish in front."""

    varnish: Varnish

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"CDN": "varnish", "CDN_URL": self.varnish.url}


@pytest.fixture(scope="module")
def behind(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    if not shutil.which("varnishd") or not any(any(Path("/").glob(name[1:])) for name in MODULES):
        pytest.skip("Varnish with its xkey module is not here: apt-get install varnish varnish-modules")
    configuration = installed / "var/nginx.conf"
    as_it_was = configuration.read_text()
    configuration.write_text(as_it_was.replace("take { ", 'take { cdn = "varnish", '))
    found = re.search(r"listen 127\.0\.0\.1:(\d+)", as_it_was)
    assert found
    Behind.varnish = Varnish(tmp_path_factory.mktemp("v"), int(found[1]))
    site = Behind(installed)
    try:
        until(lambda: is_told(site), 30)
        yield site
    finally:
        site.end()
        site.varnish.end()
        configuration.write_text(as_it_was)


def is_told(site: Behind) -> bool:
    """Whether Varnish has heard twice of all that there is to tell."""
    return site.shell(
        "from pagecache.models import *; print(CdnPurge.objects.count(), Outbox.objects.count())"
    ) == ("0 0\n")


def hold(site: Behind, *paths: str) -> None:
    """Let Varnish hold *paths*, and have nothing more to hear."""
    until(lambda: is_told(site), 30)
    for path in paths:
        until(lambda path=path: site.varnish.holds(path), 20)  # type: ignore[misc]


def live(site: Behind) -> tuple[str, str]:
    """The newest and the oldest post that readers see."""
    newest, oldest = site.shell(LIVE).split()
    return newest, oldest


def test_what_is_public_is_held_and_says_nothing_of_it_to_readers(site_held: Behind) -> None:
    for path in PAGES:
        answer = site_held.varnish.get(path, Accept_Encoding="gzip")
        assert not {"xkey", "cdn-cache-control"} & {name.lower() for name in answer.headers}
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert answer.body == site_held.get(path, Accept_Encoding="gzip").body  # type: ignore[attr-defined]


@pytest.fixture
def site_held(behind: Behind) -> Behind:
    hold(behind, *PAGES)
    return behind


@pytest.mark.parametrize("path", ["/studio/", "/healthz", "/search/?q=a&q=b", "/blog//"])
def test_what_is_private_or_strange_is_never_held(behind: Behind, path: str) -> None:
    assert not any(behind.varnish.holds(path) for _ in range(4))


def test_authors_pass_by(site_held: Behind) -> None:
    answer = site_held.varnish.get("/blog/", Cookie="a=b; pc_author=1")
    assert answer.headers["X-Page-Cache"] == "bypass (author)"
    assert site_held.varnish.holds("/blog/")


@pytest.mark.parametrize("path", ["/blog/none-such/", "/no-such-page/"])
def test_what_is_not_there_is_held_as_well(behind: Behind, path: str) -> None:
    hold(behind, path)
    assert behind.varnish.get(path).status == 404


def test_both_servers_say_how_long_it_may_be_held(site_held: Behind) -> None:
    site_held.await_all_codings("/topics/")
    tag = site_held.get("/topics/", Accept_Encoding="gzip").headers["ETag"]
    for asked in ({}, {"If_None_Match": tag, "Accept_Encoding": "gzip"}):
        ours, python = site_held.get("/topics/", **asked), site_held.from_python("/topics/", **asked)
        assert ours.status == python.status
        assert ours.headers["xkey"] == python.headers["xkey"]
        seconds = [int(answer.headers["CDN-Cache-Control"][8:]) for answer in (ours, python)]
        assert 0 < seconds[0] <= 86_400
        assert 0 <= abs(seconds[1] - seconds[0]) <= 2


def test_exactly_what_was_made_of_it_goes(site_held: Behind) -> None:
    newest, oldest = live(site_held)
    paths = [f"/blog/{newest}/", f"/blog/{oldest}/", *PAGES]
    hold(site_held, *paths)
    made_of = [set(line.split()) for line in site_held.shell(MADE_OF.format(paths=paths)).splitlines()]
    hold(site_held, *paths)
    edit = EDIT.format(slug=newest, field="title", value="Varnish hears of it")
    changed = set(site_held.shell(edit + TOLD_TAGS).split())
    until(lambda: b"Varnish hears of it" in site_held.varnish.get(paths[0]).body, TOLD)  # type: ignore[attr-defined]
    for path, tags in list(zip(paths, made_of, strict=True))[1:]:
        print(f"{path:<40} {'goes' if tags & changed else 'stays'}")
        assert site_held.varnish.holds(path) is not bool(tags & changed), path
    assert {bool(tags & changed) for tags in made_of[1:]} == {True, False}


def test_what_changed_while_the_worker_was_dead_is_told_when_it_is_back(site_held: Behind) -> None:
    newest, _ = live(site_held)
    page = f"/blog/{newest}/"
    hold(site_held, page)
    site_held.kill("worker")
    site_held.shell(EDIT.format(slug=newest, field="title", value="Told by the next worker"))
    assert b"Told by the next worker" not in site_held.varnish.get(page).body  # type: ignore[attr-defined]
    site_held.start("worker")
    until(lambda: b"Told by the next worker" in site_held.varnish.get(page).body, 30)  # type: ignore[attr-defined]


def test_what_redis_forgot_goes_from_varnish_all_the_same(site_held: Behind) -> None:
    newest, _ = live(site_held)
    page = f"/blog/{newest}/"
    hold(site_held, page)
    site_held.shell(
        "from pagecache import link\n"
        "for key in link.client().keys('pc:p:*'): link.client().delete(key)"  # as memory pressure does
    )
    site_held.shell(EDIT.format(slug=newest, field="title", value="Redis had forgotten it"))
    until(lambda: b"Redis had forgotten it" in site_held.varnish.get(page).body, TOLD)  # type: ignore[attr-defined]
    assert site_held.varnish.holds("/robots.txt")


@pytest.mark.parametrize("how", ["epoch", "emptied"])
def test_a_new_epoch_empties_varnish(site_held: Behind, how: str) -> None:
    lines = {
        "epoch": "from pagecache import store; store.new_epoch()",
        "emptied": "from pagecache import link; link.client().flushall()",
    }
    before = {path: site_held.varnish.made(path) for path in PAGES}
    assert all(before.values())
    site_held.shell(lines[how])
    for path, made in before.items():
        until(lambda path=path, made=made: site_held.varnish.made(path) != made, TOLD)  # type: ignore[misc]


def test_a_planned_post_is_on_time(site_held: Behind) -> None:
    _, oldest = live(site_held)
    page = f"/blog/{oldest}/"
    hold(site_held, page)
    moment = float(site_held.shell(PLAN.format(slug=oldest)))
    until(lambda: site_held.varnish.get(page).status == 404, TOLD)
    assert time.time() < moment
    until(lambda: site_held.varnish.get(page).status == 200, 20)
    late = time.time() - moment
    print(f"{late:+.2f} s")
    assert 0 <= late < 2  # and less than one, where nobody else wants the processor
