"""Letters to subscribers: each post goes once to whoever wants it, whatever becomes of server and worker."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from blog.models import Post
from content import delivering, publishing, subscribing
from content.actors import SITE
from content.incoming import Incoming
from content.models import Delivery, Subscriber
from content.subscribing import Wish
from operations import subscribers
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def switched_on():
    world.site(by_mail=True)
    subscribers.go_round(timezone.now() - timedelta(minutes=1))


def subscriber(address="hanne@example.org", **wish):
    """Somebody who has confirmed, a while ago."""
    long_ago = timezone.now() - timedelta(days=30)
    made = Subscriber.objects.create(address=address, language="en", key=address, confirmed_at=long_ago)
    return subscribing.choose(subscriber=made, wish=Wish(**wish))


def new_post(title="Let it stand", **fields):
    return world.post(title, at=timezone.now(), **fields)


def sent():
    """A round of the worker, and whom it has written to so far."""
    subscribers.go_round(timezone.now())
    return sorted(letter.to[0] for letter in mail.outbox)


def test_a_new_post_goes_once_to_each_and_no_edit_sends_it_again():
    subscriber("hanne@example.org"), subscriber("jo@example.org")
    post = new_post()
    assert sent() == ["hanne@example.org", "jo@example.org"]
    world.edit(post, title="Other words altogether", body="Other words altogether.")
    publishing.withdraw(actor=SITE, thing=post)
    world.live(post)
    assert len(sent()) == 2


def test_both_parts_say_the_same_and_lead_out():
    hanne = subscriber()
    post = new_post(
        "A\u2028title", body="*One* mark, [a link](/blog/) and ![dots](https://example.com/a.png)"
    )
    sent()
    [letter] = mail.outbox
    html = letter.alternatives[0].content
    leave = f"/subscribe/leave/{subscribing.link(hanne, subscribing.OWN)[:20]}"
    assert letter.subject == "A title"
    assert "*One* mark" in letter.body
    assert "<em>One</em> mark" in html
    assert post.get_absolute_url() in letter.body
    assert post.get_absolute_url() in html
    assert leave in letter.body
    assert leave in letter.extra_headers["List-Unsubscribe"]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.message()["To"] == hanne.address


def test_who_chose_topics_gets_those_alone_and_nothing_once_they_are_gone():
    queries, proofs = world.topic("Queries"), world.topic("Proofs")
    subscriber(only_topics=True, topics=(queries.pk,))
    new_post("One"), new_post("Two", topics=[queries, proofs])
    sent()
    assert [letter.subject for letter in mail.outbox] == ["Two"]
    publishing.merge(actor=SITE, topics=[queries], into=proofs)
    new_post("Three", topics=[proofs])
    sent()
    assert [letter.subject for letter in mail.outbox] == ["Two", "Three"]
    proofs.delete()
    new_post("Four")
    assert len(sent()) == 2


def test_what_was_there_before_and_what_is_imported_is_not_sent():
    world.post("Old")
    item = {"kind": "post", "source": "elsewhere", "fields": {"title": "Imported", "body": "x"}}
    now = timezone.now()
    publishing.import_item(actor=SITE, item=Incoming(source_ref="1", publish_at=now, **item))
    new_post("Before")
    late = subscriber()
    Subscriber.objects.update(confirmed_at=timezone.now())
    assert sent() == []
    new_post("After")
    assert sent() == [late.address]


def test_a_planned_post_goes_when_its_time_comes():
    subscriber()
    at = timezone.now() + timedelta(hours=1)
    world.post("Later", at=at)
    assert sent() == []
    subscribers.go_round(at + timedelta(seconds=1))
    assert Delivery.objects.count() == 1


def test_a_weeks_posts_go_on_monday_in_one_letter():
    subscriber(rhythm="weekly")
    now = timezone.now()
    subscribers.go_round(now)
    assert Delivery.objects.count() == 0
    new_post("One"), new_post("Two")
    monday = delivering._monday(now + timedelta(days=7)) + timedelta(minutes=11)
    delivering.look_back(subscribers.news.appeared, monday)
    delivering.look_back(subscribers.news.appeared, monday + timedelta(minutes=1))
    [letter] = Delivery.objects.all()
    message = subscribers.composing.message(letter, world.site(by_mail=True))
    assert message.subject == "2 new posts: One"
    assert "/blog/two/" in message.body
    publishing.withdraw(actor=SITE, thing=Post.objects.get(slug="two"))
    message = subscribers.composing.message(letter, world.site(by_mail=True))
    assert message.subject == "One new post: One"


def test_a_week_that_begins_before_seven_in_the_morning_leaves_nothing_out():
    early = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)
    delivering.look_away()
    delivering.look_back(subscribers.news.appeared, early)
    subscriber(rhythm="weekly")
    Subscriber.objects.update(confirmed_at=early)
    world.post("Early", at=early + timedelta(hours=1))
    assert delivering.look_back(subscribers.news.appeared, early + timedelta(days=7)) == 1


def test_switched_off_nothing_goes_and_nothing_is_made_up_for():
    subscriber()
    world.site(by_mail=False)
    new_post()
    assert sent() == []
    world.site(by_mail=True)
    assert sent() == []


class Killed(BaseException):
    """The worker is gone."""


class Server(EmailBackend):
    """A mail server that does with each letter what its turn says: takes it, or raises before or after."""

    turns: list = []

    def send_messages(self, messages):
        before, after = self.turns.pop(0) if self.turns else (None, None)
        if before:
            raise before
        super().send_messages(messages)
        if after:
            raise after
        return 1


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.turns = []
    return Server.turns


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("is_taken", [True, False])
def test_a_worker_that_is_killed_sends_nothing_twice(server, number, is_taken):
    everybody = {subscriber(f"s{n}@example.org").address for n in range(5)}
    new_post()
    server += [(None, None)] * number + [(None, Killed()) if is_taken else (Killed(), None)]
    with pytest.raises(Killed):
        sent()
    once = sent()
    assert len(once) == len(set(once)) == 5 if is_taken else 4
    later = timezone.now() + timedelta(minutes=11)
    subscribers.go_round(later)
    [unknown] = Delivery.objects.filter(state="unknown").select_related("subscriber")
    assert set(sent()) | {unknown.subscriber.address} == everybody
    assert len(sent()) == len(once)
    delivering.settle_unknown(actor=SITE, again=True, now=later)
    subscribers.go_round(later)
    assert len(mail.outbox) == len(once) + 1


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such box")}), "refused"),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"later")}), "due"),
        (smtplib.SMTPDataError(451, b"later"), "due"),
        (smtplib.SMTPDataError(554, b"spam"), "refused"),
        (smtplib.SMTPSenderRefused(421, b"closing", "a"), "due"),
        (smtplib.SMTPServerDisconnected("gone"), "unknown"),
        (TimeoutError("silence"), "unknown"),
    ],
)
def test_only_what_the_server_did_not_take_is_tried_again(server, fault, state):
    subscriber()
    new_post()
    server.append((fault, None))
    assert sent() == []
    assert Delivery.objects.get().state == state
    subscribers.go_round(timezone.now() + timedelta(minutes=2))
    assert len(mail.outbox) == (state == "due")


def test_a_server_that_is_away_is_waited_for(server, monkeypatch):
    subscriber()
    new_post()
    monkeypatch.setattr(Server, "open", lambda self: (_ for _ in ()).throw(ConnectionRefusedError("no")))
    assert sent() == []
    monkeypatch.undo()
    subscribers.go_round(timezone.now() + timedelta(minutes=2))
    assert len(mail.outbox) == 1
