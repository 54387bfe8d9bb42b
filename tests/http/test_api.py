"""The read API: what readers see, as JSON, kept and purged like any page."""

import json
from datetime import timedelta

import pytest

from content import publishing
from content.actors import SITE
from content.models import Person
from tests import world

pytestmark = pytest.mark.django_db
HERE = "http://127.0.0.1:8000"


@pytest.fixture
def ask(client):
    def ask(address, status=200):
        answer = client.get(f"/api/v1/{address}")
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
        return json.loads(answer.content)

    return ask


def test_a_post_says_what_its_page_says(ask):
    world.ines()
    ines = Person.objects.get(slug="ines-okafor")
    world.post("Let it stand", body="*Stet*.", authors=[ines], topics=[world.topic()], summary="A mark.")
    post = ask("posts/let-it-stand/")
    assert post["url"] == f"{HERE}/blog/let-it-stand/"
    assert (post["title"], post["summary"], post["html"]) == (
        "Let it stand",
        "A mark.",
        "<p><em>Stet</em>.</p>",
    )
    assert [each["name"] for each in (*post["authors"], *post["topics"])] == ["Ines Okafor", "Queries"]
    assert post["published"] == "2026-03-02T09:00:00Z"


def test_drafts_and_what_is_withdrawn_are_nowhere(ask):
    world.draft("A draft")
    publishing.withdraw(actor=SITE, thing=world.post("Gone"))
    world.post("Here")
    assert [post["title"] for post in ask("posts/")["items"]] == ["Here"]
    for slug in ("a-draft", "gone"):
        assert ask(f"posts/{slug}/", 404) == {"detail": "Nothing stands at this address."}


def test_a_list_is_read_to_its_end_whatever_comes_meanwhile(ask):
    world.posts(7)
    address, titles = "posts/?limit=3&fields=title", []
    while address:
        said = ask(address)
        titles += [post["title"] for post in said["items"]]
        world.post(f"Later {len(titles)}", at=world.A_MONDAY + timedelta(days=90))
        address = said["next"] and said["next"].removeprefix(f"{HERE}/api/v1/")
    assert titles == [f"Letter {number}" for number in range(7, 0, -1)]


def test_lists_are_narrowed_by_what_is_said_of_posts(ask):
    world.ines()
    ines, both = Person.objects.get(slug="ines-okafor"), world.topic()
    world.post("Neither"), world.post("Filed", topics=[both]), world.post("Signed", authors=[ines])
    world.series("Marks", world.post("Both", topics=[both], authors=[ines]))

    def titles(query):
        return {post["title"] for post in ask(f"posts/?{query}")["items"]}

    assert titles("topic=queries") == {"Filed", "Both"}
    assert titles("topic=queries&author=ines-okafor") == titles("series=marks") == {"Both"}
    assert ask("posts/?topic=none", 404)


RENAMED = {"posts": world.post, "topics": world.topic, "pages": world.page, "series": world.series}


@pytest.mark.parametrize("kind", RENAMED)
def test_what_was_renamed_leads_on_for_good_with_what_was_asked_of_it(client, kind):
    publishing.rename(actor=SITE, thing=RENAMED[kind]("Queries"), slug="stet")
    answer = client.get(f"/api/v1/{kind}/queries/?fields=url")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/{kind}/stet/?fields=url")
    assert client.get(answer["Location"]).status_code == 200


def test_posts_under_a_renamed_topic_are_asked_for_by_its_new_name(client):
    publishing.rename(actor=SITE, thing=world.topic(), slug="questions")
    answer = client.get("/api/v1/posts/?topic=queries&limit=3")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/posts/?topic=questions&limit=3")


def test_what_lies_in_the_trash_is_gone(ask):
    publishing.trash(actor=SITE, thing=world.post("Let it stand"))
    assert ask("posts/let-it-stand/", 410) == {"detail": "What stood at this address was taken away."}


def test_fields_are_those_that_were_asked_for(ask):
    world.post()
    assert ask("posts/?fields=title,words")["items"] == [{"title": "Let it stand", "words": 8}]
    assert ask("posts/?fields=body", 400) == {"detail": "There is no field body."}


def test_pages_topics_authors_series_and_settings_are_there(ask):
    world.ines()
    world.site(description="Marks.")
    world.page("Colophon", parent=world.page("About"))
    post = world.post(topics=[world.topic()], authors=[Person.objects.get(slug="ines-okafor")])
    world.series("Marks", post)
    said = ask("pages/?limit=1")
    assert [page["path"] for page in said["items"]] == ["about"]
    assert ask(said["next"].removeprefix(f"{HERE}/api/v1/"))["items"][0]["path"] == "about/colophon"
    assert ask("pages/about/colophon/")["title"] == "Colophon"
    for kind, slug in (("topics", "queries"), ("authors", "ines-okafor"), ("series", "marks")):
        assert [(each["slug"], each["posts"]) for each in ask(f"{kind}/")["items"]] == [(slug, 1)]
        assert ask(f"{kind}/{slug}/")["slug"] == slug
    assert ask("settings/")["description"] == "Marks."


def test_search_finds_what_the_sites_search_finds(ask):
    world.post("Let it stand", body="The proofreader's mark.")
    assert [hit["url"] for hit in ask("search/?q=proofreader")["items"]] == [f"{HERE}/blog/let-it-stand/"]
    assert ask("search/")["items"] == []


@pytest.mark.parametrize("address", ["nothing/", "posts/?limit=999", "posts/?after=x", "posts/a/b/"])
def test_a_refusal_is_json_too(ask, address):
    assert ask(address, 404)["detail"]


def test_nothing_is_written_here(client):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/api/v1/posts/").status_code == 405


def test_its_documentation_names_every_address_and_asks_nobody_else(client, read):
    schema = json.loads(client.get("/api/v1/schema").content)
    page = read("/api/v1/")
    assert [h2.get_text() for h2 in page.select("main h2")] == list(schema["paths"])
    assert len(schema["paths"]) == 12
    outside = [tag.get("src") or tag.get("href") for tag in page.select("script[src], link[rel=stylesheet]")]
    assert all(address.startswith("/") for address in outside)
