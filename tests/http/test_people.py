"""Who works here: invited by letter, made more or less by admins, never by themselves."""

import re
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import posting
from accounts.models import User
from content.models import LogEntry, Person
from tests import world

pytestmark = pytest.mark.django_db
WANTED = {"name": "Mina Sadri", "email": "Mina@example.org", "role": "author"}


def browser(user):
    client = Client()
    client.force_login(user)
    world.shows_who_he_is(client)
    return client


def mina():
    return User.objects.filter(email="mina@example.org").first()


def link():
    return re.search(r"http://[^/]+(/\S+)", world.letters()[-1].body)[1]


def test_an_invitation_leads_into_the_studio_once(client):
    browser(world.ines()).post("/studio/people/", WANTED)
    assert world.letters()[0].to == ["mina@example.org"]
    address = link()
    assert client.post(address)["Location"] == "/account/password/"
    assert client.post("/account/password/", {"new": "four letters and a row"}).status_code == 303
    assert client.get("/studio/").status_code == 200
    assert Client().post(address).status_code == 410
    assert (mina().role, mina().person.name) == ("author", "Mina Sadri")


def test_a_second_letter_makes_the_first_void(client):
    ask = browser(world.ines())
    ask.post("/studio/people/", WANTED)
    first = link()
    ask.post(f"/studio/people/{mina().pk}/invite/")
    assert client.post(first).status_code == 410
    assert client.post(link()).status_code == 303


def test_an_invitation_is_taken_back(client):
    ask = browser(world.ines())
    ask.post("/studio/people/", WANTED)
    ask.post(f"/studio/people/{mina().pk}/uninvite/")
    assert mina() is None
    assert client.post(link()).status_code == 410


def test_whoever_came_in_is_not_uninvited():
    tomas = world.tomas()
    browser(world.noor()).post(f"/studio/people/{tomas.pk}/uninvite/")
    assert User.objects.filter(pk=tomas.pk).exists()


@pytest.mark.parametrize("role", ["editor", "admin", "superuser"])
def test_an_editor_invites_nobody_as_high_as_himself(role):
    assert browser(world.ines()).post("/studio/people/", WANTED | {"role": role}).status_code == 422
    assert mina() is None


def test_an_address_has_one_account():
    world.tomas()
    answer = browser(world.ines()).post("/studio/people/", WANTED | {"email": "tomas@example.org"})
    assert answer.status_code == 422
    assert "has an account with this address" in answer.text


def test_an_admin_gives_a_role_and_the_log_says_so():
    tomas = world.tomas()
    browser(world.noor()).post(f"/studio/people/{tomas.pk}/role/", {"role": "editor"})
    tomas.refresh_from_db()
    assert tomas.role == "editor"
    assert LogEntry.objects.get(verb="give role").changes == {"role": ["author", "editor"]}


@pytest.mark.parametrize("path", ["role", "close"])
def test_nobody_changes_his_own_account(path):
    noor = world.noor()
    world.root()
    assert browser(noor).post(f"/studio/people/{noor.pk}/{path}/", {"role": "author"}).status_code == 403
    noor.refresh_from_db()
    assert (noor.role, noor.is_active) == ("admin", True)


@pytest.mark.parametrize("path", ["role", "close"])
def test_a_superuser_is_out_of_an_admins_reach(path):
    root = world.root()
    answer = browser(world.noor()).post(f"/studio/people/{root.pk}/{path}/", {"role": "author"})
    assert answer.status_code == 403
    root.refresh_from_db()
    assert (root.role, root.is_active) == ("admin", True)


def test_a_closed_account_is_out_at_once_and_comes_back():
    tomas, ask = world.tomas(), browser(world.noor())
    his = browser(tomas)
    ask.post(f"/studio/people/{tomas.pk}/close/")
    assert his.get("/studio/").status_code == 302
    ask.post(f"/studio/people/{tomas.pk}/reopen/")
    assert his.get("/studio/").status_code == 200


def test_one_says_who_one_is():
    tomas = world.tomas()
    sent = {"name": "Tomás Rey", "bio": "Sets type.", "links": "Code https://example.org/tomas"}
    assert browser(tomas).post(f"/studio/person/{tomas.person.pk}/", sent).status_code == 303
    person = Person.objects.get(user=tomas)
    assert (person.bio, person.links) == (
        "Sets type.",
        [{"title": "Code", "url": "https://example.org/tomas"}],
    )


@pytest.mark.parametrize(
    "bad", ["Me javascript:alert(1)", "Me mailto:me@example.org", "Me /studio/", "nothing"]
)
def test_a_link_of_a_person_leads_to_the_web(bad):
    tomas = world.tomas()
    answer = browser(tomas).post(f"/studio/person/{tomas.person.pk}/", {"name": "Tomás", "links": bad})
    assert answer.status_code == 422
    assert Person.objects.get(user=tomas).links == []


def test_an_invitation_stands_though_no_letter_can_be_sent(monkeypatch):
    def fails(*_):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("accounts.posting.send_mail", fails)
        browser(world.ines()).post("/studio/people/", WANTED)
        assert world.letters() == []
    assert mina().is_invited
    posting.post_due(timezone.now() + posting.FIRST_PAUSE)
    assert [letter.to for letter in mail.outbox] == [["mina@example.org"]]


@pytest.mark.parametrize(("path", "form"), [("role", {"role": "editor"}), ("close", {}), ("reopen", {})])
def test_what_is_done_to_an_account_asks_for_the_password_once_more_and_is_done_then(client, path, form):
    tomas = world.tomas()
    client.force_login(world.noor())
    address = f"/studio/people/{tomas.pk}/{path}/"
    goal = client.post(address, form)["Location"]
    assert goal == f"/account/again/?next={quote(address, safe='')}"
    assert not LogEntry.objects.exists()
    assert client.post(goal, {"password": world.PASSWORD, "next": address})["Location"] == "/studio/people/"
    assert LogEntry.objects.get().title == str(tomas)


def test_an_editor_is_invited_by_whoever_shows_who_he_is(client):
    client.force_login(world.noor())
    assert client.post("/studio/people/", WANTED | {"role": "editor"})["Location"].startswith(
        "/account/again/"
    )
    assert client.post("/studio/people/", WANTED)["Location"] == "/studio/people/"


def test_an_account_is_changed_in_djangos_admin_by_whoever_shows_who_he_is(client):
    root = world.root()
    client.force_login(root)
    address = f"/admin/accounts/user/{root.pk}/change/"
    assert client.get(address)["Location"].startswith("/account/again/")
    world.shows_who_he_is(client)
    assert client.get(address).status_code == 200
