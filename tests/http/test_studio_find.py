"""The palette: texts by their titles, things to do by their names, for each only what is theirs."""

import pytest

from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client, read):
    """What Tomás finds: texts and things to do, for some words."""
    client.force_login(world.tomas())

    def look(words="", at=""):
        page = read(f"/studio/find/?q={words}&at={at}")
        links = page.select(".finds a, .finds button")
        return [(each.b or each).text.strip() for each in links]

    return look


def test_texts_come_first_and_then_what_can_be_done(found):
    world.post("New moon")
    assert found("new") == ["New moon", "New post", "New page"]


def test_without_words_it_says_what_can_be_done(found):
    assert {"New post", "Posts", "Pages", "Media", "My drafts", "Log out"} <= set(found())


def test_nobody_is_offered_what_he_may_not(found):
    assert {"Settings", "Log", "Topics"}.isdisjoint(found())


def test_over_a_text_of_ones_own_it_offers_to_publish_it(found):
    own = world.draft("Mine", authors=[world.tomas().person])
    others = world.draft("His")
    assert found("publish", f"post:{own.pk}") == ["Publish… “Mine”"]
    assert found("publish", f"post:{others.pk}") == []


def test_anothers_draft_is_not_a_way_to_go(found):
    world.draft("Secret plan")
    world.post("Secret of printing")
    assert found("secret") == ["Secret of printing"]


def test_other_words_for_the_same_thing_find_it_too(found):
    assert found("pictures") == ["Media"]
    assert found("sign") == ["Log out"]


@pytest.mark.parametrize("at", ["x", "post:", "post:999", "user:1", "post:-1"])
def test_a_strange_place_is_no_place(found, at):
    assert found("publish", at) == []


def test_going_out_is_a_form_and_never_a_link(client, read):
    client.force_login(world.tomas())
    form = read("/studio/find/?q=log+out").select_one(".finds form")
    assert (form["method"], form["action"]) == ("post", "/logout/")


def test_the_part_is_the_list_alone(client):
    client.force_login(world.tomas())
    world.post("New <moon>")
    part = client.get("/studio/find/?q=new&part=found").text
    assert "New &lt;moon&gt;" in part
    assert "<html" not in part
