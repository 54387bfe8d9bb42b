"""One's own account: where one is logged in, a copy of one's data, and going for good."""

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import visits
from accounts.models import User, Visit
from content.models import LogEntry, Person, Revision
from content.revisions import newest
from tests import world

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def logged_in(agent=FIREFOX):
    client = Client(headers={"User-Agent": agent, "X-Forwarded-For": "203.0.113.77"})
    client.post("/login/", {"login": "tomas", "password": world.PASSWORD})
    return client


def is_in(client):
    return get_user(client).is_authenticated


def test_one_sees_where_one_is_logged_in_roughly():
    world.tomas()
    page = logged_in().get("/account/sessions/").text
    assert "Firefox on Linux" in page
    assert "From 203.0.113…" in page
    assert "203.0.113.77" not in page


def test_one_session_is_ended_from_another():
    world.tomas()
    lost, here, third = logged_in("Lynx/2.9"), logged_in(), logged_in()
    here.post("/account/sessions/", {"end": Visit.objects.get(browser="Lynx/2.9").pk})
    assert (is_in(lost), is_in(here), is_in(third)) == (False, True, True)


def test_all_others_are_ended_at_once():
    world.tomas()
    lost, here = [logged_in(), logged_in()], logged_in()
    assert "2 sessions have ended." in here.post("/account/sessions/", {"end": "others"}, follow=True).text
    assert [is_in(each) for each in (*lost, here)] == [False, False, True]


def test_nobody_ends_anothers_session(client):
    world.tomas()
    his = logged_in()
    client.force_login(world.ines())
    client.post("/account/sessions/", {"end": Visit.objects.get().pk})
    assert is_in(his)


def test_a_session_is_listed_until_it_ends():
    tomas = world.tomas()
    logged_in().post("/logout/")
    Session.objects.filter(session_key=logged_in().session.session_key).delete()
    here = logged_in()
    assert [visit.session for visit in visits.of(tomas)] == [here.session.session_key]
    assert Visit.objects.count() == 1


def test_a_new_password_ends_the_others_and_keeps_this_one_listed():
    tomas = world.tomas()
    other, here = logged_in(), logged_in()
    here.post("/account/password/", {"old": world.PASSWORD, "new": "four letters and a row of points"})
    assert not Session.objects.filter(session_key=other.session.session_key).exists()
    assert [visit.session for visit in visits.of(tomas)] == [here.session.session_key]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.77", "203.0.113…"),
        ("2001:db8:1:2::4", "2001:db8:1::…"),
        ("127.0.0.1", "this machine"),
        ("", "an unknown place"),
    ],
)
def test_of_an_address_the_neighbourhood_is_kept(address, place):
    assert visits.roughly(address) == place


def test_one_takes_a_copy_of_ones_data_and_of_nobody_elses(client):
    tomas = world.tomas()
    world.draft("Mine", authors=[tomas.person], body="My words.")
    world.draft("Hers", authors=[world.ines().person])
    client.force_login(tomas)
    world.shows_who_he_is(client)
    answer = client.post("/studio/account/data/")
    assert answer["Content-Disposition"].startswith("attachment")
    data = answer.json()
    assert data["account"]["email"] == "tomas@example.org"
    assert [(text["title"], text["body"]) for text in data["texts"]] == [("Mine", "My words.")]
    assert tomas.password not in answer.text


@pytest.mark.parametrize("path", ["/studio/account/data/", "/studio/account/close/"])
def test_data_and_going_ask_for_the_password_once_more(client, path):
    client.force_login(world.tomas())
    assert client.post(path)["Location"].startswith("/account/again/")


def test_whoever_goes_leaves_texts_and_name_and_takes_the_login(client):
    tomas = world.tomas()
    other = logged_in()
    post = world.post("Mine", authors=[tomas.person])
    Revision.objects.update(author=tomas)
    client.force_login(tomas)
    world.shows_who_he_is(client)
    assert client.post("/studio/account/close/")["Location"] == "/login/"
    assert not User.objects.exists()
    assert not is_in(client)
    assert not is_in(other)
    assert Person.objects.get(posts=post).name == "Tomás Rey"
    assert newest(post).author is None
    assert LogEntry.objects.get(verb="leave").actor_name == "Tomás Rey"
    assert "Your account is closed." in client.get("/login/").text


def test_the_last_admin_stays(client):
    noor = world.noor()
    client.force_login(noor)
    world.shows_who_he_is(client)
    answer = client.post("/studio/account/close/")
    assert (answer.status_code, "Somebody has to be admin here." in answer.text) == (409, True)
    assert User.objects.filter(pk=noor.pk).exists()
