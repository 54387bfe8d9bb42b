"""From a draft to its readers: the gate, the dialog, the receipt, a time ahead, a link to a preview."""

import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.test_first_hour import log_in


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def author(request: pytest.FixtureRequest, people, site) -> Page:
    """Whoever has just run ``make run``."""
    page = people(java_script_enabled=request.param)
    page.has_script = request.param
    log_in(page, site)
    return page


def begin(page: Page, site, body: str) -> str:
    """A saved draft; returns its title."""
    title = f"Galley {uuid4().hex[:8]}"
    page.goto(f"{site.url}/studio/post/new/")
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Summary").fill("In a sentence.")
    type_text(page, body)
    page.locator(".desk-bar").get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/studio/post/\d+/$"))
    expect(page.get_by_role("link", name="Timeline").first).to_be_attached()
    return title


def type_text(page: Page, body: str) -> None:
    """Type where script has put another field over the text, too."""
    if not page.has_script:
        page.locator("#id_body").fill(body)
        return
    page.locator("#id_body").evaluate(
        "(area, text) => { area.stet ? area.stet.set(text) : (area.value = text);"
        " area.dispatchEvent(new Event('input', { bubbles: true })); }",
        body,
    )


def ask(page: Page) -> None:
    page.get_by_role("button", name="Publish…").click()
    expect(page.locator("#ask-title")).to_be_visible()


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", name="It stands.")).to_be_visible()


def test_the_gate_stops_what_is_then_mended_published_and_read(author, people, site):
    title = begin(author, site, "One.\n\n[Nowhere](/blog/there-is-nothing/)")
    ask(author)
    expect(author.locator(".findings")).to_contain_text("A link leads nowhere")
    author.get_by_role("button", name="Publish", exact=True).click()
    expect(author.locator(".findings")).to_contain_text("A link leads nowhere")
    author.get_by_role("link", name="Go there").click()
    type_text(author, "One. [Home](/)")
    ask(author)
    expect(author.locator(".findings")).to_have_count(0)
    publish(author)
    receipt = author.url
    author.get_by_role("link", name="Read it").click()
    expect(author.locator("h1")).to_have_text(title)
    reader = people()
    assert reader.goto(author.url).status == 200
    author.goto(receipt)
    expect(author.get_by_role("heading", name="It stands.")).to_be_visible()


def test_a_change_is_planned_shown_and_called_off(author, site):
    begin(author, site, "Before.")
    ask(author)
    publish(author)
    author.get_by_role("link", name="Write on").click()
    type_text(author, "After.")
    ask(author)
    author.get_by_label("At a time").check()
    ahead = timezone.localtime() + timedelta(days=2)
    author.get_by_label("Time", exact=True).fill(f"{ahead:%Y-%m-%dT%H:%M}")
    author.get_by_role("button", name="Publish", exact=True).click()
    expect(author.locator(".state")).to_contain_text("Changes go live")
    author.get_by_role("button", name="More").click()
    author.get_by_role("button", name="Call the planned change off").click()
    expect(author.locator(".state")).to_have_text("Live, with changes")


def test_a_preview_is_read_by_a_stranger_until_it_is_ended(author, people, site):
    title = begin(author, site, "Nobody knows this.")
    author.get_by_role("button", name="More").click()
    author.get_by_role("link", name="Share a preview…").click()
    author.get_by_role("button", name="Make a link").click()
    link = site.url + urlsplit(author.get_by_label("The link.").input_value()).path
    stranger = people()
    assert stranger.goto(link).status == 200
    expect(stranger.locator("h1")).to_have_text(title)
    stranger.get_by_role("navigation", name="In this preview").get_by_role("link", name="Home").click()
    expect(stranger.get_by_role("link", name=title).first).to_be_visible()
    stranger.get_by_role("link", name=title).first.click()
    expect(stranger.locator("h1")).to_have_text(title)
    author.get_by_role("button", name="End it").click()
    assert stranger.goto(link).status == 410
    expect(stranger.get_by_role("heading", name="This preview has ended")).to_be_visible()


def test_nothing_on_the_way_breaks_the_policy(people, site):
    page = people()
    page.has_script = True
    broken = []
    page.on("console", lambda line: broken.append(line.text) if line.type == "error" else None)
    log_in(page, site)
    begin(page, site, "One.")
    ask(page)
    publish(page)
    page.goto(f"{site.url}/studio/settings/gate/")
    assert broken == []
