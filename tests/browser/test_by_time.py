"""A text comes to its readers at a time and leaves at another: the clock is put forward, nobody waits."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import world


@pytest.fixture
def put_forward(monkeypatch: pytest.MonkeyPatch):
    """Puts the site's clock to a moment; it goes on from there."""
    clock = timezone.now

    def put(at: datetime) -> None:
        ahead = at - clock()
        monkeypatch.setattr(timezone, "now", lambda: clock() + ahead)

    return put


def choose(page: Page, at: datetime, button: str) -> None:
    page.get_by_label("At a time").check()
    page.get_by_label("Time", exact=True).fill(f"{timezone.localtime(at):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name=button, exact=True).click()


def test_a_new_post_comes_at_its_time_and_leaves_at_another(enter, people, site, put_forward):
    coming = timezone.now() + timedelta(hours=2)
    leaving = coming + timedelta(days=1)
    author, reader = enter(), people()
    post = world.draft("Let it stand")
    address = f"{site.url}/blog/let-it-stand/"

    author.goto(f"{site.url}/studio/post/{post.pk}/publish/")
    choose(author, coming, "Publish")
    expect(author.get_by_role("link", name="Write on")).to_be_visible()
    assert reader.goto(address).status == 404

    author.goto(f"{site.url}/studio/post/{post.pk}/withdraw/")
    choose(author, leaving, "Withdraw")
    expect(author.get_by_text("“Let it stand” leaves")).to_be_visible()

    put_forward(coming)
    assert reader.goto(address).status == 200
    reader.goto(f"{site.url}/blog/")
    expect(reader.get_by_role("link", name="Let it stand").first).to_be_visible()

    put_forward(leaving)
    assert reader.goto(address).status == 404
    reader.goto(f"{site.url}/blog/")
    expect(reader.get_by_role("link", name="Let it stand")).to_have_count(0)
