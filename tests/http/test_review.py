"""The way of a text from its contributor to its readers, with remarks."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts import mails
from content import reviewing
from content.actors import SITE
from content.models import LogEntry
from content.revisions import newest
from content.trashing import discard
from studio.reviewing import waiting_for
from tests import world

pytestmark = pytest.mark.django_db


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def text():
    return world.draft("Errata", authors=[world.priya().person])


def say(user, text, do, words="", **more):
    sent = {"do": do, "words": words, "revision": newest(text).pk} | more
    return browser(user).post(f"/studio/post/{text.pk}/review/", sent)


def test_what_is_submitted_waits_for_whoever_reviews(text):
    ines = world.ines()
    say(world.priya(), text, "submit", "I am not sure of the end.")
    assert [each.thing for each in waiting_for(ines)] == [text]
    assert waiting_for(world.tomas()) == []
    assert (world.letters()[0].to, world.letters()[0].subject) == (["ines@example.org"], "For review: Errata")
    assert "I am not sure of the end." in world.letters()[0].body
    assert "For review" in browser(ines).get("/studio/").text


def test_what_comes_back_waits_for_its_author(text):
    priya, ines = world.priya(), world.ines()
    say(priya, text, "submit")
    assert say(ines, text, "return").status_code == 422  # not without a word
    say(ines, text, "return", "The end is missing.")
    assert waiting_for(ines) == []
    assert [each.remark.words for each in waiting_for(priya)] == ["The end is missing."]
    assert world.letters()[-1].to == ["priya@example.org"]


def test_what_is_approved_is_published_next(text):
    priya, ines = world.priya(), world.ines()
    say(priya, text, "submit")
    assert say(ines, text, "publish")["Location"] == f"/studio/post/{text.pk}/publish/"
    assert reviewing.state(text) == "approved"
    world.live(text)
    assert reviewing.state(text) == ""


def test_who_only_proposes_approves_nothing(text):
    priya = world.priya()
    say(priya, text, "submit")
    for do in ("approve", "publish", "return"):
        assert say(priya, text, do, "Fine.").status_code == 403
    assert reviewing.is_waiting(text)


def test_nobody_approves_what_he_has_not_read(text):
    priya, seen = world.priya(), newest(text).pk
    say(priya, text, "submit")
    world.revise(text, body="Another end.")
    assert say(world.ines(), text, "approve", revision=seen).status_code == 422
    assert reviewing.is_waiting(text)


def test_what_does_not_wait_is_neither_approved_nor_sent_back(text):
    for do in ("approve", "return"):
        assert say(world.ines(), text, do, "Fine.").status_code == 422


def test_a_note_changes_nothing_but_is_kept(text):
    priya, ines = world.priya(), world.ines()
    say(priya, text, "submit")
    say(ines, text, "note", "A comma.")
    assert reviewing.is_waiting(text)
    assert [each.words for each in reviewing.remarks(text)] == ["", "A comma."]


def test_the_log_says_who_reviewed_what(text):
    say(world.priya(), text, "submit")
    say(world.ines(), text, "approve")
    assert [each.verb for each in LogEntry.objects.order_by("pk")][-2:] == ["submit", "approve"]


def test_what_is_in_the_trash_waits_for_nobody(text):
    say(world.priya(), text, "submit")
    browser(world.ines()).post(f"/studio/post/{text.pk}/trash/")
    assert waiting_for(world.ines()) == []


def test_saving_leads_on_to_submitting(text):
    ask = browser(world.priya())
    sent = {"title": "Errata", "slug": "errata", "language": "en", "base": newest(text).pk, "do": "review"}
    assert ask.post(f"/studio/post/{text.pk}/", sent)["Location"] == f"/studio/post/{text.pk}/review/"


def shelf(user, asked=""):
    return BeautifulSoup(browser(user).get(f"/studio/posts/{asked}").text, "html.parser")


def test_the_shelf_says_what_waits_for_review_and_finds_it(text):
    world.draft("Not asked for")
    say(world.priya(), text, "submit")
    found = shelf(world.ines(), "?state=review")
    assert [each.text for each in found.select("tbody th a")] == ["Errata"]
    assert found.select_one("tbody .state")["data-is"] == "review"
    assert found.select_one(".tabs [aria-current] .n").text == "1"
    assert "For review" in browser(world.ines()).get(f"/studio/post/{text.pk}/").text


def test_a_draft_that_waits_for_review_is_offered_to_no_stranger(text):
    say(world.priya(), text, "submit")
    tomas = browser(world.tomas())
    assert "Errata" not in tomas.get("/studio/pick/links/?q=errata&part=choices").text
    assert "Errata" not in tomas.get("/studio/find/?q=errata&part=found").text


def test_the_log_speaks_of_reviews_and_can_be_asked_for_them(text):
    say(world.priya(), text, "submit")
    page = BeautifulSoup(browser(world.ines()).get("/studio/log/?verb=submit").text, "html.parser")
    assert "submitted" in page.select_one("tbody").text


def test_what_came_back_to_many_others_hides_nothing_from_its_author(text, monkeypatch):
    monkeypatch.setattr("studio.reviewing.FEW", 1)
    for each in (world.draft("Of somebody else"), text):
        reviewing.submit(actor=SITE, thing=each)
        reviewing.give_back(actor=SITE, thing=each, words="The end is missing.")
    assert [each.thing for each in waiting_for(world.priya())] == [text]


def test_no_title_writes_into_the_head_of_a_letter():
    said = {"what": "For review", "said": "asks", "words": "", "link": "", "by": "A\r\nB"}
    mails.send("review", "priya@example.org", title="One\nBcc: all@example.org", **said)
    letter = world.letters()[-1].message()
    assert letter["Bcc"] is None
    assert letter["Subject"] == "For review: One"


def test_what_is_deleted_for_good_takes_its_remarks_along(text):
    say(world.priya(), text, "note", "Between us.")
    discard(actor=SITE, thing=text)
    assert not reviewing.remarks(text).exists()
