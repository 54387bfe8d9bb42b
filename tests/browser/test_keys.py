"""Keys alone: the palette finds and goes, the tree of pages is put in order; and a pointer drags a page."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import world
from tests.browser.test_first_hour import log_in

MOST_TABS = 40
# htmx begins in a timer without a time of its own; on a busy machine somebody quick types before that.
HTMX_BEGINS_LATE = "const soon = setTimeout; setTimeout = (run, ms, ...a) => soon(run, ms ?? 1500, ...a);"


@pytest.fixture
def author(people, site) -> Page:
    """The admin, at the desk of a site with three pages."""
    page = people()
    log_in(page, site)
    for position, title in enumerate(("One", "Two", "Three")):
        made = world.page(title)
        type(made).objects.filter(pk=made.pk).update(position=position)
    page.goto(f"{site.url}/studio/")
    return page


def addresses(page: Page):
    return page.locator("#tree .note")


def test_a_text_and_a_thing_to_do_are_reached_by_keys_alone(author, site):
    world.draft("Let it stand")
    author.keyboard.press("Control+k")
    expect(author.locator("#palette-q")).to_be_focused()
    author.keyboard.type("stand")
    expect(author.locator("#palette-found b")).to_have_text("Let it stand")
    author.keyboard.press("Enter")
    author.wait_for_url(re.compile(r"/studio/post/\d+/"))
    author.goto(f"{site.url}/studio/")
    author.keyboard.press("Control+k")
    author.keyboard.type("pag")
    expect(author.locator("#palette-found a")).to_have_text(["New page", "Pages"])
    author.keyboard.press("ArrowDown")
    author.keyboard.press("ArrowDown")
    expect(author.get_by_role("link", name="Pages", exact=True).last).to_be_focused()
    author.keyboard.press("Enter")
    author.wait_for_url(f"{site.url}/studio/pages/")


def test_the_palette_closes_and_leaves_one_where_one_was(author):
    author.keyboard.press("Control+k")
    expect(author.locator("#palette")).to_be_visible()
    author.keyboard.press("Escape")
    expect(author.locator("#palette")).to_be_hidden()


def test_what_is_typed_before_htmx_has_begun_is_asked_for_as_soon_as_it_has(author):
    author.add_init_script(HTMX_BEGINS_LATE)
    author.reload()
    author.keyboard.press("Control+k")
    author.keyboard.type("new post")
    expect(author.locator("#palette-found a")).to_have_text(["New post"])


def test_a_page_is_moved_with_alt_and_arrows_and_stays_under_the_keys(author, site):
    author.goto(f"{site.url}/studio/pages/")
    author.locator("#tree a.name").first.focus()
    author.keyboard.press("ArrowDown")
    author.keyboard.press("Alt+ArrowRight")
    expect(addresses(author)).to_have_text(["/one/", "/one/two/", "/three/"])
    expect(author.locator("#tree a.name").nth(1)).to_be_focused()
    author.keyboard.press("Alt+ArrowLeft")
    expect(addresses(author)).to_have_text(["/one/", "/two/", "/three/"])
    author.keyboard.press("Alt+ArrowDown")
    expect(addresses(author)).to_have_text(["/one/", "/three/", "/two/"])


def test_a_page_is_dragged_below_another(author, site):
    author.goto(f"{site.url}/studio/pages/")
    expect(author.locator("[data-grip]").last).to_be_visible()
    grip = author.locator("[data-grip]").last.bounding_box()
    goal = author.locator("#tree .leaf").first.bounding_box()
    author.mouse.move(grip["x"] + 5, grip["y"] + 5)
    author.mouse.down()
    author.mouse.move(goal["x"] + 80, goal["y"] + goal["height"] / 2, steps=5)
    expect(author.locator("[data-drop=in]")).to_have_count(1)
    author.mouse.up()
    expect(addresses(author)).to_have_text(["/one/", "/one/three/", "/two/"])


def test_without_a_script_the_palette_is_a_page_and_the_tree_has_buttons(people, site):
    page = people(java_script_enabled=False)
    log_in(page, site)
    world.page("One")
    world.page("Two")
    page.goto(f"{site.url}/studio/")
    page.get_by_role("link", name="Find").click()
    page.get_by_role("searchbox").fill("pages")
    page.get_by_role("button", name="Find").click()
    page.locator(".finds").get_by_role("link", name="Pages", exact=True).click()
    page.get_by_role("button", name="Move Two").click()
    page.get_by_role("button", name="Below the one above").click()
    expect(addresses(page)).to_have_text(["/one/", "/one/two/"])


def test_the_shelf_filters_while_somebody_types_and_the_address_follows(author, site):
    world.draft("Let it stand")
    world.draft("Another")
    author.goto(f"{site.url}/studio/posts/")
    author.get_by_role("searchbox").first.fill("stand")
    expect(author.locator("#shelf tbody bdi").first).to_have_text("Let it stand")
    expect(author.locator("#shelf tbody tr")).to_have_count(1)
    author.wait_for_url(f"{site.url}/studio/posts/?q=stand")
    author.locator("[data-tick-all]").check()
    expect(author.locator("[data-ticked]")).to_have_text("1 ticked")
    author.get_by_role("button", name="To the trash").click()
    author.get_by_role("button", name="Undo").click()
    expect(author.get_by_text("One post is as before.")).to_be_visible()


def test_a_post_is_written_published_and_read_by_keys_alone(author, people, site):
    press, say = author.keyboard.press, author.keyboard.type
    press("Control+k")
    say("new post")
    expect(author.locator("#palette-found a")).to_have_text(["New post"])
    press("Enter")
    author.wait_for_url(f"{site.url}/studio/post/new/")
    expect(author.get_by_label("Title", exact=True)).to_be_focused()
    say("Let it stand")
    tab_to(author, author.get_by_label("Text in Markdown"))
    press("Control+b")
    say("One mark")
    press("Control+Enter")
    expect(author.locator("#ask-title")).to_be_visible()
    tab_to(author, author.get_by_role("button", name="Publish", exact=True))
    press("Enter")
    expect(author.get_by_role("heading", name="It stands.")).to_be_visible()
    reader = people()
    reader.goto(f"{site.url}/blog/let-it-stand/")
    expect(reader.locator(".prose strong")).to_have_text("One mark")


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until *goal* has the focus, as somebody would who has no pointer."""
    for _ in range(MOST_TABS):
        if goal.evaluate("goal => goal.getRootNode().activeElement === goal"):
            return
        page.keyboard.press("Tab")
    expect(goal).to_be_focused()
