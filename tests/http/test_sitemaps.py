"""The sitemap, read as a search engine does."""

from xml.etree import ElementTree

import pytest

from blog.models import Post
from content.models import Person
from media.models import Picture
from seo.sitemaps import numbers_in, shard_of
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("numbers_from_one")]
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}
SITE = "http://127.0.0.1:8000"


def files(client):
    """The files that the index names, each with its date."""
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {
        each.findtext("s:loc", namespaces=NS).removeprefix(SITE): each.findtext("s:lastmod", namespaces=NS)
        for each in tree.findall("s:sitemap", NS)
    }


def entries(client, address):
    tree = ElementTree.fromstring(client.get(address).content)
    return {
        each.findtext("s:loc", namespaces=NS).removeprefix(SITE): each.findtext("s:lastmod", namespaces=NS)
        for each in tree.findall("s:url", NS)
    }


def everything(client):
    return [path for file in files(client) for path in entries(client, file)]


def test_lists_what_wants_to_be_found(client):
    world.ines()
    mark = world.post("Let it stand", topics=[world.topic("Queries")], authors=[Person.objects.get()])
    world.series("Marks", mark), world.series("Nothing yet"), world.topic("Unused")
    world.post("Hidden", noindex=True), world.draft("Draft"), world.page("About")
    world.post("Elsewhere", canonical_url="https://example.org/a")
    assert everything(client) == [
        *("/", "/about/", "/blog/let-it-stand/"),
        *("/topics/queries/", "/authors/ines-okafor/", "/series/marks/"),
    ]


def test_the_index_and_its_file_have_the_date_of_the_newest_change(client):
    world.post("First"), world.post("Second")
    Post.objects.update(content_changed_at=world.A_MONDAY)
    changed = world.edit(world.post("Third"), body="Quite other words.").content_changed_at
    said = entries(client, "/sitemaps/posts-1.xml")
    assert said["/blog/first/"] == "2026-03-02T09:00:00+00:00"
    assert said["/blog/third/"] == changed.isoformat(timespec="seconds")
    assert files(client)["/sitemaps/posts-1.xml"] == said["/blog/third/"]


def test_a_page_that_is_the_home_page_is_told_of_once(client):
    about = world.page("About")
    world.page("Colophon")
    world.site(home=f"page:{about.pk}")
    assert list(entries(client, "/sitemaps/pages-1.xml")) == ["/", "/colophon/"]


def test_pictures_are_told_of_with_their_text(client):
    world.post("Let it stand", lead_picture=world.picture().pk)
    tree = ElementTree.fromstring(client.get("/sitemaps/posts-1.xml").content)
    assert tree.findtext(".//i:loc", namespaces=NS) == f"{SITE}{Picture.objects.get().url}"


def test_a_file_tells_of_a_thousand_numbers():
    assert [shard_of(pk) for pk in (1, 1000, 1001)] == [1, 1, 2]
    assert numbers_in(2) == (1001, 2000)


def test_a_file_with_nothing_in_it_is_not_there(client):
    world.post("Hidden", noindex=True)
    assert client.get("/sitemaps/posts-1.xml").status_code == 404
    assert client.get("/sitemaps/posts-01.xml").status_code == 404
    assert list(files(client)) == ["/sitemaps/pages-1.xml"]


def test_every_address_in_it_is_canonical_and_answers(client, read):
    world.ines()
    world.post("بماند", slug="بماند", language="fa", topics=[world.topic("Queries")])
    world.page("Colophon", parent=world.page("About"))
    for path in everything(client):
        assert read(path).find("link", rel="canonical")["href"] == f"{SITE}{path}"
