"""The feeds, read as a feed reader does."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest

from blog.models import Post
from content import commenting, publishing
from content.actors import SITE
from content.incoming import Incoming
from content.models import Person
from tests import world

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"


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


def items(client, address="/feed.json"):
    return client.get(address).json()["items"]


def test_every_format_says_the_same(client):
    world.ines()
    author = Person.objects.get(slug="ines-okafor")
    world.edit(
        world.post("Let it stand", authors=[author], topics=[world.topic()]), body="Quite *other* words."
    )
    atom, item = entries(client)[0], items(client)[0]
    rss = ElementTree.fromstring(client.get("/feed.rss").content).find("channel/item")
    assert atom.findtext(f"{ATOM}id") == item["id"] == rss.findtext("guid")
    assert atom.findtext(f"{ATOM}updated") == item["date_modified"] == rss.findtext(f"{ATOM}updated")
    assert atom.findtext(f"{ATOM}content") == item["content_html"] == rss.findtext(f"{CONTENT}encoded")
    assert parsedate_to_datetime(rss.findtext("pubDate")) == world.A_MONDAY
    assert item["authors"] == [{"name": "Ines Okafor", "url": "http://127.0.0.1:8000/authors/ines-okafor/"}]


def test_a_page_advertises_the_feeds_of_its_list(client, read):
    world.post("Hers", topics=[world.topic("Queries")])
    found = [link["href"] for link in read("/topics/queries/").select("link[rel=alternate][type*='+']")]
    assert [each.rpartition("/")[2] for each in found] == ["feed.atom", "feed.rss", "feed.json", "feed.atom"]
    assert {client.get(each).status_code for each in found} == {200}


def test_what_came_from_elsewhere_keeps_its_id(client):
    came = Incoming(
        "post", "wordpress", "7", {"title": "A"}, world.A_MONDAY, feed_id="https://example.org/?p=7"
    )
    publishing.import_item(actor=SITE, item=came)
    Post.objects.filter(pk=world.post("B").pk).update(feed_id="5f3a")
    assert [item["id"] for item in items(client)] == [
        "tag:127.0.0.1,2026-03-02:5f3a",
        "https://example.org/?p=7",
    ]


def link(client, address, rel):
    found = ElementTree.fromstring(client.get(address).content).find(f"{ATOM}link[@rel='{rel}']")
    return None if found is None else found.get("href").removeprefix("http://127.0.0.1:8000")


def test_the_archive_leads_back_to_the_first_post(client):
    world.posts(43)
    assert link(client, "/feed.atom", "prev-archive") == "/blog/archive/2.atom"
    assert link(client, "/blog/archive/2.atom", "prev-archive") == "/blog/archive/1.atom"
    assert link(client, "/blog/archive/1.atom", "prev-archive") is None
    assert link(client, "/blog/archive/1.atom", "current") == "/feed.atom"
    assert client.get("/blog/archive/3.atom").status_code == 404  # more may come into it


def test_an_archive_document_never_changes(client):
    world.posts(21)
    before = client.get("/blog/archive/1.atom").content
    world.post("Newer", at=world.A_MONDAY + timedelta(days=30))
    assert client.get("/blog/archive/1.atom").content == before
    titles = [entry.findtext(f"{ATOM}title") for entry in entries(client, "/blog/archive/1.atom")]
    assert (titles[0], titles[-1], len(titles)) == ("Letter 20", "Letter 1", 20)


def test_a_hub_is_named_where_there_is_one(client):
    world.site(hub="https://hub.example.org/")
    assert link(client, "/feed.atom", "hub") == "https://hub.example.org/"
    assert client.get("/feed.json").json()["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]
    assert client.get("/feed.rss")["Link"] == (
        '<https://hub.example.org/>; rel="hub", <http://127.0.0.1:8000/feed.rss>; rel="self"'
    )


def test_the_letters_to_a_post_have_feeds(client):
    post = world.post("Let it stand")
    first, second = world.letter(post, "Why *dots*?"), world.letter(post, "Because.", name="Ines")
    world.letter(post, "Buy this.", state="spam")
    newest, oldest = entries(client, "/blog/let-it-stand/feed.atom")
    assert newest.findtext(f"{ATOM}id") == f"tag:127.0.0.1,{second.made_at:%Y-%m-%d}:letter:{second.pk}"
    assert oldest.find(f"{ATOM}link").get("href").endswith(f"/blog/let-it-stand/#letter-{first.pk}")
    assert oldest.findtext(f"{ATOM}author/{ATOM}name") == "Hanne Lund"
    assert "<em>dots</em>" in oldest.findtext(f"{ATOM}content")
    rss = ElementTree.fromstring(client.get("/blog/let-it-stand/feed.rss").content)
    assert rss.findtext("channel/item/title") == "Ines: Let it stand"
    items = client.get("/blog/let-it-stand/feed.json").json()["items"]
    assert items[0]["authors"] == [{"name": "Ines"}]
    assert client.get("/blog/none/feed.atom").status_code == 404


def test_an_answer_to_a_letter_that_went_is_in_no_feed(client):
    post = world.post("Let it stand")
    letter = world.letter(post)
    world.letter(post, "Because.", parent=letter)
    commenting.judge(actor=SITE, comment=letter, state="trashed")
    assert entries(client, "/blog/let-it-stand/feed.atom") == []


def test_the_letters_to_a_page_have_feeds_too(client):
    page = world.page("Colophon", parent=world.page("About"))
    letter = world.letter(page, "Which *type*?")
    (entry,) = entries(client, "/about/colophon/feed.atom")
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/about/colophon/#letter-{letter.pk}")
    assert "<em>type</em>" in entry.findtext(f"{ATOM}content")
    rss = ElementTree.fromstring(client.get("/about/colophon/feed.rss").content)
    assert rss.findtext("channel/item/title") == "Hanne Lund: Colophon"
    said = client.get("/about/colophon/feed.json").json()
    assert said["feed_url"] == "http://127.0.0.1:8000/about/colophon/feed.json"
    assert client.get("/about/none/feed.atom").status_code == 404


def test_the_letters_to_the_home_page_lead_to_where_that_stands(client):
    page = world.page("Welcome")
    world.site(home=f"page:{page.pk}")
    letter = world.letter(page)
    (entry,) = entries(client, "/welcome/feed.atom")
    assert entry.find(f"{ATOM}link").get("href") == f"http://127.0.0.1:8000/#letter-{letter.pk}"


def test_a_page_of_the_tree_names_the_feed_of_its_letters_where_there_may_be_any(read):
    page = world.page("Colophon")
    named = 'link[href$="/colophon/feed.atom"]'
    assert not read("/colophon/").select(named)
    world.letter(page)
    assert read("/colophon/").select(named)


def test_a_page_names_the_feed_of_its_letters_where_there_may_be_any(read):
    world.post("Let it stand")
    named = 'link[href$="/blog/let-it-stand/feed.atom"]'
    assert not read("/blog/let-it-stand/").select(named)
    world.site(comments="open")
    assert read("/blog/let-it-stand/").select(named)
