"""What happens to a writer in a real browser: each scene ends with the text that the server has."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bench.editing import killed
from bench.editing.desk import body_of, logged_in, open_post, saved, type_text
from bench.editing.scene import Scene
from bench.live.report import Report
from tests.chromium import CHROMIUM

TEN_MINUTES = 10 * 60 * 1000  # milliseconds


def run(report: Report, scene: Scene) -> None:
    """Play every scene, each on a post of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for (name, play), post in zip(SCENES.items(), scene.posts[2:], strict=False):
            report.row(f"{name}: words lost or kept twice", _wrong(browser, scene, post, play), 0, "")
        browser.close()
        killed.run(report, scene, playwright, scene.posts[12])


def _wrong(browser: Browser, scene: Scene, post: int, play: "Play") -> int:
    """How much of what the scene promises does not hold."""
    with _tabs(browser, scene, post) as tab:
        wanted, revisions = play(tab)
    history = scene.history(post)
    keys = [each["key"] for each in history if each["key"]]
    wrong = [history[-1]["body"] != wanted, len(keys) != len(set(keys))]
    if revisions is not None:
        wrong.append(sum(each["kind"] == "draft" for each in history) != revisions)
    if any(wrong):
        print(
            f"  wanted {wanted!r}; history {[(each['kind'], each['body']) for each in history]}", flush=True
        )
    return sum(wrong)


Tab = Callable[..., Page]
Play = Callable[[Tab], tuple[str, int | None]]


@contextmanager
def _tabs(browser: Browser, scene: Scene, post: int) -> Iterator[Tab]:
    """Opens the post in a tab: ``tab()``, ``tab("mira")``; the tabs of one author are in one browser."""
    contexts: dict[str, BrowserContext] = {}

    def tab(who: str = "tomas") -> Page:
        if who not in contexts:
            contexts[who] = logged_in(browser.new_context(), scene, who)
        return open_post(contexts[who], scene, post)

    yield tab
    for context in contexts.values():
        context.close()


def double_click(tab: Tab) -> tuple[str, int]:
    """Save is clicked twice: the first draft, and one save."""
    page = tab()
    type_text(page, "One.\n\nTwo.\n\nClicked.")
    with page.expect_event("load"):
        page.locator(".desk-bar").get_by_role("button", name="Save").dblclick()
    page.wait_for_load_state("networkidle")
    return "One.\n\nTwo.\n\nClicked.", 2


def two_tabs(tab: Tab) -> tuple[str, None]:
    """Two tabs change different paragraphs."""
    return _together(tab(), tab())


def two_authors(tab: Tab) -> tuple[str, None]:
    """So do two authors."""
    return _together(tab(), tab("mira"))


def _together(mine: Page, theirs: Page) -> tuple[str, None]:
    type_text(theirs, "One.\n\nTwo.\n\nThree, theirs.")
    saved(theirs)
    type_text(mine, "One, mine.\n\nTwo.\n\nThree.")
    whole = "One, mine.\n\nTwo.\n\nThree, theirs."
    expect(mine.locator("#id_body")).to_have_value(whole)
    return whole, None


def same_words(tab: Tab) -> tuple[str, None]:
    """Two authors change the same words, and one of them settles it."""
    mine, theirs = tab(), tab("mira")
    type_text(theirs, "Theirs.\n\nTwo.\n\nThree.")
    saved(theirs)
    type_text(mine, "Mine.\n\nTwo.\n\nThree.")
    mine.get_by_role("button", name="Settle it…").click()
    mine.get_by_label("Both, mine first").check()
    with mine.expect_event("load"):
        mine.get_by_role("button", name="Save the merged draft").click()
    return "Mine.\n\nTheirs.\n\nTwo.\n\nThree.", None


def offline(tab: Tab) -> tuple[str, None]:
    """Ten minutes without a network, typing before and after."""
    page = tab()
    page.clock.install()
    page.reload()
    page.context.set_offline(True)
    type_text(page, "One.\n\nTwo.\n\nOffline.")
    page.clock.fast_forward(TEN_MINUTES)
    type_text(page, "One.\n\nTwo.\n\nOffline, ten minutes later.")
    expect(page.locator("#saved")).to_contain_text("kept on this device")
    page.context.set_offline(False)
    saved(page)
    return "One.\n\nTwo.\n\nOffline, ten minutes later.", None


def session_ended(tab: Tab) -> tuple[str, None]:
    """The session ends while somebody writes; he comes back in another tab."""
    page = tab()
    kept = page.context.cookies()
    page.context.clear_cookies()
    type_text(page, "One.\n\nTwo.\n\nWithout a session.")
    expect(page.get_by_role("heading", name="Your session has ended")).to_be_visible()
    page.context.add_cookies(kept)  # type: ignore[arg-type]
    expect(page.get_by_role("heading", name="Your session has ended")).to_be_hidden()
    saved(page)
    return "One.\n\nTwo.\n\nWithout a session.", None


def somebody_else(tab: Tab) -> tuple[str, None]:
    """The session ends and another author logs in in the same browser: nothing is sent in her name."""
    page, hers = tab(), tab("mira")
    page.context.clear_cookies()
    type_text(page, "One.\n\nTwo.\n\nNot hers.")
    expect(page.get_by_role("heading", name="Your session has ended")).to_be_visible()
    page.context.add_cookies(hers.context.cookies())  # type: ignore[arg-type]
    expect(page.locator("#ended-why")).to_contain_text("Mira Sol is logged in now")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#offers .offer")).to_have_count(0)
    return body_of(other), None


SCENES: dict[str, Any] = {
    "double click": double_click,
    "two tabs": two_tabs,
    "two authors": two_authors,
    "the same words": same_words,
    "ten minutes offline": offline,
    "session ended": session_ended,
    "somebody else logged in": somebody_else,
}
