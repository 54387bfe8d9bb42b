"""Publishing and withdrawing at a time, over HTTP: planned, shown, called off."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from content import planning, publishing
from content.actors import SITE
from content.models import Planned
from content.revisions import newest
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """The browser of Ines, who is logged in."""
    client.force_login(world.ines())
    return client


def at(post, step=""):
    return f"/studio/post/{post.pk}/{step and step + '/'}"


def changed(title="Let it stand"):
    post = world.post(title, body="Before.")
    publishing.revise(actor=SITE, thing=post, fields={"body": "After."}, base=newest(post))
    return post


def plan(desk, post, when="2031-03-21T09:00", **more):
    sent = {"revision": newest(post).pk, "when": "at", "at": when} | more
    return desk.post(at(post, "publish"), sent)


def test_a_change_of_a_live_post_goes_live_at_a_time(desk):
    post = changed()
    assert plan(desk, post).status_code == 303
    assert "Before." in Client().get("/blog/let-it-stand/").text
    assert "Changes go live 21 Mar 2031" in desk.get(at(post)).text
    assert "Changes go live 21 Mar 2031" in desk.get("/studio/posts/").text
    Planned.objects.update(at=timezone.now() - timedelta(seconds=1))
    planning.apply_due(timezone.now())
    assert "After." in Client().get("/blog/let-it-stand/").text


def test_what_its_author_said_of_a_planned_change_is_told_when_it_goes_live(desk):
    post = world.edit(world.post(body="It was slow and dear."), shows_changes=True)
    world.revise(post, body="It was quick, and dear.")
    plan(desk, post, said="A figure was wrong", news="yes", why="It matters.")
    Planned.objects.update(at=timezone.now() - timedelta(seconds=1))
    planning.apply_due(timezone.now())
    assert "A figure was wrong" in Client().get("/blog/let-it-stand/changes/").text


def test_what_its_author_said_of_the_date_of_a_planned_change_holds(desk):
    post = changed()
    was = post.content_changed_at
    plan(desk, post, news="no", why="A matter of taste.")
    Planned.objects.update(at=timezone.now() - timedelta(seconds=1))
    planning.apply_due(timezone.now())
    post.refresh_from_db()
    assert (post.body, post.content_changed_at) == ("After.", was)


def test_what_is_planned_is_called_off_in_the_editor(desk):
    post = changed()
    plan(desk, post)
    soup = BeautifulSoup(desk.get(at(post)).text, "html.parser")
    form = soup.find("button", string="Call the planned change off").find_parent("form")
    assert desk.post(form["action"]).status_code == 303
    assert not Planned.objects.exists()
    assert "Live, with changes" in desk.get(at(post)).text


def test_why_a_change_was_not_made_is_said(desk):
    post = changed()
    plan(desk, post)
    Planned.objects.update(reason="The moon was full.")
    assert "was not made" in desk.get(at(post)).text
    assert "The moon was full." in desk.get(at(post, "publish")).text


def test_a_change_is_not_planned_for_a_time_that_is_over(desk):
    post = changed()
    plan(desk, post, when="2020-03-21T09:00")
    assert not Planned.objects.exists()
    assert "After." in Client().get("/blog/let-it-stand/").text


def test_a_withdrawal_ahead_is_called_off_in_the_editor(desk):
    post = world.post()
    desk.post(at(post, "withdraw"), {"when": "at", "at": "2031-03-21T09:00"})
    page = desk.get(at(post)).text
    assert "Live until 21 Mar 2031" in page
    assert "Let it stand, withdraw nothing" in page
    desk.post(at(post, "let-stand"))
    post.refresh_from_db()
    assert post.unpublish_at is None


def test_a_date_is_kept_against_what_was_counted_and_the_log_says_why(desk):
    post = changed()
    came = post.content_changed_at
    asked = desk.get(at(post, "publish"))
    assert "Its date moves" in asked.content.decode()
    sent = {"revision": newest(post).pk, "when": "now", "news": "no"}
    assert desk.post(at(post, "publish"), sent).status_code == 422  # it has to be said why
    desk.post(at(post, "publish"), sent | {"why": "Only the layout"})
    post.refresh_from_db()
    assert ("After." in post.body, post.content_changed_at) == (True, came)
    assert "Only the layout" in desk.get("/studio/log/").content.decode()
