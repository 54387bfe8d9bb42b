"""The second factor: asked for before there is a session, and needed by whoever may do much."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

import ephemeral
from accounts import throttling
from accounts.models import User
from tests import world

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_code_is_used():
    cache.clear()


def code(secret=SECRET):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def with_app(user):
    """*user*, who has an authenticator app and recovery codes."""
    totp.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def log_in(client):
    return client.post("/login/", {"login": "ines", "password": world.PASSWORD})


def is_in(client):
    return get_user(client).is_authenticated


def again(client):
    client.post("/account/again/", {"password": world.PASSWORD})


def test_the_password_alone_opens_no_session(client):
    with_app(world.ines())
    assert log_in(client)["Location"] == "/login/code/"
    assert not is_in(client)
    assert client.get("/studio/").status_code == 302


def test_the_code_opens_it(client):
    with_app(world.ines())
    log_in(client)
    answer = client.post("/login/code/", {"code": code()})
    assert (answer.status_code, answer["Location"]) == (303, "/studio/")
    assert client.get("/studio/").status_code == 200


def test_a_code_works_once(client):
    with_app(world.ines())
    used = code()
    log_in(client)
    client.post("/login/code/", {"code": used})
    other = Client()
    log_in(other)
    assert other.post("/login/code/", {"code": used}).status_code == 422


def test_without_the_cache_a_right_code_opens_it_once_and_a_wrong_one_never(client, settings):
    with_app(world.ines())
    gone = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "unix:///nowhere.sock"}
    settings.CACHES = settings.CACHES | {"default": gone}
    used = code()
    log_in(client)
    assert client.post("/login/code/", {"code": "000000"}).status_code == 422
    assert client.post("/login/code/", {"code": used}).status_code == 303
    other = Client()
    log_in(other)
    assert other.post("/login/code/", {"code": used}).status_code == 422


def test_a_library_that_asks_the_cache_before_it_looks_at_a_code_opens_nothing(client, monkeypatch):
    def ask(user):
        raise ephemeral.away.Away

    with_app(world.ines())
    log_in(client)
    monkeypatch.setattr("allauth.mfa.base.forms.check_rate_limit", ask)
    assert client.post("/login/code/", {"code": "000000"}).status_code == 422
    assert client.post("/login/code/", {"code": code()}).status_code == 303


def test_a_recovery_code_opens_it_once(client):
    ines = with_app(world.ines())
    spare = Authenticator.objects.get(user=ines, type="recovery_codes").wrap().get_unused_codes()[0]
    log_in(client)
    assert client.post("/login/code/", {"code": spare}).status_code == 303
    other = Client()
    log_in(other)
    assert other.post("/login/code/", {"code": spare}).status_code == 422


def test_guesses_at_the_code_come_to_an_end(client, monkeypatch):
    monkeypatch.setitem(throttling.LIMITS, "code", 2)
    with_app(world.ines())
    log_in(client)
    for _ in range(2):
        client.post("/login/code/", {"code": "000000"})
    assert "Too many wrong codes" in client.post("/login/code/", {"code": code()}).text
    assert not is_in(client)


def test_a_login_link_goes_round_no_second_factor(client, capsys):
    with_app(world.ines())
    call_command("login_link", user="ines")
    link = capsys.readouterr().out.strip().removeprefix("http://127.0.0.1:8000")
    assert client.post(link)["Location"] == "/login/code/"
    assert not is_in(client)


def test_whoever_lost_the_factor_is_let_in_by_the_machines_keeper(client, capsys):
    ines = with_app(world.ines())
    call_command("login_link", user="ines", forget_second_factor=True)
    link = capsys.readouterr().out.strip().removeprefix("http://127.0.0.1:8000")
    assert client.post(link)["Location"] == "/studio/"
    assert not ines.authenticator_set.exists()


def test_a_session_from_before_the_factor_ends(client):
    ines = world.ines()
    log_in(client)
    with_app(ines)
    assert client.get("/studio/").status_code == 302
    assert not is_in(client)


@pytest.mark.parametrize("who", [world.ines, world.root])
def test_editors_and_admins_of_a_public_site_get_no_further_without_one(client, settings, who):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(who())
    assert client.get("/studio/")["Location"] == "/account/"
    assert client.post("/studio/settings/", {})["Location"] == "/account/"
    assert client.get("/admin/")["Location"] == "/account/"
    assert "The studio opens once you have a second factor" in client.get("/account/").text


def test_an_author_may_do_without(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(world.tomas())
    assert client.get("/studio/").status_code == 200


def test_on_ones_own_machine_an_editor_may_do_without_and_hears_of_it_at_each_login(client):
    world.ines()
    log_in(client)
    assert "Your account opens with one factor." in client.get("/studio/").text
    assert "Your account opens with one factor." not in client.get("/studio/").text


def test_an_app_is_set_up_after_the_password_once_more_and_proves_itself(
    client, settings, django_capture_on_commit_callbacks
):
    settings.SECOND_FACTOR_REQUIRED = True
    world.ines()
    log_in(client)
    assert client.get("/account/app/")["Location"].startswith("/account/again/")
    again(client)
    secret = re.search(r"Key: <code>(\w+)</code>", client.get("/account/app/").text)[1]
    assert client.post("/account/app/", {"code": "000000"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/app/", {"code": code(secret)})
    assert answer["Location"] == "/account/codes/"
    assert client.get("/studio/").status_code == 200
    assert "An authenticator app was set up" in world.letters()[-1].subject


@pytest.mark.parametrize(
    "path", ["/account/app/off/", "/account/passkeys/new/", "/account/codes/new/", "/account/codes/"]
)
def test_what_changes_the_way_in_asks_once_more(client, path):
    with_app(world.ines())
    log_in(client)
    client.post("/login/code/", {"code": code()})
    assert client.get(path)["Location"].startswith("/account/again/")


def test_a_new_address_counts_once_it_is_confirmed(client):
    world.ines()
    log_in(client)
    again(client)
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    assert User.objects.get().email == "ines@example.org"
    letter = world.letters()[-1]
    assert letter.to == ["new@example.org"]
    link = re.search(r"http://[^/]+(/\S+)", letter.body)[1]
    assert User.objects.get().email == "ines@example.org"
    assert "Is this your address?" in client.get(link).text
    client.post(link)
    assert User.objects.get().email == "new@example.org"


def test_a_new_address_asks_for_the_password_once_more(client):
    world.ines()
    log_in(client)
    answer = client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    assert answer["Location"].startswith("/account/again/")
    assert world.letters() == []


def test_a_login_link_comes_by_mail_and_nobody_learns_who_has_an_account(client):
    world.ines()
    known = client.post("/login/forgotten/", {"email": "ines@example.org"})
    unknown = client.post("/login/forgotten/", {"email": "nobody@example.org"})
    assert known.text == unknown.text
    assert [letter.to for letter in world.letters()] == [["ines@example.org"]]
    link = re.search(r"http://[^/]+(/\S+)", world.letters()[0].body)[1]
    assert client.post(link)["Location"] == "/studio/"


def test_nobody_is_flooded_with_letters(client, monkeypatch):
    monkeypatch.setitem(throttling.LIMITS, "letters", 2)
    world.ines()
    answers = {client.post("/login/forgotten/", {"email": "ines@example.org"}).status_code for _ in range(4)}
    assert answers == {200}
    assert len(world.letters()) == 2


def test_login_by_e_mail_is_throttled_with_the_name(client, monkeypatch):
    monkeypatch.setitem(throttling.LIMITS, "account", 1)
    world.ines()
    client.post("/login/", {"login": "ines", "password": "a guess at it"})
    assert (
        client.post("/login/", {"login": "ines@example.org", "password": world.PASSWORD}).status_code == 429
    )


def test_a_closed_account_gets_the_same_answer_as_a_wrong_password(client):
    ines = world.ines()
    ines.is_active = False
    ines.save()
    answer = log_in(client)
    assert (answer.status_code, "do not belong together" in answer.text) == (422, True)


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "socialaccount_signup"])
def test_what_the_library_has_besides_is_not_there(name):
    with pytest.raises(Exception, match="Reverse for"):
        reverse(name)
