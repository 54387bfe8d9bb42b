"""A note opens beside its number; without script the number leads to it."""

import pytest
from playwright.sync_api import expect

from tests import world


@pytest.fixture
def noted(site):
    """The address of a post with a note."""
    return site.url + world.post(body="Four letters.[^1]\n\n[^1]: And *dots*.").get_absolute_url()


def test_a_note_opens_beside_its_number_and_gives_the_focus_back(noted, people):
    page = people()
    page.goto(noted)
    number, card = page.get_by_role("link", name="Note 1", exact=True), page.locator(".note-card")
    number.press("Enter")
    expect(card).to_be_focused()
    expect(card).to_have_text("And dots.")
    page.keyboard.press("Escape")
    expect(number).to_be_focused()
    number.click()
    number.click()
    expect(card).to_be_hidden()


def test_without_script_the_number_leads_to_its_note(noted, people):
    page = people(java_script_enabled=False)
    page.goto(noted)
    page.get_by_role("link", name="Note 1", exact=True).click()
    expect(page.locator(".footnotes li:target")).to_contain_text("And dots.")
