"""Settings and menus over HTTP: what is chosen stands on every page."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.test import Client

from content.models import LogEntry, SiteSettings
from content.site import current
from tests import world
from tests.pictures import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The browser of Ines."""
    client.force_login(world.ines())
    return client


def chosen(**fields):
    letters = {"comments": "off", "most_links": "2"}
    return {"name": "Stet", "language": "en", "posts_on_home": "7", "brand": "#2a52be"} | letters | fields


def save(desk, **fields):
    return desk.post("/studio/settings/", chosen(**fields))


def row(titles, addresses, **more):
    return {"main_title": titles, "main_url": addresses} | more


def test_settings_change_what_stands_on_every_page_and_are_logged(desk):
    home = world.page("Welcome")
    save(
        desk, name="Galley", home=f"page:{home.pk}", licence="CC BY 4.0", licence_url="https://example.org/by"
    )
    page = Client().get("/").text
    assert "Welcome" in page
    assert "Galley" in page
    assert 'rel="license">CC BY 4.0' in page
    changes = LogEntry.objects.get(verb="settings").changes
    assert changes["name"] == ["Stet", "Galley"]
    assert "brand" not in changes


def test_a_colour_of_ones_own_is_a_stylesheet_that_every_page_loads(desk):
    save(desk, brand="#B3001B")
    sheet = BeautifulSoup(Client().get("/blog/").text, "html.parser").select_one(
        'link[href^="/media/theme/"]'
    )
    with default_storage.open(sheet["href"].removeprefix("/media/")) as file:
        assert file.read() == b":root{--brand:#b3001b}"
    assert sheet["href"] in desk.get("/studio/settings/").text
    save(desk)
    assert "/media/theme/" not in Client().get("/blog/").text


@pytest.fixture
def store_is_away(monkeypatch):
    """The bucket of the media does not answer. Call it."""

    def refuse(*_, **__):
        raise ConnectionError

    def be_away():
        for asked in ("exists", "save", "delete", "size"):
            monkeypatch.setattr(default_storage, asked, refuse)

    return be_away


def test_with_the_store_away_all_but_a_new_colour_is_saved(desk, store_is_away):
    save(desk, brand="#b3001b")
    before = current().theme.name
    store_is_away()
    assert save(desk, brand="#b3001b", name="Galley").status_code == 303
    assert (current().name, current().theme.name) == ("Galley", before)


def test_with_the_store_away_a_new_colour_waits_and_what_was_chosen_stands(desk, store_is_away):
    store_is_away()
    answer = save(desk, brand="#b3001b", name="Galley")
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert "save again in a minute" in page.text
    assert (page.select_one("#id_name")["value"], page.select_one("#id_brand")["value"]) == (
        "Galley",
        "#b3001b",
    )
    assert not SiteSettings.objects.filter(name="Galley").exists()


def test_the_contrast_of_a_colour_is_said_before_it_is_saved(desk):
    part = desk.get("/studio/settings/?part=tones&brand=%23b3001b").text
    assert ": 1 on paper" in part
    assert "<html" not in part
    assert ": 1 on paper" not in desk.get("/studio/settings/?part=tones&brand=red").text


def test_a_logo_stands_for_the_name_until_it_is_taken_away(desk):
    save(desk, logo_file=png())
    logo = BeautifulSoup(Client().get("/blog/").text, "html.parser").select_one(".wordmark img")
    assert (logo["width"], logo["alt"]) == ("16", "Stet")
    save(desk)
    assert current().logo
    save(desk, logo_gone="on")
    assert not current().logo


def test_a_logo_that_is_no_picture_is_refused_in_place(desk):
    answer = save(desk, logo_file=png(b"<svg onload=alert(1)>"))
    assert answer.status_code == 422
    assert "id_logo_file_error" in answer.text
    assert not SiteSettings.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"brand": "red"},
        {"robots": "Disallow: /"},
        {"posts_on_home": "0"},
        {"licence_url": "javascript:x"},
        {"name": ""},
    ],
)
def test_what_cannot_stand_is_said_under_its_field(desk, wrong):
    answer = save(desk, **wrong)
    assert answer.status_code == 422
    assert f"id_{next(iter(wrong))}_error" in answer.text


def test_robots_are_told_what_the_owner_says(desk):
    save(desk, robots="User-agent: *\r\nDisallow: /private/")
    assert "User-agent: *\nDisallow: /private/\n" in Client().get("/robots.txt").text


def test_the_home_page_has_as_many_posts_as_the_owner_says(desk):
    world.posts(5)
    save(desk, posts_on_home="3")
    page = BeautifulSoup(Client().get("/").text, "html.parser")
    assert len(page.select('main a[href^="/blog/letter-"]')) == 3


def test_a_menu_is_written_as_rows(desk):
    desk.post("/studio/menus/", row(["Writing", "About us", ""], ["/blog/", "/about/", ""]))
    assert current().menu("main") == [
        {"title": "Writing", "url": "/blog/"},
        {"title": "About us", "url": "/about/"},
    ]
    assert "About us" in Client().get("/blog/").text


def test_a_row_is_moved_without_script_and_saved_with_the_rest(desk):
    answer = desk.post("/studio/menus/", row(["A", "B"], ["/a/", "/b/"], do="main.1.up"))
    page = BeautifulSoup(answer.text, "html.parser")
    titles = [each["value"] for each in page.select('[name="main_title"]') if each["value"]]
    assert titles == ["B", "A"]
    assert "not saved yet" in answer.text
    assert not SiteSettings.objects.exists()


@pytest.mark.parametrize("address", ["", "nowhere", "javascript:alert(1)", "//evil.example/"])
def test_a_link_without_an_address_of_ours_or_the_webs_is_refused(desk, address):
    answer = desk.post("/studio/menus/", row(["Evil"], [address]))
    assert answer.status_code == 422
    assert "main-1-error" in answer.text
    assert not SiteSettings.objects.exists()


@pytest.mark.parametrize("do", ["x", "main", "main.x.up", "main.99.up", "other.0.up", "main.0.sideways"])
def test_a_strange_step_moves_nothing(desk, do):
    assert desk.post("/studio/menus/", row(["A"], ["/a/"], do=do)).status_code == 200


def test_pages_topics_and_posts_are_offered_as_addresses(desk):
    world.page("About")
    world.post("Let it stand", topics=[world.topic()])
    offered = BeautifulSoup(desk.get("/studio/menus/").text, "html.parser").select("#places option")
    assert {"/about/", "/topics/queries/", "/blog/let-it-stand/"} <= {each["value"] for each in offered}
