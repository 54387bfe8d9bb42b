"""The first hour: log in with the link, write, see it, publish, and somebody reads it."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

NEW_PASSWORD = "four letters and a row of points"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def author(request: pytest.FixtureRequest, people, site) -> Page:
    """Whoever has just run ``make run``, with the link that it printed."""
    page = people(java_script_enabled=request.param)
    page.has_script = request.param
    log_in(page, site)
    return page


def log_in(page: Page, site) -> None:
    page.goto(site.login())
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(re.compile("/account/password/|/studio/"))
    page.goto(f"{site.url}/account/password/")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()


def write(page: Page, title: str, body: str) -> None:
    page.get_by_role("link", name="New post").click()
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Text, in Markdown").fill(body)


def save(page: Page) -> None:
    with page.expect_event("load"):
        page.locator(".desk-bar").get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile(r"^Saved \d\d:\d\d$"))).to_be_visible()


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", name="It stands.")).to_be_visible()
    page.get_by_role("link", name="Write on").click()


def preview(page: Page):
    """The text beside the editor; without script the page that the button opens."""
    if page.has_script:
        return page.frame_locator("#sheet")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open alone").click()
    return opened.value.frame_locator("#sheet")


def test_a_post_is_written_seen_published_and_read(author, people, site):
    title = f"Let it stand {uuid4().hex[:8]}"
    write(author, title, "There is **one mark** that asks for nothing.")
    expect(preview(author).locator(".prose strong")).to_have_text("one mark")
    save(author)
    address = site.url + author.locator(".status a").get_attribute("href")
    reader = people()
    assert reader.goto(address).status == 404
    publish(author)
    assert reader.goto(address).status == 200
    expect(reader.locator("h1")).to_have_text(title)
    expect(reader.locator(".prose strong")).to_have_text("one mark")
    reader.goto(f"{site.url}/blog/")
    expect(reader.get_by_role("link", name=title).first).to_be_visible()


def test_a_change_of_a_live_post_waits_for_its_author(author, people, site):
    write(author, f"Galley {uuid4().hex[:8]}", "Before.")
    publish(author)
    address = site.url + author.locator(".status a").get_attribute("href")
    author.get_by_label("Text, in Markdown").fill("After.")
    save(author)
    reader = people()
    reader.goto(address)
    expect(reader.locator(".prose")).to_have_text("Before.")
    publish(author)
    reader.goto(address)
    expect(reader.locator(".prose")).to_have_text("After.")


def test_two_tabs_lose_no_word(author):
    write(author, f"Proof {uuid4().hex[:8]}", "It was slow and expensive.")
    save(author)
    other = author.context.new_page()
    other.goto(author.url)
    other.get_by_label("Text, in Markdown").fill("It was quick and expensive.")
    save(other)
    author.get_by_label("Text, in Markdown").fill("It was slow and dear.")
    author.locator(".desk-bar").get_by_role("button", name="Save").click()
    expect(author.get_by_role("heading", name="Two of you wrote here")).to_be_visible()
    expect(author.locator(".theirs ins")).to_contain_text("quick")
    author.get_by_label("Both, mine first").check()
    author.get_by_role("button", name="Save the merged draft").click()
    expect(author.locator("#id_body")).to_have_value("It was slow and dear.\n\nIt was quick and expensive.")


def test_a_post_is_withdrawn_and_brought_back_from_the_timeline(author, people, site):
    write(author, f"Errata {uuid4().hex[:8]}", "First.")
    publish(author)
    address = site.url + author.locator(".status a").get_attribute("href")
    author.get_by_role("button", name="More").click()
    author.get_by_role("link", name="Withdraw…").click()
    author.get_by_role("button", name="Withdraw", exact=True).click()
    expect(author.get_by_role("heading", name="It is withdrawn.")).to_be_visible()
    assert people().goto(address).status == 404
    author.get_by_role("link", name="Write on").click()
    author.get_by_label("Text, in Markdown").fill("Second.")
    save(author)
    author.get_by_role("link", name="Timeline").click()
    author.get_by_role("link", name=re.compile("^Published")).click()
    author.get_by_role("button", name="Bring this version back").click()
    expect(author.get_by_label("Text, in Markdown")).to_have_value("First.")


def test_nothing_on_the_way_breaks_the_policy(people, site):
    page = people()
    broken = []
    page.on("console", lambda line: broken.append(line.text) if line.type == "error" else None)
    page.has_script = True
    log_in(page, site)
    write(page, "Strict", "*Words*.")
    expect(page.frame_locator("#sheet").locator("em")).to_have_text("Words")
    save(page)
    page.goto(f"{site.url}/studio/settings/")
    page.goto(f"{site.url}/studio/media/")
    assert broken == []
