"""Beside and over the text: the preview follows, pictures are brought, links are chosen by keyboard."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests import world
from tests.pictures import png

PASTE = """([type, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "dot.png", { type: "image/png" }));
  const event = type === "paste" ? new ClipboardEvent(type, { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
  document.getElementById("id_body").dispatchEvent(event);
}"""
LONG = "\n\n".join(f"## Part {n}\n\n{'A line of the part. ' * (n % 7 + 3)}" for n in range(1, 60))


@pytest.fixture
def author(people, site) -> Page:
    """Ines, who is logged in, with a window wide enough for the preview."""
    client = Client()
    client.force_login(world.ines())
    page = people(viewport={"width": 1400, "height": 900})
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])
    return page


def opened(author: Page, site, thing) -> Page:
    author.goto(f"{site.url}/studio/{thing.kind}/{thing.pk}/")
    author.wait_for_function("document.getElementById('id_body').stet")
    return author


def typed(author: Page, markdown: str) -> None:
    author.evaluate("words => document.getElementById('id_body').stet.insert(words)", markdown)


def source(author: Page) -> str:
    return author.locator("#id_body").input_value()


def test_what_did_not_change_stays_where_it_is(author, site):
    page = opened(author, site, world.post(body="First.\n\nLast."))
    seen = page.frame_locator("#sheet")
    seen.locator(".prose p", has_text="Last.").evaluate("block => { block.isTheSame = true; }")
    typed(page, "## New\n\n")
    expect(seen.locator("h2")).to_have_text("New")
    assert seen.locator(".prose p", has_text="Last.").evaluate("block => block.isTheSame")


def test_source_and_page_scroll_in_step(author, site):
    page = opened(author, site, world.post(body=LONG))
    page.evaluate("document.getElementById('id_body').stet.showLine(120)")
    seen = page.frame_locator("#sheet")
    expect(seen.locator("h2", has_text="Part 31").first).to_be_in_viewport()
    seen.locator("#h-part-5").evaluate("part => part.scrollIntoView({ block: 'start' })")
    page.wait_for_function("Math.abs(document.getElementById('id_body').stet.lineAtTop() - 16) < 4")


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_a_picture_is_brought_and_asked_what_it_shows(author, site, way):
    page = opened(author, site, world.draft(body=""))
    page.evaluate(PASTE, [way, list(png().read())])
    page.get_by_label("Description", exact=True).fill("A dot")
    page.get_by_role("button", name="Put it in").click()
    expect(page.frame_locator("#sheet").get_by_alt_text("A dot")).to_be_visible()
    assert source(page).startswith("![A dot](picture:")


def test_a_picture_without_a_word_is_asked_about_again(author, site):
    page = opened(author, site, world.draft(body=""))
    page.evaluate(PASTE, ["paste", list(png().read())])
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_role("alert")).to_contain_text("mark it as decoration")
    page.get_by_label("Decoration only").check()
    page.get_by_role("button", name="Put it in").click()
    expect(page.locator("#bring")).to_be_hidden()
    assert source(page).startswith("![](picture:")


def test_what_is_no_picture_says_why_and_leaves_the_text_alone(author, site):
    page = opened(author, site, world.draft(body="Words."))
    page.evaluate(PASTE, ["paste", list(b"no picture")])
    expect(page.locator("#bring .refusal")).to_contain_text("dot.png")
    page.keyboard.press("Escape")
    assert source(page) == "Words."


def test_a_link_is_chosen_by_keyboard(author, site):
    post = world.post("Marks in the margin")
    page = opened(author, site, world.draft(body=""))
    page.evaluate("document.getElementById('id_body').dispatchEvent(new CustomEvent('stet:pick-link'))")
    page.keyboard.type("margin")
    expect(page.locator("#pick-link .choices a")).to_have_text(["Marks in the margin"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.frame_locator("#sheet").get_by_role("link", name="Marks in the margin")).to_be_visible()
    assert source(page) == f"[Marks in the margin](post:{post.pk})"


def test_a_picture_of_the_library_is_chosen(author, site):
    picture = world.picture(alt="A caret")
    page = opened(author, site, world.draft(body=""))
    page.evaluate("document.getElementById('id_body').dispatchEvent(new CustomEvent('stet:pick-picture'))")
    page.locator("#pick-picture .choices a").click()
    assert source(page) == f"![A caret](picture:{picture.pk})"
