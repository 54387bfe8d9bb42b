"""What is looked at in the Debian, and what a reader gets from the site in it."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.debian.machine import Debian, Refused

CURL = "curl --silent --show-error --http2 --tlsv1.3 --cacert /etc/stet/tls/fullchain.pem --max-time 20"
AS_STET = "runuser -u stet -- .venv/bin/python manage.py"
RETITLE = """
from django.db import transaction
from django.utils import timezone
from blog.models import Post
post = next(post for post in Post.objects.order_by("-publish_at") if post.state(timezone.now()) == "live")
post.title = "{title}"
with transaction.atomic():
    post.save()
"""


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print the step's name, and its time when it is done."""
    began = time.monotonic()
    print(f"  {name} … ", end="", flush=True)
    yield
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def look(debian: Debian, title: str) -> None:
    """Readers have the site, over TLS alone, and what is published is what they get next."""
    with step("over TLS 1.3 and HTTP/2, with HSTS; http is sent on; a stranger's name is refused"):
        await_page(debian, "<h1")
        said = debian.type(f"{CURL} --head https://example.org/blog/").lower()
        demand(said.startswith("http/2 200"), said)
        demand("strict-transport-security: max-age=63072000" in said, said)
        plain = debian.type("curl --silent --head http://example.org/blog/?a=1")
        demand("301" in plain and "Location: https://example.org/blog/?a=1" in plain, plain)
        stranger = "curl --silent --insecure --resolve other.example:443:127.0.0.1 https://other.example/"
        demand(is_refused(debian, stranger), "nginx answered to another name")
    with step("a stylesheet, the login and the health of all parts"):
        sheet = re.search(r'href="(/static/[^"]+\.css)"', debian.type(f"{CURL} https://example.org/"))
        demand(sheet is not None, "no stylesheet on the home page")
        for address in (sheet[1] if sheet else "", "/login/", "/readyz"):
            debian.type(f"{CURL} --fail --output /dev/null https://example.org{address}")
    with step("kept, published, and true at once"):
        until(debian, lambda: "x-page-cache: hit" in head(debian), "no page is kept")
        debian.type(f"{AS_STET} shell --no-imports -c '{RETITLE.format(title=title)}'")
        demand(title in blog(debian), "what was published is not what a reader got next")
        until(debian, lambda: "x-page-cache: hit" in head(debian), "the new page is not kept")
        demand(title in blog(debian), "the kept page is not the new one")


def head(debian: Debian) -> str:
    """What is said before the page with the posts, in small letters."""
    return debian.type(f"{CURL} --head https://example.org/blog/").lower()


def blog(debian: Debian) -> str:
    """The page with the posts."""
    return debian.type(f"{CURL} --fail https://example.org/blog/")


def await_page(debian: Debian, words: str) -> None:
    """Return when the page with the posts has *words* on it."""
    until(debian, lambda: words in blog(debian), f"the page has no {words!r}")


def until(debian: Debian, is_so: Callable[[], bool], why_not: str) -> None:
    """Return when it *is_so*; Refused with *why_not* and the units' words after a minute."""
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


def is_refused(debian: Debian, line: str) -> bool:
    """Whether *line* ends badly."""
    try:
        debian.type(line)
    except Refused:
        return True
    return False


def demand(is_so: bool, said: str) -> None:
    """Raise Refused with what was *said* unless it *is_so*."""
    if not is_so:
        raise Refused(said)
