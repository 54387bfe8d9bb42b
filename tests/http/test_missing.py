"""What is said where nothing stands: 404, 410, 301, and a fault of ours."""

import pytest
from django.test import Client

from content import publishing
from content.actors import SITE
from content.models import Redirect
from tests import world

pytestmark = pytest.mark.django_db


def left(path, target="", status=301):
    return Redirect.objects.create(path=path, target=target, status=status, made_at=world.A_MONDAY)


def test_the_address_is_struck_out_and_the_nearest_named(read):
    world.post("Let it stand")
    page = read("/blog/let-it-stnad/", 404)
    assert page.select_one("del").get_text() == "/blog/let-it-stnad/"
    assert [a["href"] for a in page.select("main .contents a")] == ["/blog/let-it-stand/"]


def test_at_most_three_are_near_and_none_is_invented(read):
    world.posts(9)
    assert len(read("/blog/letter/", 404).select("main .contents a")) == 3
    assert read("/zzzzz/", 404).select("main .contents a") == []


def test_what_was_asked_is_shown_as_text_only(client):
    answer = client.get("/<script>alert(1)</script>/")
    assert answer.status_code == 404
    assert b"<script>alert" not in answer.content


def test_a_missing_page_has_no_address_and_is_not_kept_by_search_engines(read):
    page = read("/nothing/", 404)
    assert page.find("link", rel="canonical") is None
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_renamed_post_leads_on_for_good(client):
    publishing.rename(actor=SITE, thing=world.post("Let it stand"), slug="stet")
    answer = client.get("/blog/let-it-stand/")
    assert (answer.status_code, answer["Location"]) == (301, "/blog/stet/")


BESIDE = ["changes/", "feed.atom", "feed.rss", "feed.json"]


@pytest.mark.parametrize("beside", [".md", ".png", *(f"/{name}" for name in BESIDE)])
def test_what_stands_beside_a_renamed_text_leads_on_with_it(client, beside):
    for thing in (world.changed(world.post("Let it stand")), world.page("Let it stand")):
        at = thing.get_absolute_url()[:-1]
        new = publishing.rename(actor=SITE, thing=thing, slug="stet").get_absolute_url()[:-1]
        answer = client.get(f"{at}{beside}")
        assert (answer.status_code, answer["Location"]) == (301, f"{new}{beside}")


@pytest.mark.parametrize("beside", ["feed.atom", "archive/1/", "archive/1.atom"])
def test_what_stands_beside_a_renamed_list_leads_on_with_it(client, beside):
    publishing.rename(actor=SITE, thing=world.topic("Queries"), slug="questions")
    answer = client.get(f"/topics/queries/{beside}")
    assert (answer.status_code, answer["Location"]) == (301, f"/topics/questions/{beside}")


def test_the_card_of_what_was_renamed_leads_to_its_card(client):
    for kind, thing in (("topics", world.topic("Queries")), ("series", world.series("Queries"))):
        publishing.rename(actor=SITE, thing=thing, slug="questions")
        answer = client.get(f"/cards/{kind}/queries.png")
        assert (answer.status_code, answer["Location"]) == (301, f"/cards/{kind}/questions.png")


def test_several_topics_of_which_one_was_renamed_lead_on(client):
    world.post(topics=[world.topic("Marks"), queries := world.topic("Queries")])
    publishing.rename(actor=SITE, thing=queries, slug="asking")
    answer = client.get("/topics/marks+queries/")
    assert (answer.status_code, answer["Location"]) == (301, "/topics/asking+marks/")
    assert client.get(answer["Location"]).status_code == 200


def test_several_topics_of_which_none_was_renamed_are_missing(client):
    world.topic("Marks")
    assert client.get("/topics/marks+queries/").status_code == 404


AWAY = ["changes/", ".md", "feed.atom", "feed.rss", "feed.json"]


@pytest.mark.parametrize("beside", ["", *AWAY])
def test_what_stood_beside_a_text_in_the_trash_is_gone_as_the_text_is(client, beside):
    for thing in (world.changed(world.post("Let it stand")), world.page("Let it stand")):
        at = f"{thing.get_absolute_url()}{beside}".replace("/.", ".")
        publishing.trash(actor=SITE, thing=thing)
        assert client.get(at).status_code == 410, at


def test_a_page_called_changes_is_gone_by_itself(client):
    about = world.page("About")
    publishing.trash(actor=SITE, thing=world.page("Changes", parent=about))
    assert (client.get("/about/").status_code, client.get("/about/changes/").status_code) == (200, 410)


@pytest.mark.parametrize("old", ["/2019/03/old.html", "/archives/17/", "/tags/عکس/", "/index.php"])
def test_an_imported_address_leads_on(client, old):
    left(old.rstrip("/"), "/blog/let-it-stand/")
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, "/blog/let-it-stand/")


def test_a_redirect_may_be_for_a_while(client):
    left("/latest", "/blog/", status=302)
    assert client.get("/latest/").status_code == 302


def test_what_was_taken_away_says_so(read):
    left("/blog/gone", status=410)
    page = read("/blog/gone/", 410)
    assert page.h1.get_text() == "Taken away"
    assert page.select_one("del").get_text() == "/blog/gone/"


def test_the_words_are_the_sites(read):
    world.site(language="de")
    page = read("/nichts/", 404)
    assert (page.html["lang"], page.h1.get_text()) == ("de", "Hier steht nichts")


def test_a_fault_is_told_without_the_database(monkeypatch):
    monkeypatch.setattr("blog.queries.whole", lambda *_: 1 / 0)
    answer = Client(raise_request_exception=False).get("/blog/any/")
    assert answer.status_code == 500
    assert b"The fault is ours" in answer.content


@pytest.mark.parametrize(
    "written", ["/Blog/Let-It-Stand/", "/BLOG/let-it-stand", "/blog//Let-it-stand", "/blog/%4Cet-it-stand/"]
)
def test_capitals_lead_to_the_one_address_in_one_step(client, written):
    world.post("Let it stand")
    answer = client.get(written, RAW_URI=written)
    assert (answer.status_code, answer["Location"]) == (301, "/blog/let-it-stand/")


@pytest.mark.parametrize("written", ["/Feed.atom", "/Blog/Let-It-Stand.MD", "/Robots.txt"])
def test_capitals_lead_to_a_file_too(client, written):
    world.post("Let it stand")
    answer = client.get(written)
    assert (answer.status_code, answer["Location"]) == (301, written.lower())


def test_capitals_lead_straight_to_where_a_page_has_moved(client):
    publishing.rename(actor=SITE, thing=world.post("Let it stand"), slug="stet")
    answer = client.get("/Blog/Let-It-Stand/")
    assert (answer.status_code, answer["Location"]) == (301, "/blog/stet/")


def test_an_old_address_with_capitals_is_its_own(client):
    left("/2019/Old.html", "/blog/")
    assert client.get("/2019/Old.html")["Location"] == "/blog/"


@pytest.mark.parametrize("written", ["/Nothing/", "/Studio/", "/Blog/Nothing"])
def test_capitals_lead_nowhere_where_nothing_stands(client, written):
    assert client.get(written).status_code == 404
