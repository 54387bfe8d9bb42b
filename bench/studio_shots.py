"""The studio in ``make shots``: its rooms, a text while it is written, publishing it, and a conflict.

``make shots-studio`` takes these alone.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

from bench.shooting import save, say_how_many
from bench.whole import manage, python, whole_site
from tests.chromium import CHROMIUM
from tests.deploy.running import Running

LOOKS = ((1280, "light"), (1280, "dark"), (360, "light"))
PATIENCE = 120_000  # milliseconds for one step, where the machine has other work too
ROOMS = {
    "desk": "/studio/",
    "shelf": "/studio/posts/",
    "tree": "/studio/pages/",
    "media": "/studio/media/",
    "files": "/studio/files/",
    "topics": "/studio/topics/",
    "people": "/studio/people/",
    "log": "/studio/log/",
    "settings": "/studio/settings/",
    "account": "/account/",
}
# A receipt names the pages that somebody had asked for.
READ = ("/", "/blog/", "/feed.atom", "/blog/everything-a-text-can-hold/")
TEXT = "/studio/posts/?q=everything"  # the demo's post that has every form in it

Save = Callable[[Page, str], None]


def main() -> None:
    """Start a site and take every scene of its studio."""
    with whole_site(()) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        take_studio(browser, site)
        browser.close()
    say_how_many()


def take_studio(browser: Any, site: Running) -> None:
    """Every scene in every look."""
    python(site, "-m", "bench.studio_scenes")  # so that no shelf is empty
    for width, scheme in LOOKS:
        shape: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
        shape["reduced_motion"] = "reduce"  # nothing is caught on its way
        shape["base_url"] = f"http://127.0.0.1:{site.port}"
        with browser.new_context(**shape) as context:
            context.set_default_timeout(PATIENCE)

            def keep(page: Page, name: str, look: str = f"{width}-{scheme}") -> None:
                page.wait_for_load_state()
                page.evaluate("document.fonts.ready")
                save(page, f"{name}-{look}")

            _rooms(context, urlsplit(manage(site, "login_link").split()[-1]).path, keep)
            text = _text(context, keep)
            kept = context.storage_state()
        # Without a script each step is a page of its own, which stands still.
        with browser.new_context(**shape, java_script_enabled=False, storage_state=kept) as plain:
            plain.set_default_timeout(PATIENCE)
            for path in READ:
                site.state_in_the_end(path)
            _publishing(plain, text, keep)
            _conflict(plain, text, keep)


def _rooms(context: BrowserContext, login: str, keep: Save) -> None:
    page = context.new_page()
    page.goto(login)
    keep(page, "login")
    page.get_by_role("button", name="Log in").click()
    for name, path in ROOMS.items():
        page.goto(path)
        keep(page, f"studio-{name}")
    page.goto("/studio/")
    page.keyboard.press("Control+k")
    page.locator("#palette-found a").first.wait_for()
    keep(page, "studio-palette")
    page.goto("/studio/media/")
    page.locator("a.thumb").nth(1).click()  # the first is the small one of the scenes
    keep(page, "studio-picture")
    page.goto("/studio/files/")
    page.locator("table.shelf th[scope=row] a").first.click()
    keep(page, "studio-file")


def _text(context: BrowserContext, keep: Save) -> str:
    """The text while it is written, beside its preview; handed back is its address."""
    page = context.new_page()
    page.goto(TEXT)
    page.locator("table.shelf th[scope=row] a").first.click()
    page.frame_locator("#sheet").locator("h1").wait_for(state="attached")
    keep(page, "studio-editor")
    return urlsplit(page.url).path


def _publishing(context: BrowserContext, text: str, keep: Save) -> None:
    page = context.new_page()
    _write(page, text, "Some words are new.")
    page.get_by_role("button", name="Publish…").click()
    keep(page, "studio-publish")
    page.get_by_role("button", name="Publish", exact=True).click()
    keep(page, "studio-receipt")
    page.goto(f"{text}timeline/")
    page.locator(".versions a").nth(1).click()
    keep(page, "studio-timeline")


def _conflict(context: BrowserContext, text: str, keep: Save) -> None:
    """Two who write in the same place, of whom this one saves last."""
    mine, theirs = context.new_page(), context.new_page()
    _write(mine, text, "It was dear.")
    _write(theirs, text, "It was quick and expensive.")
    for page in (theirs, mine):
        page.get_by_role("button", name="Save", exact=True).first.click()
    keep(mine, "studio-conflict")


def _write(page: Page, text: str, words: str) -> None:
    page.goto(text)
    body = page.locator("#id_body")
    body.fill(f"{words}\n\n{body.input_value()}")


if __name__ == "__main__":
    main()
