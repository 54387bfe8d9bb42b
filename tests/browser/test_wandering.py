"""Going on from list to list as a reader does: older posts in place, back and forward, and without script."""

import pytest
from playwright.sync_api import expect

from content import archives
from tests import world


@pytest.fixture
def ten(site, monkeypatch):
    """Ten posts in three archive pages of four."""
    monkeypatch.setattr(archives, "PAGE_SIZE", 4)
    world.site()
    world.posts(10, topics=[world.topic("Queries"), world.topic("Proofs")])


@pytest.mark.usefixtures("ten")
def test_older_posts_come_in_place_and_no_address_is_ever_a_fragment(people, site):
    page = people()
    page.goto(f"{site.url}/blog/")
    page.get_by_role("link", name="Older posts").click()
    expect(page.get_by_role("link", name="Letter 4")).to_be_focused()
    expect(page.locator(".posts h2")).to_have_count(10)
    expect(page).to_have_url(f"{site.url}/blog/")
    page.get_by_role("link", name="Letter 1", exact=True).click()
    expect(page.get_by_role("heading", name="Letter 1")).to_be_visible()
    page.go_back()
    whole(page)
    page.go_forward()
    expect(page.get_by_role("heading", name="Letter 1")).to_be_visible()
    whole(page)
    page.go_back()
    page.reload()
    whole(page)
    page.goto(f"{site.url}/blog/archive/1/?part=posts")
    whole(page)
    expect(page).to_have_url(f"{site.url}/blog/archive/1/")


@pytest.mark.usefixtures("ten")
def test_the_library_comes_to_who_is_about_to_press_and_is_asked_for_once(people, site):
    page = people()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "htmx" in request.url else None)
    page.goto(f"{site.url}/blog/")
    assert not asked
    page.get_by_role("link", name="Older posts").hover()
    expect(page.locator("script[src*=htmx]")).to_have_count(1)
    page.get_by_role("link", name="Older posts").click()
    expect(page.locator(".posts h2")).to_have_count(10)
    assert len(asked) == 1


@pytest.mark.usefixtures("ten")
def test_where_the_library_does_not_come_the_link_is_followed(people, site):
    page = people()
    page.route("**/htmx*.js", lambda route: route.abort())
    page.goto(f"{site.url}/blog/")
    page.get_by_role("link", name="Older posts").click()
    expect(page).to_have_url(f"{site.url}/blog/archive/1/")


@pytest.mark.usefixtures("ten")
def test_without_script_every_way_leads_on(people, site):
    page = people(java_script_enabled=False)
    page.goto(f"{site.url}/blog/")
    page.get_by_role("link", name="Older posts").click()
    expect(page).to_have_url(f"{site.url}/blog/archive/1/")
    page.get_by_role("link", name="Letter 3").click()
    page.get_by_role("navigation", name="Where this stands").get_by_role("link", name="March").click()
    expect(page).to_have_url(f"{site.url}/blog/2026/03/")
    page.goto(f"{site.url}/topics/queries/")
    page.get_by_role("link", name="Queries and Proofs: Both").click()
    expect(page.get_by_role("heading", name="Proofs and Queries")).to_be_visible()
    whole(page)


def whole(page):
    """Not a part of a page: it has the masthead and the foot of the site."""
    expect(page.locator(".wordmark")).to_be_visible()
    expect(page.locator("footer.footer")).to_be_visible()
