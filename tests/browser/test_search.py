"""Searching as a reader does: found while typing, whole pages everywhere, and the same without script."""

import pytest
from playwright.sync_api import expect

from tests import world
from tests.browser.restoring import Restoring
from tests.browser.test_keys import HTMX_BEGINS_LATE


@pytest.fixture
def posts(site):
    world.post("Let it stand")
    world.post("Marks in the margin", body="A query costs a day.")


@pytest.mark.usefixtures("posts")
def test_results_come_while_one_types_and_every_address_is_a_whole_page(people, site):
    page = people()
    page.goto(site.url)
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").press_sequentially("margn")
    found = page.get_by_role("link", name="Marks in the margin")
    expect(found).to_be_visible()
    expect(page).to_have_url(f"{site.url}/search/?q=margn")
    expect(page).to_have_title("“margn” · Search · Stet")
    page.reload()
    whole(page, "margn")
    found.click()
    expect(page.get_by_role("heading", name="Marks in the margin")).to_be_visible()
    page.go_back()
    whole(page, "margn")
    expect(found).to_be_visible()
    page.go_forward()
    expect(page.get_by_text("A query costs a day.")).to_be_visible()


@pytest.mark.usefixtures("posts")
def test_what_is_typed_before_htmx_has_begun_is_asked_for_as_soon_as_it_has(people, site):
    page = people()
    page.add_init_script(HTMX_BEGINS_LATE)
    page.goto(f"{site.url}/search/", wait_until="commit")
    page.get_by_role("searchbox").press_sequentially("margn")
    expect(page.get_by_role("link", name="Marks in the margin")).to_be_visible()
    expect(page).to_have_url(f"{site.url}/search/?q=margn")
    expect(page.get_by_role("searchbox")).to_have_value("margn")


@pytest.mark.usefixtures("posts")
def test_what_is_chosen_is_not_as_heavy_as_the_heading_over_it(people, site):
    world.page("Stand here")
    page = people(viewport={"width": 1280, "height": 800})
    page.goto(f"{site.url}/search/?q=stand")
    weights = page.evaluate(
        """['.facets h2', '.facets [aria-current]'].map(
        (which) => Number(getComputedStyle(document.querySelector(which)).fontWeight))"""
    )
    assert weights[0] > weights[1]


def whole(page, words):
    """Not a part of a page: it has a box with *words* in it, and the way to the rest of the site."""
    expect(page.get_by_role("searchbox")).to_have_value(words)
    expect(page.locator(".wordmark")).to_be_visible()


@pytest.fixture
def restoring(chromium, tmp_path):
    browser = Restoring(chromium.browser_type, tmp_path)
    yield browser
    browser.end()


@pytest.mark.usefixtures("posts")
def test_a_restored_tab_is_a_whole_page_whatever_of_it_the_browser_has_kept(restoring, site):
    page = restoring.opened()
    page.goto(f"{site.url}/search/")
    page.get_by_role("searchbox").press_sequentially("margn")
    expect(page).to_have_url(f"{site.url}/search/?q=margn")
    # A tab is restored from what is kept for its address, however old: here what a script was answered.
    page.evaluate(
        "fetch(location, {headers: {'HX-Request': 'true'}, cache: 'reload'}).then(answer => answer.text())"
    )
    whole(restoring.opened_again(page.url), "margn")


@pytest.mark.usefixtures("posts")
def test_without_script_it_is_a_form_like_any_other(people, site):
    page = people(java_script_enabled=False)
    page.goto(f"{site.url}/search/")
    page.get_by_role("searchbox").fill("query")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{site.url}/search/?q=query")
    expect(page.locator(".results mark")).to_have_text("query")
