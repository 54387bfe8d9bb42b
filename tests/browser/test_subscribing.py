"""Reading by mail: subscribe, confirm, receive, unsubscribe; with script and without."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from operations import subscribers
from tests import world


@pytest.fixture
def post(site):
    world.site(by_mail=True)
    return world.post("Let it stand")


def last_link(site, view):
    """Let the worker do a round, and take the link to *view* out of the last letter."""
    subscribers.go_round(timezone.now())
    return site.url + re.search(rf"/subscribe/{view}\S+", mail.outbox[-1].body)[0]


@pytest.mark.parametrize("has_script", [True, False])
def test_subscribe_confirm_receive_unsubscribe(people, site, post, has_script):
    page = people(java_script_enabled=has_script)
    page.goto(site.url + post.get_absolute_url())
    page.get_by_role("link", name="New posts by mail").click()
    page.get_by_role("textbox", name="Your e-mail address").fill("hanne@example.org")
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_text("A letter goes to hanne@example.org")).to_be_visible()
    assert (page.url == site.url + post.get_absolute_url()) == has_script
    page.goto(last_link(site, "confirm"))
    page.get_by_role("button", name="Yes, send them to me").click()
    expect(page.get_by_role("heading", name="You are subscribed")).to_be_visible()
    world.post("News", at=timezone.now())
    leave = last_link(site, "leave")
    assert mail.outbox[-1].subject == "News"
    page.goto(leave)
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
