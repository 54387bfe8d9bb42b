"""The door: login, throttling, one-time links, logout, one's own password."""

import pytest
from django.contrib.auth import get_user
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import throttling
from accounts.models import FailedLogin, LoginLink, User
from content.models import Person
from tests import world

pytestmark = pytest.mark.django_db
WRONG = "Name and password do not belong together."
NEW = "four letters and a row of points"


def log_in(client, username="ines", password=world.PASSWORD, **more):
    return client.post("/login/", {"login": username, "password": password, **more}, **more.pop("extra", {}))


def is_in(client):
    return get_user(client).is_authenticated


def link(capsys, **options):
    call_command("login_link", **options)
    return capsys.readouterr().out.strip().removeprefix("http://127.0.0.1:8000")


def test_the_right_password_opens_the_studio(client):
    world.ines()
    answer = log_in(client)
    assert (answer.status_code, answer["Location"]) == (303, "/studio/")
    assert client.get("/studio/").status_code == 200


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(client):
    world.ines()
    wrong, unknown = log_in(client, password="a guess at it"), log_in(client, username="nobody")
    assert wrong.status_code == unknown.status_code == 422
    assert WRONG in wrong.text
    assert WRONG in unknown.text


def test_a_new_session_begins_at_login(client):
    world.ines()
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    log_in(client)
    assert client.session.session_key != before


def test_the_authors_cookie_comes_with_the_login_and_goes_with_the_logout(client):
    world.ines()
    cookie = log_in(client).cookies["pc_author"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("1", "Lax", True)
    assert client.post("/logout/").cookies["pc_author"].value == ""
    assert not is_in(client)


def test_logout_ends_the_session_on_the_server(client):
    world.ines()
    log_in(client)
    kept = Client()
    kept.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_in(kept)
    client.post("/logout/")
    assert not is_in(kept)


def test_logout_is_never_a_link(client):
    client.force_login(world.ines())
    assert client.get("/logout/").status_code == 405
    assert is_in(client)


@pytest.mark.parametrize(
    "goal", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_login_leads_to_no_other_site(client, goal):
    world.ines()
    assert log_in(client, next=goal)["Location"] == "/studio/"


def test_login_leads_on_to_where_one_was_going(client):
    world.ines()
    assert client.get("/studio/media/")["Location"] == "/login/?next=%2Fstudio%2Fmedia%2F"
    assert log_in(client, next="/studio/media/")["Location"] == "/studio/media/"


def test_the_admin_has_no_login_of_its_own(client):
    world.ines()
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/login/?next=/admin/"


def test_guesses_at_one_account_come_to_an_end_from_wherever_they_come(client):
    world.ines()
    for number in range(throttling.LIMITS["account"]):
        log_in(client, password="a guess at it", extra={"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"})
    answer = log_in(client, extra={"HTTP_X_FORWARDED_FOR": "203.0.113.200"})
    assert answer.status_code == 429
    assert not is_in(client)


def test_guesses_from_one_address_come_to_an_end_whomever_they_are_at(client, monkeypatch):
    monkeypatch.setitem(throttling.LIMITS, "address", 3)
    for number in range(3):
        assert log_in(client, username=f"name{number}").status_code == 422
    assert log_in(client, username="another").status_code == 429


def test_an_unknown_account_is_throttled_like_a_known_one(client, monkeypatch):
    monkeypatch.setitem(throttling.LIMITS, "account", 2)
    answers = [log_in(client, username="nobody").status_code for _ in range(3)]
    assert answers == [422, 422, 429]


def test_strangers_lock_nobody_out_of_a_browser_that_was_in_before(client, monkeypatch):
    monkeypatch.setitem(throttling.LIMITS, "account", 1)
    world.ines()
    log_in(client)
    client.post("/logout/")
    stranger = Client()
    log_in(stranger, password="a guess at it")
    assert log_in(stranger, password="a guess at it").status_code == 429
    assert log_in(client).status_code == 303


def test_right_guesses_are_not_counted(client):
    world.ines()
    log_in(client)
    assert not FailedLogin.objects.exists()


def test_the_network_of_an_address_is_what_one_connection_has():
    assert throttling.network("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert throttling.network("203.0.113.9") == "203.0.113.9"
    assert throttling.network("nonsense") == "unknown"


def test_the_first_link_makes_the_first_admin(client, capsys):
    address = link(capsys)
    user = User.objects.get()
    assert user.is_superuser
    assert not user.has_usable_password()
    assert Person.objects.get().user == user
    assert client.post(address)["Location"] == "/account/password/"


def test_a_link_is_not_used_up_by_looking_at_it(client, capsys):
    address = link(capsys)
    assert client.get(address).status_code == 200
    assert not is_in(client)
    client.post(address)
    assert is_in(client)


def test_a_link_works_once(client, capsys):
    address = link(capsys)
    client.post(address)
    other = Client()
    assert other.post(address).status_code == 410
    assert other.get(address).status_code == 410
    assert not is_in(other)


def test_a_link_is_good_for_a_day(client, capsys):
    address = link(capsys)
    LoginLink.objects.update(good_until=timezone.now())
    assert client.post(address).status_code == 410


def test_a_second_link_makes_no_second_account(capsys):
    link(capsys)
    link(capsys)
    assert User.objects.count() == 1


def test_a_link_for_nobody_is_refused(capsys):
    world.ines()
    with pytest.raises(CommandError, match="no active account named zoe"):
        link(capsys, user="zoe")


def test_whoever_came_by_link_sets_a_password_without_the_old_one(client, capsys):
    world.ines()
    client.post(link(capsys, user="ines"))
    assert client.post("/account/password/", {"new": NEW}).status_code == 303
    assert User.objects.get().check_password(NEW)


def test_whoever_came_by_password_says_it_again_to_change_it(client):
    world.ines()
    log_in(client)
    assert client.post("/account/password/", {"new": NEW, "old": "a guess at it"}).status_code == 422
    assert client.post("/account/password/", {"new": NEW, "old": world.PASSWORD}).status_code == 303


@pytest.mark.parametrize("weak", ["short", "qwerty123456", "ines@example.org"])
def test_a_weak_password_is_refused_with_a_reason(client, weak):
    world.ines()
    log_in(client)
    answer = client.post("/account/password/", {"new": weak, "old": world.PASSWORD})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_a_new_password_ends_the_other_sessions(client):
    world.ines()
    other = Client()
    log_in(client)
    log_in(other)
    client.post("/account/password/", {"new": NEW, "old": world.PASSWORD})
    assert is_in(client)
    assert not is_in(other)


@pytest.mark.parametrize("name", ["login", "logout", "password"])
def test_the_door_takes_no_form_without_its_token(name):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.ines())
    assert strict.post(reverse(f"accounts:{name}")).status_code == 403
