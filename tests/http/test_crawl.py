"""The crawler finds nothing on a site that is well, and names what was planted in it."""

import re

import pytest

from blog.models import Post
from content.models import Person
from operations.crawling import Answer, Walk
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("numbers_from_one")]
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def site():
    """A small site that is well."""
    world.site(description="Notes on editing.")
    world.ines()
    world.post("Let it stand", summary="On dots.", topics=[world.topic()], authors=[Person.objects.get()])
    world.page("Colophon", summary="Of what it is made.", parent=world.page("About", summary="Who we are."))
    world.post("Ways", summary="There are two.", body="To [the colophon](/about/colophon/).")


@pytest.fixture
def walk(client):
    """Walks the site; *planted* is text that is put in the place of other text at an address.

    *statuses* are those of a first GET; of ``again`` and ``HEAD`` by a path and that word.
    """

    def names(planted=None, statuses=None):
        def ask(path, method="GET", headers=None):
            answer = client.generic(method, path, headers=headers or {}, REQUEST_URI=path)
            body = answer.content.decode(errors="replace")
            for address, (old, new) in (planted or {}).items():
                if address == path and body:
                    assert re.search(old, body)
                    body = re.sub(old, new, body)
            said = {name.lower(): value for name, value in answer.items()}
            how = path if method == "GET" and not headers else (path, "again" if headers else method)
            return Answer((statuses or {}).get(how, answer.status_code), said, body.encode())

        return {(defect.address.removeprefix(SITE), defect.name) for defect in Walk(ask, SITE).run()}

    return names


def test_nothing_is_wrong_with_a_site_that_is_well(site, walk):
    assert walk() == set()


PLANTED = {
    "canonical": ("/blog/ways/", '<link rel="canonical" href="[^"]*"', '<link rel="canonical" href="/"'),
    "noindex": ("/blog/ways/", "<head>", '<head><meta name="robots" content="noindex">'),
    "title": ("/blog/ways/", "<title>[^<]*", "<title>"),
    "same title": ("/blog/ways/", "<title>[^<]*", "<title>Let it stand · Stet"),
    "description": ("/blog/ways/", '<meta name="description"', "<meta"),
    "heading": ("/blog/ways/", "<h1>Ways</h1>", "<h1>Ways</h1><h1>Means</h1>"),
    "language": ("/blog/ways/", '<html lang="en"', "<html"),
    "picture": ("/blog/ways/", "<h1>", '<img src="/media/a.png"><h1>'),
    "data": ("/blog/ways/", '{"@context"', '{"@context'),
    "date": ("/blog/ways/", '"dateModified":"', '"dateModified":"1'),
    "dead link": ("/blog/ways/", 'href="/about/colophon/"', 'href="/about/none/"'),
    "sitemap": ("/sitemaps/posts-1.xml", "</urlset>", f"<url><loc>{SITE}/about/</loc></url></urlset>"),
    "robots": ("/robots.txt", "Sitemap:.*", ""),
    "twin": ("/blog/ways/", r"ways\.md", "none.md"),
    "feed": ("/feed.json", "^{", ""),
    "date in the index": ("/sitemap.xml", "<lastmod>2", "<lastmod>1"),
    "date in a feed": ("/feed.rss", "<atom:updated>2", "<atom:updated>1"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_planted_is_named(site, walk, name):
    address, *planted = PLANTED[name]
    assert name.partition(" in ")[0] in {found for _, found in walk({address: planted})}


def test_a_page_that_is_not_there_is_named(site, walk):
    assert ("/blog/ways/", "not there") in walk(statuses={"/blog/ways/": 500})


@pytest.mark.parametrize(
    ("asked", "status", "name"),
    [
        (("/blog/ways/", "again"), 200, "unchanged"),
        (("/blog/ways/", "HEAD"), 500, "head"),
        ("/feed.rss", 404, "feed"),
    ],
)
def test_an_answer_that_is_not_as_it_should_be_is_named(site, walk, asked, status, name):
    assert name in {found for _, found in walk(statuses={asked: status})}


def test_a_chain_is_named(site, walk):
    world.redirect("/was", "/is/"), world.redirect("/is", "/blog/ways/")
    world.post("Late", summary="Too late.", body="To [it](/was/).")
    assert ("/was/", "chain") in walk()


def test_a_link_to_an_old_address_is_named(site, walk):
    world.redirect("/was", "/blog/ways/"), world.post("Late", summary="Too late.", body="To [it](/was/).")
    assert walk() == {("/blog/late/", "redirect")}


def test_an_orphan_is_named(site, walk):
    Post.objects.filter(slug="ways").update(body_html="")
    assert ("/about/colophon/", "orphan") not in walk()  # the page above it leads there
    world.page("Alone", summary="By itself.")
    assert walk() == {("/alone/", "orphan")}


def test_an_error_that_says_that_all_is_well_is_named(site, walk):
    assert ("/blog/archive/999999/", "soft 404") in walk(statuses={"/blog/archive/999999/": 200})


def test_an_address_that_stands_twice_is_named(site, walk):
    assert ("/blog//", "spelling") in walk(statuses={"/blog//": 200})
