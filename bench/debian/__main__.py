"""From an empty Debian to the site over TLS by docs/deploy.md alone, and back after a power cut."""

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.debian import base, page
from bench.debian.machine import Debian, Refused

PAGE = Path("docs/deploy.md")
UNITS = ("stet-web", "stet-worker", "stet-nginx", "stet-redis", "stet-pages-redis", "stet-backup")
MOST_EXPOSED = 2.5  # of 10, as systemd-analyze counts: below 4 it says OK
CURL = "curl --silent --show-error --http2 --tlsv1.3 --cacert /etc/stet/tls/fullchain.pem --max-time 20"
AS_STET = "runuser -u stet -- .venv/bin/python manage.py"
# What is wrong with a site that the page made in a Debian without the world around it.
WITHOUT_THE_WORLD = ("The certificate of example.org is not right", "The mail server does not take letters")
RETITLE = """
from django.db import transaction
from django.utils import timezone
from blog.models import Post
post = next(post for post in Post.objects.order_by("-publish_at") if post.state(timezone.now()) == "live")
post.title = "{title}"
with transaction.atomic():
    post.save()
"""


def main() -> int:
    """0 when all of it went well; the first thing that did not is printed."""
    if os.geteuid():
        print("A Debian is made and booted by root.", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="stet-debian-"))
    try:
        _drill(folder / "root")
    except Refused as why:
        print(f"\n  Not right: {why}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\n  {PAGE} makes a site of an empty Debian, and it comes back by itself.")
    return 0


def _drill(folder: Path) -> None:
    with _step(f"an empty Debian ({base.codename()})"):
        debian = Debian(folder)
    with _step("boot"):
        debian.boot()
    try:
        for line in page.lines(PAGE):
            with _step(f"# {line.splitlines()[0][:90]}"):
                debian.type(line)
        debian.type(f"{AS_STET} demo")
        _look(debian, "A title before the power cut")
        _look_at_units(debian)
        _look_after(debian)
        with _step("power cut, and boot"):
            debian.kill()
            debian.boot()
        with _step("the site is back with what was published"):
            _await_page(debian, "A title before the power cut")
        _look(debian, "A title after it")
    finally:
        debian.kill()


@contextmanager
def _step(name: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"  {name} … ", end="", flush=True)
    yield
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def _look(debian: Debian, title: str) -> None:
    """Readers have the site, over TLS alone, and what is published is what they get next."""
    with _step("over TLS 1.3 and HTTP/2, with HSTS; http is sent on; a stranger's name is refused"):
        _await_page(debian, "<h1")
        said = debian.type(f"{CURL} --head https://example.org/blog/").lower()
        _demand(said.startswith("http/2 200"), said)
        _demand("strict-transport-security: max-age=63072000" in said, said)
        plain = debian.type("curl --silent --head http://example.org/blog/?a=1")
        _demand("301" in plain and "Location: https://example.org/blog/?a=1" in plain, plain)
        stranger = "curl --silent --insecure --resolve other.example:443:127.0.0.1 https://other.example/"
        _demand(_is_refused(debian, stranger), "nginx answered to another name")
    with _step("a stylesheet, the login and the health of all parts"):
        sheet = re.search(r'href="(/static/[^"]+\.css)"', debian.type(f"{CURL} https://example.org/"))
        _demand(sheet is not None, "no stylesheet on the home page")
        for address in (sheet[1] if sheet else "", "/login/", "/readyz"):
            debian.type(f"{CURL} --fail --output /dev/null https://example.org{address}")
    with _step("kept, published, and true at once"):
        _await(debian, lambda: "x-page-cache: hit" in _head(debian), "no page is kept")
        debian.type(f"{AS_STET} shell --no-imports -c '{RETITLE.format(title=title)}'")
        _demand(title in _blog(debian), "what was published is not what a reader got next")
        _await(debian, lambda: "x-page-cache: hit" in _head(debian), "the new page is not kept")
        _demand(title in _blog(debian), "the kept page is not the new one")


def _look_at_units(debian: Debian) -> None:
    names = " ".join(f"{unit}.service" for unit in UNITS)
    with _step("systemd-analyze verify"):
        said = debian.type(f"systemd-analyze verify /etc/systemd/system/stet-*.timer {names} 2>&1")
        _demand(not said.strip(), said)
    for unit in UNITS:
        said = debian.type(f"systemd-analyze security --no-pager {unit}.service | tail -1")
        found = re.search(r"([\d.]+) \w+", said.partition(":")[2])
        print(f"  {said.strip()}")
        _demand(found is not None and float(found[1]) <= MOST_EXPOSED, f"{unit} may do too much")
    users = debian.type("ps -eo user:20,cgroup:80 | grep stet- | cut -d' ' -f1 | sort -u").split()
    _demand(users == ["stet"], f"of the site's processes some are {users}")


def _look_after(debian: Debian) -> None:
    """The log is turned over, a backup is there and whole, the doctor finds what he must and no more."""
    with _step("logrotate"):
        debian.type("logrotate --force /etc/logrotate.d/stet")
        _await(debian, lambda: _is_logging(debian), "nginx does not write to the new log")
    with _step("backup, tried"):
        debian.type("systemctl start stet-backup")
        debian.type("runuser -u postgres -- psql --quiet --command 'ALTER USER stet CREATEDB'")
        debian.type(f"{AS_STET} restore --verify")
    with _step("nginx reloads, and keeps what it has where it is told nonsense"):
        debian.type("systemctl reload stet-nginx")
        debian.type("cp /etc/stet/nginx.conf /tmp/kept && echo nonsense >> /etc/stet/nginx.conf")
        _demand(_is_refused(debian, "systemctl reload stet-nginx"), "nginx took nonsense")
        debian.type("cp /tmp/kept /etc/stet/nginx.conf && systemctl reload stet-nginx")
        _await_page(debian, "<h1")
    with _step("the doctor"):
        said = debian.type(f"{AS_STET} doctor --no-color || true")
        wrong = [line.strip() for line in said.splitlines() if "✗" in line]
        _demand(len(wrong) == len(WITHOUT_THE_WORLD), said)
        for words in WITHOUT_THE_WORLD:
            _demand(any(words in line for line in wrong), said)


def _is_logging(debian: Debian) -> bool:
    _blog(debian)
    return bool(debian.type("cat /var/lib/stet/log/access.log").strip())


def _head(debian: Debian) -> str:
    return debian.type(f"{CURL} --head https://example.org/blog/").lower()


def _blog(debian: Debian) -> str:
    return debian.type(f"{CURL} --fail https://example.org/blog/")


def _await_page(debian: Debian, words: str) -> None:
    _await(debian, lambda: words in _blog(debian), f"the page has no {words!r}")


def _await(debian: Debian, is_so: Callable[[], bool], why_not: str) -> None:
    end, said = time.monotonic() + 60, ""
    while time.monotonic() < end:
        try:
            if is_so():
                return
        except Refused as why:
            said = str(why)
        time.sleep(0.5)
    states = debian.type("systemctl --no-pager status 'stet-*' 2>&1 | tail -60 || true")
    raise Refused(f"{why_not}\n{said}\n{states}")


def _is_refused(debian: Debian, line: str) -> bool:
    try:
        debian.type(line)
    except Refused:
        return True
    return False


def _demand(is_so: bool, said: str) -> None:
    if not is_so:
        raise Refused(said)


if __name__ == "__main__":
    sys.exit(main())
