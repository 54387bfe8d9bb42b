"""The standing pages: a tree."""

import pytest

from tests import world

pytestmark = pytest.mark.django_db


def test_a_page_shows_its_text_and_what_is_below_it(read):
    about = world.page("About", body="We edit.")
    world.page("Colophon", parent=about)
    page = read("/about/")
    assert "We edit." in page.select_one(".prose").get_text()
    assert [a["href"] for a in page.select(".contents a")] == ["/about/colophon/"]


def test_a_page_leads_up_to_what_is_above_it(read):
    below = world.page("Colophon", parent=world.page("About"))
    world.page("Paper", parent=below)
    crumbs = read("/about/colophon/paper/").select(".crumbs a")
    assert [a["href"] for a in crumbs] == ["/about/", "/about/colophon/"]


def test_drafts_are_neither_there_nor_listed(read):
    about = world.page("About")
    world.draft("Secret", kind="page", parent=about.pk)
    assert read("/about/").select(".contents a") == []
    read("/about/secret/", 404)


def test_the_menu_says_where_one_is(read):
    world.site()
    world.post("Let it stand")
    assert read("/blog/").select_one(".nav a")["aria-current"] == "page"
    assert read("/blog/let-it-stand/").select_one(".nav a")["aria-current"] == "true"


def test_six_queries_at_most(client, django_assert_max_num_queries):
    world.site()
    world.page("Colophon", parent=world.page("About"))
    with django_assert_max_num_queries(6):
        assert client.get("/about/colophon/").status_code == 200
