"""A card in a text: nothing is asked of its provider before it is pressed."""

import pytest
from playwright.sync_api import expect

from tests import world

FRAME = "https://www.youtube-nocookie.com/**"


@pytest.fixture
def film(site):
    """The address of a post with a film in it."""
    return site.url + world.post(body="https://youtu.be/dQw4w9WgXcQ").get_absolute_url()


def test_a_film_is_asked_for_when_it_is_pressed_and_not_before(film, people, site):
    page, asked = people(), []
    page.context.route(FRAME, lambda route: (asked.append(route.request.url), route.fulfill(body="film")))
    page.on("request", lambda request: None if request.url.startswith(site.url) else asked.append("early"))
    page.goto(film, wait_until="networkidle")
    assert asked == []
    page.locator(".embed a").click()
    expect(page.frame_locator(".embed iframe").locator("body")).to_have_text("film")


def test_without_script_a_card_is_a_link(film, people):
    page = people(java_script_enabled=False)
    page.goto(film)
    expect(page.locator(".embed a")).to_have_attribute("href", "https://youtu.be/dQw4w9WgXcQ")
