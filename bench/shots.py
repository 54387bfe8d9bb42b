"""``make shots``: the standard pages of a real site, as pictures in var/shots, to be looked at."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import sync_playwright

from bench.shooting import save, say_how_many
from bench.studio_shots import take_studio
from bench.whole import manage, whole_site
from tests.chromium import CHROMIUM
from tests.deploy.running import Running

WIDE, PHONE = 1280, 360
PAPER = 680  # what A4 has between its margins
IMPORTED = 5  # posts of each folder


@dataclass(frozen=True)
class Shot:
    """One picture: a page at a width, in a scheme, on screen or on paper."""

    name: str
    path: str
    width: int = WIDE
    scheme: str = "light"
    media: str = "screen"


def standard() -> list[Shot]:
    """The pages whose look says most, each where it is hardest."""
    pages = {
        "home": "/",
        "stream": "/blog/",
        "archive": "/blog/archive/2/",
        "long-post": "/blog/everything-a-text-can-hold/",
        "topics": "/topics/",
        "page": "/writing/markdown/",
        "search": "/search/?q=querries+to+authors",
        "missing": "/blog/nothing-at-all/",
    }
    looks = ((WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark"))
    shots = [
        Shot(f"{name}-{width}-{scheme}", path, width, scheme)
        for name, path in pages.items()
        for width, scheme in looks
    ]
    return [*shots, Shot("long-post-print", pages["long-post"], PAPER, media="print")]


def main() -> None:
    """Start a site, take every picture, and say where they are and what the browser complained of."""
    with whole_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for shot in [*standard(), *_imported(site)]:
            _take(browser, site, shot)
        take_studio(browser, site)
        browser.close()
    say_how_many()


def _imported(site: Running) -> list[Shot]:
    """Some posts of each imported folder: those whose addresses a query names."""
    program = (
        "from blog.models import Post\n"
        "for source in sorted(set(Post.objects.exclude(source='').values_list('source', flat=True))):\n"
        f"    for post in Post.objects.filter(source=source).order_by('-words')[:{IMPORTED}]:\n"
        "        print(source.rpartition(':')[2], post.get_absolute_url())\n"
    )
    rows = [
        line.split(" ")
        for line in manage(site, "shell", "-v", "0", "-c", program).splitlines()
        if " /" in line
    ]
    looks = [(WIDE, "light"), (PHONE, "light"), (WIDE, "dark"), (PHONE, "dark"), (WIDE, "light")]
    return [
        Shot(
            f"{source.replace('/', '-')}-{n % IMPORTED + 1}-{looks[n % IMPORTED][0]}",
            path,
            *looks[n % IMPORTED],
        )
        for n, (source, path) in enumerate(rows)
    ]


def _take(browser: Any, site: Running, shot: Shot) -> None:
    context = browser.new_context(viewport={"width": shot.width, "height": 900}, color_scheme=shot.scheme)
    page = context.new_page()
    page.on(
        "console", lambda message: print(f"{shot.name}: {message.text}") if message.type == "error" else None
    )
    page.emulate_media(media=shot.media, color_scheme=shot.scheme)
    page.goto(f"http://127.0.0.1:{site.port}{shot.path}", wait_until="networkidle")
    save(page, shot.name)
    context.close()


if __name__ == "__main__":
    main()
