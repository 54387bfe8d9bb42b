"""Letters are posted by the worker, once, and again where the server for mail does not answer."""

import threading
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.utils import timezone

from accounts import mails, posting
from accounts.models import AskedLink, Letter, LoginLink
from operations import letters
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def nobody_answers(monkeypatch):
    def fails(*_):
        raise SMTPServerDisconnected

    monkeypatch.setattr("accounts.posting.send_mail", fails)


def letter():
    mails.send("login_link", "ines@example.org", user="Ines", link="https://example.org/secret")
    return Letter.objects.get()


def test_a_letter_waits_sealed_until_it_is_posted():
    assert "secret" not in letter().text
    assert mail.outbox == []
    assert "https://example.org/secret" in world.letters()[0].body
    assert not Letter.objects.exists()


def test_what_waits_is_tried_again_later_and_later(nobody_answers):
    now = letter().due_at
    for pause in (1, 2, 4):
        posting.post_due(now)
        assert Letter.objects.get().due_at == now + timedelta(minutes=pause)
        now += timedelta(minutes=pause)


def test_after_a_day_a_letter_is_given_up(nobody_answers):
    posting.post_due(letter().made_at + timedelta(days=1))
    assert not Letter.objects.exists()


def test_a_letter_that_another_worker_has_taken_is_left_to_it():
    taken = letter()
    assert posting._claim(taken, timezone.now())
    assert not posting._claim(taken, timezone.now())


def test_asking_for_a_link_does_the_same_whoever_has_the_address(client, django_assert_num_queries):
    world.ines()
    asked = []
    for email in ("ines@example.org", "nobody@example.org"):
        with django_assert_num_queries(7) as made:
            client.post("/login/forgotten/", {"email": email})
        asked.append([query["sql"].partition(" ")[0] for query in made.captured_queries])
    assert asked[0] == asked[1]
    assert AskedLink.objects.count() == 2
    assert not LoginLink.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_posts_what_waits(monkeypatch):
    monkeypatch.setattr(letters, "LOOK_EVERY", 0.02)
    letter()
    ended, posted = threading.Event(), threading.Event()
    monkeypatch.setattr("accounts.posting.send_mail", lambda *_: posted.set())
    worker = threading.Thread(target=letters.run, args=(ended,))
    worker.start()
    try:
        assert posted.wait(60)
    finally:
        ended.set()
        worker.join()
