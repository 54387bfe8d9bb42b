"""What every page tells machines, and how it is served."""

import pytest
from django.test import Client

from media import pictures
from tests import world

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def small_site():
    world.site(description="Notes on editing.")
    world.ines()
    world.post("Let it stand", summary="On dots.", topics=[world.topic("Queries")])
    world.page("About")


ADDRESSES = (
    "/",
    "/about/",
    "/blog/",
    "/blog/archive/1/",
    "/blog/let-it-stand/",
    "/blog/2026/",
    "/blog/2026/03/",
    "/topics/",
    "/topics/queries/",
    "/topics/queries/archive/1/",
    "/authors/ines-okafor/",
)


def meta(page, name):
    found = page.find("meta", attrs={"name": name}) or page.find("meta", attrs={"property": name})
    return found and found["content"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_has_one_title_one_heading_and_its_address(read, small_site, address):
    page = read(address)
    assert len(page.select("title")) == len(page.select("h1")) == 1
    assert page.title.get_text().strip()
    assert page.find("link", rel="canonical")["href"] == SITE + address


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_stands_in_line(read, small_site, address):
    page = read(address)
    assert page.select("style, [style], script:not([src]):not([type='application/ld+json'])") == []
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith(("on", "hx-"))]


@pytest.mark.parametrize("address", ADDRESSES)
def test_whatever_is_asked_besides_changes_nothing(client, small_site, address):
    assert client.get(f"{address}?utm_source=x&page=7").content == client.get(address).content


@pytest.mark.parametrize("address", [*ADDRESSES, "/feed.atom", "/sitemap.xml", "/robots.txt"])
def test_head_is_get_without_its_body(client, small_site, address):
    got, asked = client.get(address), client.head(address)
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked["Content-Length"] == got["Content-Length"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_read_without_any_cookie(small_site, address):
    answer = Client(enforce_csrf_checks=True).get(address)
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/blog/", "/blog/let-it-stand/"])
def test_where_nothing_older_can_be_loaded_the_library_is_spared(read, small_site, address):
    assert not read(address).select("meta[data-htmx], script[src*=htmx]")


def test_a_post_says_what_it_is(read, small_site):
    page = read("/blog/let-it-stand/")
    assert page.title.get_text() == "Let it stand · Stet"
    assert (meta(page, "description"), meta(page, "og:type")) == ("On dots.", "article")
    assert meta(page, "article:published_time") == "2026-03-02T09:00:00+00:00"
    assert page.find("link", type="application/atom+xml")["href"] == f"{SITE}/feed.atom"


def test_a_description_is_taken_from_the_text_where_there_is_no_summary(read):
    world.post("Let it stand", body="There is one mark that asks for nothing.")
    assert meta(read("/blog/let-it-stand/"), "description") == "There is one mark that asks for nothing."


def test_what_is_kept_out_of_search_engines_is_described_too(read):
    world.site(name="Stet", description="Marks and margins.")
    said = read("/search/").find("meta", attrs={"name": "description"})["content"]
    assert said == "Search: Stet. Marks and margins."


def test_an_author_may_say_all_of_it_otherwise(read):
    world.post(
        "Let it stand",
        seo_title="Stet",
        seo_description="Dots.",
        canonical_url="https://example.org/a",
        noindex=True,
    )
    page = read("/blog/let-it-stand/")
    assert (page.title.get_text(), meta(page, "description")) == ("Stet", "Dots.")
    assert page.find("link", rel="canonical")["href"] == "https://example.org/a"
    assert meta(page, "robots") == "noindex"


def test_a_picture_stands_for_its_post(read, red_square):
    picture = pictures.store(red_square, name="red.png", alt="A red square")
    world.post("Let it stand", lead_picture=picture.pk)
    page = read("/blog/let-it-stand/")
    assert meta(page, "og:image") == SITE + picture.url
    shown = page.select_one(".plate img")
    assert (shown["width"], shown["height"], shown["alt"]) == ("40", "40", "A red square")


def test_an_address_in_another_script_is_escaped(read):
    world.post("بماند", slug="بماند", language="fa")
    canonical = read("/blog/بماند/").find("link", rel="canonical")["href"]
    assert canonical == f"{SITE}/blog/%D8%A8%D9%85%D8%A7%D9%86%D8%AF/"
