"""A letter's way: written under a text, judged in the studio, seen by everybody; with script and without."""

import pytest
from playwright.sync_api import expect

from comments import judging
from tests import world


@pytest.fixture
def post(site, monkeypatch):
    monkeypatch.setattr(judging, "QUICKEST", 0)
    world.site(comments="moderated")
    return world.post("Let it stand")


def write(page):
    """Fill the form in, wherever it stands, and send it."""
    page.get_by_role("link", name="Write a letter").click()
    page.get_by_role("textbox", name="Your letter").fill("The dots went above the line.")
    page.get_by_role("textbox", name="Name", exact=True).fill("Hanne Lund")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("waits to be read")).to_be_visible()


def let_stand(desk, site):
    desk.goto(f"{site.url}/studio/comments/")
    desk.get_by_role("checkbox", name="Tick the letter of Hanne Lund").check()
    desk.get_by_role("button", name="Let stand").click()
    expect(desk.get_by_text("One letter is standing.")).to_be_visible()


def test_a_letter_is_written_in_the_page_judged_and_seen(people, enter, site, post):
    page = people()
    page.goto(site.url + post.get_absolute_url())
    address = page.url
    write(page)
    assert page.url == address
    page.get_by_role("link", name="Mend it").click()
    expect(page.get_by_role("textbox", name="Your letter")).to_be_focused()
    page.get_by_role("textbox", name="Your letter").fill("The dots went *below* the line.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("waits to be read")).to_be_visible()
    let_stand(enter(), site)
    page.reload()
    expect(page.get_by_text("The dots went below the line.")).to_be_visible()
    page.get_by_role("link", name="Answer").click()
    expect(page.get_by_role("textbox", name="Your letter")).to_be_focused()
    page.get_by_role("link", name="Close the form").click()
    expect(page.get_by_role("link", name="Answer")).to_be_focused()


def test_the_same_without_script(people, enter, site, post):
    page = people(java_script_enabled=False)
    page.goto(site.url + post.get_absolute_url())
    write(page)
    let_stand(enter(java_script_enabled=False), site)
    page.get_by_role("link", name="Back to the text").click()
    expect(page.get_by_text("The dots went above the line.")).to_be_visible()
