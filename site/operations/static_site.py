"""The whole public site as files that any server can serve, each with the bytes of its address."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpResponse

from content.models import Redirect
from operations.reading import said

STARTS = ("/", "/sitemap.xml", "/robots.txt", "/llms.txt", "/blog/", "/topics/")
NOTHING = "/nothing-stands-here-48151623/"
NAMED = re.compile(
    r"""(?:href|src|content)=\\?["']([^"'\\]+)|srcset=\\?["']([^"'\\]+)"""
    r"""|<(?:loc|link|url)>([^<]+)|"(https?:[^"\\]+)"""  # in sitemaps and feeds
)
REDIRECTS = "_redirects"  # the form that Netlify and Cloudflare Pages read; nginx takes it by a map


class Export:
    """Writes the site as it is at *now* into the folder *target*, which is empty."""

    def __init__(self, target: Path, now: datetime) -> None:
        self.target, self.now = target, now
        self.waiting = list(STARTS)
        self.seen: set[str] = set(STARTS)
        self.files: set[str] = set()  # of the media, which are named by what is public
        self.written = 0

    def run(self, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Write all that can be reached; returns how many addresses that were."""
        while self.waiting:
            self._write_address(self.waiting.pop())
            progress(self.written, len(self.seen))
        self._write_what_is_missing()
        self._write_redirects()
        shutil.copytree(
            settings.STATIC_ROOT, self.target / settings.STATIC_URL.strip("/"), dirs_exist_ok=True
        )
        for name in sorted(self.files):
            self._copy_file(name)
        return self.written

    def _write_address(self, path: str) -> None:
        answer = said(path, self.now)
        if answer is None or answer.status_code != 200:
            return
        self._put(path, answer.content)
        self.written += 1
        for link in self._links(answer):
            if link not in self.seen:
                self.seen.add(link)
                self.waiting.append(link)

    def _put(self, path: str, body: bytes) -> None:
        place = self.target / unquote(path).lstrip("/")
        if path.endswith("/"):
            place /= "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body)

    def _links(self, answer: HttpResponse) -> Iterator[str]:
        """The site's own paths that *answer* names. Files of the media are noted on the way."""
        if not answer["Content-Type"].startswith(("text/", "application/")):
            return
        own = urlsplit(settings.SITE_URL)
        for name in _named(answer.content.decode(errors="replace")):
            url = urlsplit(name)
            if not url.path.startswith("/") or (url.netloc and url.netloc != own.netloc):
                continue
            if url.path.startswith(settings.MEDIA_URL):
                self.files.add(unquote(url.path.removeprefix(settings.MEDIA_URL)))
            elif not url.query and not url.path.startswith(settings.STATIC_URL):
                yield url.path

    def _write_what_is_missing(self) -> None:
        answer = said(NOTHING, self.now)
        if answer is not None:
            (self.target / "404.html").write_bytes(answer.content)

    def _write_redirects(self) -> None:
        lines = [f"{each.path} {each.target} {each.status}" for each in Redirect.objects.order_by("path")]
        (self.target / REDIRECTS).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def _copy_file(self, name: str) -> None:
        place = self.target / settings.MEDIA_URL.strip("/") / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with default_storage.open(name) as source, place.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _named(text: str) -> Iterator[str]:
    for one, several, *rest in NAMED.findall(text):
        yield from (unescape(each.split()[0]) for each in several.split(",") if each.strip())
        yield unescape(one or "".join(rest)).strip()
