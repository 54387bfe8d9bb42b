"""The Atom feeds, read as a feed reader does."""

from xml.etree import ElementTree

import pytest

from content import publishing
from content.actors import SITE
from content.models import Person
from tests import world

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, address="/feed.atom"):
    return ElementTree.fromstring(client.get(address).content).findall(f"{ATOM}entry")


def test_carries_whole_texts_with_addresses_that_lead_home(client):
    world.post("Let it stand", body="A *whole* text, [on](/about/).")
    content = entries(client)[0].find(f"{ATOM}content").text
    assert "<em>whole</em>" in content
    assert 'href="http://127.0.0.1:8000/about/"' in content


def test_says_who_when_and_about_what(client):
    world.ines()
    author = Person.objects.get(slug="ines-okafor")
    world.post("Let it stand", authors=[author], topics=[world.topic("Queries")])
    entry = entries(client)[0]
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ines Okafor"
    assert entry.findtext(f"{ATOM}published") == "2026-03-02T09:00:00+00:00"
    assert entry.find(f"{ATOM}category").get("term") == "Queries"


def test_an_entry_keeps_its_id_when_its_address_changes(client):
    post = world.post("Let it stand")
    before = entries(client)[0].findtext(f"{ATOM}id")
    publishing.rename(actor=SITE, thing=post, slug="stet")
    assert entries(client)[0].findtext(f"{ATOM}id") == before
    assert before.startswith("tag:127.0.0.1,")


def test_updated_is_when_the_text_changed(client):
    post = world.edit(world.post("Let it stand"), body="Other words.")
    changed = post.content_changed_at.isoformat(timespec="seconds")
    assert entries(client)[0].findtext(f"{ATOM}updated") == changed


def test_holds_the_newest_twenty(client):
    world.posts(22)  # two more than a feed holds
    found = [entry.findtext(f"{ATOM}title") for entry in entries(client)]
    assert (found[0], found[-1], len(found)) == ("Letter 22", "Letter 3", 20)


def test_topics_and_authors_have_their_own(client):
    world.ines()
    author = Person.objects.get(slug="ines-okafor")
    world.post("Hers", authors=[author], topics=[world.topic("Queries")])
    world.post("Another")
    for address in ("/topics/queries/feed.atom", "/authors/ines-okafor/feed.atom"):
        assert [entry.findtext(f"{ATOM}title") for entry in entries(client, address)] == ["Hers"]


def test_what_xml_cannot_write_is_left_out(client):
    world.post("Let\x0b it stand", slug="let", body="A\x0c b & c < d")
    assert entries(client)[0].findtext(f"{ATOM}title") == "Let it stand"


def test_an_empty_feed_is_one_still(client):
    answer = client.get("/feed.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entries(client) == []
