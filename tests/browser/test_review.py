"""Submit, come back, submit again, approve, publish: two people, each in a browser of their own."""

import re

from playwright.sync_api import Page, expect

from tests import world


def log_in(page: Page, site, name: str) -> Page:
    page.goto(f"{site.url}/login/")
    page.get_by_label("Name or e-mail").fill(name)
    page.get_by_label("Password", exact=True).fill(world.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    return page


def say(page: Page, words: str, button: str) -> None:
    page.get_by_label("Your words").fill(words)
    page.get_by_role("button", name=button).click()


def test_a_text_goes_to_its_editor_and_back_and_to_its_readers(people, site):
    world.priya(), world.ines()
    priya, ines = log_in(people(), site, "priya"), log_in(people(), site, "ines")

    priya.goto(f"{site.url}/studio/post/new/")
    priya.get_by_label("Title", exact=True).fill("Errata")
    priya.get_by_role("button", name="Submit…").click()
    say(priya, "Is the end too short?", "Submit for review")
    expect(priya.get_by_text("It waits for review.")).to_be_visible()

    ines.goto(f"{site.url}/studio/")
    ines.get_by_role("region", name="Waits for you").get_by_role("link", name="Errata").click()
    expect(ines.get_by_text("Is the end too short?")).to_be_visible()
    say(ines, "It has none.", "Send back")

    priya.goto(f"{site.url}/studio/")
    expect(priya.get_by_text("Back to you")).to_be_visible()
    priya.get_by_role("region", name="Waits for you").get_by_role("link", name="Errata").click()
    expect(priya.get_by_text("It has none.")).to_be_visible()
    say(priya, "Now it has.", "Submit for review")

    ines.goto(f"{site.url}/studio/")
    ines.get_by_role("region", name="Waits for you").get_by_role("link", name="Errata").click()
    ines.get_by_role("button", name="Approve and publish…").click()
    ines.get_by_role("button", name="Publish", exact=True).click()
    ines.wait_for_url(re.compile(r"/studio/(post|receipts)/\d+/$"))
    assert people().goto(f"{site.url}/blog/errata/").status == 200
    assert [letter.to for letter in world.letters()] == [
        ["ines@example.org"],
        ["priya@example.org"],
        ["ines@example.org"],
        ["priya@example.org"],
    ]
