"""Nothing lost, in a browser: offline and back, a closed tab, a session that ended, two who write at once."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_first_hour import log_in

SAVED = re.compile(r"^Saved (\d+ s ago|\d\d:\d\d)")
BODY = "#id_body"


@pytest.fixture
def author(people, site) -> Page:
    """Whoever has just run ``make run``, at a new post."""
    page = people()
    page.has_script = True
    log_in(page, site)
    page.goto(f"{site.url}/studio/post/new/")
    return page


def type_text(page: Page, body: str, title: str = "") -> None:
    """Type as the field's own script would put it there."""
    if title:
        page.get_by_label("Title", exact=True).fill(title)
    page.locator(BODY).evaluate(
        "(area, text) => { area.stet ? area.stet.set(text) : (area.value = text);"
        " area.dispatchEvent(new Event('input', { bubbles: true })); }",
        body,
    )


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(re.compile(r"^Saved \d+ s ago"))


def text_of(page: Page) -> str:
    return page.locator(BODY).input_value()


KEPT = (
    "() => new Promise(done => { const asked = indexedDB.open('stet');"
    " asked.onsuccess = () => {"
    " const all = asked.result.transaction('texts').objectStore('texts').getAll();"
    " all.onsuccess = () => { asked.result.close(); done(all.result.map(each => each.fields.body)); }; }; })"
)


def nothing_in_journal(page: Page) -> None:
    """Wait until the browser has forgotten what the server has."""
    until(page, lambda kept: not kept)


def in_journal(page: Page, words: str) -> None:
    """Wait until the browser has kept *words*."""
    until(page, lambda kept: words in kept)


def until(page: Page, holds: Callable[[list[str]], bool]) -> None:
    """Wait until this holds for the journal. (Playwright's own waiting takes any promise for a yes.)"""
    ended = time.monotonic() + 15
    while not holds(page.evaluate(KEPT)):
        assert time.monotonic() < ended
        page.wait_for_timeout(50)


def test_a_new_text_is_saved_by_itself_and_stands_at_its_own_address(author):
    type_text(author, "By itself.", f"Autosaved {uuid4().hex[:8]}")
    saved(author)
    expect(author).to_have_url(re.compile(r"/studio/post/\d+/$"))
    author.reload()
    assert text_of(author) == "By itself."


def test_what_is_typed_offline_is_kept_on_the_device_and_sent_when_online(author):
    type_text(author, "Online.", f"Offline {uuid4().hex[:8]}")
    saved(author)
    author.context.set_offline(True)
    type_text(author, "Online. Offline.")
    expect(author.locator("#saved")).to_have_text("Offline: kept on this device")
    author.context.set_offline(False)
    saved(author)
    author.reload()
    assert text_of(author) == "Online. Offline."


def test_while_the_database_is_away_what_is_typed_waits_and_is_sent_when_it_is_back(author):
    type_text(author, "Before.", f"Away {uuid4().hex[:8]}")
    saved(author)
    author.route("**/autosave/**", lambda route: route.fulfill(status=503, headers={"Retry-After": "10"}))
    type_text(author, "Before. Meanwhile.")
    expect(author.locator("#saved")).to_have_text("The server does not answer: kept on this device")
    in_journal(author, "Before. Meanwhile.")
    author.unroute("**/autosave/**")
    saved(author)
    author.reload()
    assert text_of(author) == "Before. Meanwhile."


def test_last_words_of_a_closed_tab_are_offered_and_brought_back(author, site):
    type_text(author, "Before.", f"Closed {uuid4().hex[:8]}")
    saved(author)
    address = author.url
    author.context.clear_cookies()  # nothing of what follows can reach the server
    type_text(author, "Before. Last words.")
    in_journal(author, "Before. Last words.")
    page = author.context.new_page()
    page.goto(site.login())  # a private window forgets with its last page
    author.close()
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(re.compile("/account/|/studio/"))
    page.goto(address)
    assert text_of(page) == "Before."
    page.get_by_role("button", name="Restore").click()
    saved(page)
    page.reload()
    assert text_of(page) == "Before. Last words."
    expect(page.get_by_role("button", name="Restore")).to_have_count(0)


def test_who_is_logged_out_while_writing_logs_in_beside_it_and_nothing_is_lost(author, site):
    type_text(author, "Before.", f"Ended {uuid4().hex[:8]}")
    saved(author)
    author.context.clear_cookies()
    type_text(author, "Before. After.")
    expect(author.get_by_role("heading", name="Your session has ended")).to_be_visible()
    other = author.context.new_page()
    other.goto(site.login())
    other.get_by_role("button", name="Log in").click()
    other.wait_for_url(re.compile("/account/|/studio/"))
    expect(author.get_by_role("heading", name="Your session has ended")).to_be_hidden()
    saved(author)
    assert text_of(author) == "Before. After."


def test_two_tabs_that_change_different_paragraphs_are_put_together(author):
    type_text(author, "One.\n\nTwo.", f"Tabs {uuid4().hex[:8]}")
    saved(author)
    other = author.context.new_page()
    other.goto(author.url)
    type_text(other, "One!\n\nTwo.")
    saved(other)
    type_text(author, "One.\n\nTwo!")
    expect(author.locator(BODY)).to_have_value("One!\n\nTwo!")


def test_two_tabs_that_change_the_same_words_settle_it(author):
    type_text(author, "Slow.", f"Overlap {uuid4().hex[:8]}")
    saved(author)
    other = author.context.new_page()
    other.goto(author.url)
    type_text(other, "Quick.")
    saved(other)
    type_text(author, "Dear.")
    author.get_by_role("button", name="Settle it…").click()
    expect(author.get_by_role("heading", name="Two of you wrote here")).to_be_visible()
    author.get_by_label("Both, mine first").check()
    author.get_by_role("button", name="Save the merged draft").click()
    expect(author.locator(BODY)).to_have_value("Dear.\n\nQuick.")
    nothing_in_journal(author)
