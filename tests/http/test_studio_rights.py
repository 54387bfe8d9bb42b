"""What the studio lets through and what it does not, besides the table of rights (``test_rights``)."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.filing import person
from content.models import Revision
from content.revisions import newest
from tests import world
from tests.rights import addresses

pytestmark = pytest.mark.django_db


def browser(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


def every_address():
    return [where for _, where in addresses(world.ines())]


@pytest.mark.parametrize("name", ["publish", "withdraw"])
def test_a_contributor_publishes_nothing_by_sending_the_form_at_once(name):
    priya = world.priya()
    post = world.draft(authors=[priya.person])
    sent = {"when": "now", "revision": newest(post).pk}
    assert browser(priya).post(reverse(f"studio:{name}", args=["post", post.pk]), sent).status_code == 403
    assert not Revision.objects.filter(kind="published").exists()


def test_an_author_signs_for_nobody_else():
    tomas = world.tomas()
    post = world.draft(authors=[tomas.person])
    world.ines()
    sent = {
        "title": "Mine",
        "slug": "mine",
        "language": "en",
        "authors": "Ines Okafor",
        "base": newest(post).pk,
    }
    assert browser(tomas).post(reverse("studio:edit", args=["post", post.pk]), sent).status_code == 303
    assert newest(post).fields["authors"] == [tomas.person.pk]


def test_an_author_sees_all_texts_and_opens_his_own():
    tomas = world.tomas()
    world.post("His own", authors=[tomas.person])
    world.post("Of another", authors=[person("Somebody Else")])
    shelf = browser(tomas).get("/studio/posts/").text
    assert "Of another" in shelf
    assert re.findall(r'href="/studio/post/\d+/"><bdi>([^<]+)', shelf) == ["His own"]


def test_an_account_that_was_closed_is_out_at_once():
    tomas = world.tomas()
    ask = browser(tomas)
    type(tomas).objects.filter(pk=tomas.pk).update(is_active=False)
    assert ask.get("/studio/").status_code == 302


def test_no_form_is_taken_without_its_token():
    ask = browser(world.ines(), enforce_csrf_checks=True)
    answers = {each: ask.post(each).status_code for each in every_address()}
    assert set(answers.values()) == {403}


def test_a_head_request_is_a_look_and_no_more():
    ask = browser(world.ines())
    found = every_address()
    before = Revision.objects.count()
    assert {ask.head(each).status_code for each in found} <= {200, 303, 403, 404, 405}
    assert Revision.objects.count() == before


def test_nothing_of_the_studio_is_ever_kept():
    ask = browser(world.ines())
    for each in every_address():
        assert "no-store" in ask.get(each)["Cache-Control"], each


@pytest.mark.parametrize("state", ["", "draft", "live", "changed", "withdrawn", "trashed", "scheduled"])
def test_the_shelf_asks_as_much_for_many_texts_as_for_few(state):
    ask = browser(world.ines())
    world.post(authors=[person("One")])
    with CaptureQueriesContext(connection) as few:
        ask.get(f"/studio/posts/?state={state}&q=t")
    world.posts(8, authors=[person("One"), person("Two")])
    with CaptureQueriesContext(connection) as many:
        ask.get(f"/studio/posts/?state={state}&q=t")
    assert len(many) <= len(few) + 1 <= 21  # the authors, once there are texts at all


def test_each_state_has_its_texts(client):
    from datetime import timedelta

    from django.utils import timezone

    from content import publishing
    from content.actors import SITE

    now = timezone.now()
    ask = browser(world.ines())
    world.draft("A draft")
    world.post("A live one")
    world.post("A coming one", at=now + timedelta(days=1))
    publishing.withdraw(actor=SITE, thing=world.post("A past one"))
    publishing.withdraw(actor=SITE, thing=world.post("One called back", at=now + timedelta(days=1)))
    publishing.trash(actor=SITE, thing=world.post("A thrown one"))
    changed = world.post("A changed one")
    publishing.revise(actor=SITE, thing=changed, fields={"body": "New."}, base=newest(changed))
    found = {
        state: set(re.findall(r"<bdi>((?:A|One) [^<]+)</bdi>", ask.get(f"/studio/posts/?state={state}").text))
        for state in ("draft", "live", "changed", "scheduled", "withdrawn", "trashed")
    }
    assert found == {
        "draft": {"A draft"},
        "live": {"A live one", "A changed one"},
        "changed": {"A changed one"},
        "scheduled": {"A coming one"},
        "withdrawn": {"A past one", "One called back"},
        "trashed": {"A thrown one"},
    }


@pytest.mark.parametrize(
    "query",
    ["state=x", "before=x", "before=99999999999999999999", "q=%00", "author=x", "state=live&before=0"],
)
def test_a_strange_question_to_the_shelf_is_answered_calmly(query):
    world.post()
    assert browser(world.ines()).get(f"/studio/posts/?{query}").status_code == 200


def test_the_shelf_turns_its_pages(monkeypatch):
    from studio import shelf

    monkeypatch.setattr(shelf, "ROWS", 3)
    world.posts(5)
    ask = browser(world.ines())
    first = ask.get("/studio/posts/").text
    second = ask.get(re.search(r'href="([^"]*before=\d+)"', first)[1].replace("&amp;", "&")).text
    titles = [re.findall(r"<bdi>(Letter \d)</bdi>", page) for page in (first, second)]
    assert titles == [["Letter 5", "Letter 4", "Letter 3"], ["Letter 2", "Letter 1"]]
    assert "before=" not in second


@pytest.mark.parametrize("name", ["blog_post", "pages_page", "content_revision", "content_logentry"])
def test_texts_are_only_looked_at_in_the_admin(name):
    world.post()
    world.page()
    ask = browser(world.root())
    assert ask.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert ask.get(reverse(f"admin:{name}_add")).status_code == 403
