"""Reading by mail: whoever reads an address's mail subscribes it, and nobody is bombed with questions."""

import csv
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import AskedLink, FailedLogin
from content import subscribing
from content.models import Asking, Delivery, SiteSettings, Subscriber
from content.subscribing import Wish
from operations import subscribers
from tests import world

pytestmark = pytest.mark.django_db
WISH = {"rhythm": "each", "which": "all"}


@pytest.fixture(autouse=True)
def switched_on():
    world.site(by_mail=True)


def ask(client, email="hanne@example.org", **fields):
    return client.post("/subscribe/", WISH | {"email": email} | fields)


def letters(after=timedelta()):
    subscribers.go_round(timezone.now() + after)
    return mail.outbox


def link(letter, view):
    return re.search(rf"/subscribe/{view}\S+", letter.body)[0]


def path_of(header):
    return header.strip("<>").partition("//")[2].partition("/")[2]


def test_subscribing_reading_and_leaving(client):
    topic = world.topic("Queries")
    world.post("Old", topics=[topic])
    answer = ask(client, which="some", topics=[topic.pk], rhythm="each")
    assert "hanne@example.org" in answer.text
    confirm = link(letters()[0], "confirm")
    assert Subscriber.objects.get().confirmed_at is None
    client.get(confirm)
    assert Subscriber.objects.get().confirmed_at is None  # a mail scanner opens links
    assert "You are subscribed" in client.post(confirm, follow=True).text
    world.post("New", at=timezone.now(), topics=[topic])
    world.post("Elsewhere", at=timezone.now())
    _, letter = letters()
    assert letter.subject == "New"
    stranger = Client(enforce_csrf_checks=True)
    one_click = "/" + path_of(letter.extra_headers["List-Unsubscribe"])
    assert "Unsubscribe" in stranger.get(one_click).text
    assert Subscriber.objects.count() == 1
    assert stranger.post(one_click, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert (Subscriber.objects.count(), Delivery.objects.count()) == (0, 0)
    assert stranger.post(one_click, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(confirm).status_code == 410


def test_what_comes_can_be_changed_by_the_link_in_a_letter(client):
    made = subscriber()
    own = f"/subscribe/{subscribing.link(made, subscribing.OWN)}/"
    assert "<bdi>hanne@example.org</bdi>" in client.get(own).text
    assert client.post(own, {"rhythm": "weekly", "which": "all"}).status_code == 303
    assert Subscriber.objects.get().rhythm == "weekly"
    assert client.post(own, {"rhythm": "hourly", "which": "some"}).status_code == 422


def subscriber(address="hanne@example.org"):
    now = timezone.now()
    return Subscriber.objects.create(address=address, language="en", key="k", confirmed_at=now)


def test_the_answer_is_the_same_whether_an_address_is_known(client):
    subscriber()
    known, unknown = ask(client).text, ask(client, "jo@example.org").text
    assert known.replace("hanne@", "jo@") == unknown
    known, unknown = letters()
    assert "/subscribe/confirm/" not in known.body
    assert "/subscribe/confirm/" in unknown.body
    assert Subscriber.objects.get(address="hanne@example.org").rhythm == "each"


@pytest.mark.parametrize("token", ["x", "WzEsImsiXQ:1abc:def", "\u202e", "a" * 500])
def test_a_made_up_link_is_void(client, token):
    subscriber()
    assert client.post(f"/subscribe/confirm/{token}/").status_code == 410
    assert client.post(f"/subscribe/leave/{token}/").status_code == 200
    assert Subscriber.objects.count() == 1


def test_a_link_is_good_for_one_purpose_alone(client):
    made = subscriber()
    Subscriber.objects.update(confirmed_at=None)
    client.post(f"/subscribe/confirm/{subscribing.link(made, subscribing.OWN)}/")
    client.post(f"/subscribe/leave/{subscribing.link(made, subscribing.CONFIRM)}/")
    assert Subscriber.objects.get().confirmed_at is None


HEADERS = [
    "\nBcc: all@example.org",
    "\r\nBcc: all@example.org",
    "\u2028Bcc: x@example.org",
    "%0aBcc: x",
    ",x@y.org",
]


@pytest.mark.parametrize("said", HEADERS)
def test_no_header_is_smuggled_in(client, said):
    ask(client, "hanne@example.org" + said)
    world.site(by_mail=True, name="Stet" + said)
    subscriber("jo@example.org")
    subscribers.go_round(timezone.now())
    world.post("Title" + said, at=timezone.now())
    for letter in letters():
        assert (len(letter.to), letter.cc, letter.bcc) == (1, [], [])
        assert not re.search(r"^bcc:", letter.message().as_string().partition("\n\n")[0], re.I | re.M)


def test_a_bombed_address_gets_one_question_an_hour_and_three_in_all(client, capsys):
    """Asked two thousand times, from a hundred networks, over ten hours."""
    for hour in range(10):
        for _ in range(200):
            subscribing.ask(address="victim@example.org", language="en", wish=Wish(), now=timezone.now())
        letters(timedelta(hours=hour, minutes=1 + hour))
    assert len(mail.outbox) == subscribing.MOST_ASKED
    with capsys.disabled():
        print(f"\n2000 questions asked for one address: {len(mail.outbox)} letters")


def test_a_mailbox_is_bombed_no_more_by_what_stands_behind_a_plus():
    for hour in range(10):
        for number in range(20):
            address = f"Victim+{hour}-{number}@example.org"
            subscribing.ask(address=address, language="en", wish=Wish(), now=timezone.now())
        letters(timedelta(hours=2 * hour))
    subscribing.ask(address="another@example.org", language="en", wish=Wish(), now=timezone.now())
    letters(timedelta(hours=20))
    assert len(mail.outbox) == subscribing.MOST_ASKED + 1


def test_whoever_asks_for_posts_may_ask_for_a_login_link_after_all(client):
    for number in range(30):
        ask(client, f"victim{number}@example.org")
    client.post("/login/forgotten/", {"email": "ines@example.org"})
    assert AskedLink.objects.count() == 1


def test_one_network_gets_twenty_questions_through_in_a_quarter_of_an_hour(client):
    statuses = [ask(client, f"victim{n}@example.org").status_code for n in range(60)]
    assert (statuses.count(200), Asking.objects.count()) == (20, 20)
    assert statuses[20:] == [422] * 40
    FailedLogin.objects.all().delete()
    assert ask(client).status_code == 200


def test_what_nobody_confirms_is_forgotten(client):
    ask(client)
    letters()
    subscribing.clear_out(now=timezone.now() + timedelta(days=31))
    assert Subscriber.objects.count() == 0


def test_where_it_is_switched_off_no_page_leads_to_it(client):
    post = world.post()
    assert "/subscribe/" in client.get(post.get_absolute_url()).text
    world.site(by_mail=False)
    assert "/subscribe/" not in client.get(post.get_absolute_url()).text
    assert client.get("/subscribe/").status_code == 404


def test_the_form_is_never_kept_and_is_a_part_too(client):
    part = client.get("/subscribe/?part=form&language=fa")
    assert "no-store" in part["Cache-Control"]
    assert "<main" not in part.text
    assert "نشانی ایمیل" in part.text


def test_editors_see_how_many_there_are_and_switch_it(client, settings):
    client.force_login(world.ines())
    subscriber()
    assert "Each post goes to 1," in client.get("/studio/subscribers/").text
    client.post("/studio/subscribers/", {"do": "off"})
    assert not SiteSettings.objects.get().by_mail
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    client.post("/studio/subscribers/", {"do": "on"})
    assert not SiteSettings.objects.get().by_mail
    assert client.post("/studio/subscribers/export/").status_code == 403


def test_admins_take_the_addresses_with_them_and_no_formula_runs(client):
    client.force_login(world.noor())
    subscriber("=cmd@example.org")
    _, row = csv.reader(client.post("/studio/subscribers/export/").text.splitlines())
    assert row[:4] == ["'=cmd@example.org", "en", "each", "all"]
