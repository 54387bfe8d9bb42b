"""Who may do what: every address that the URLconf has, asked by every role, about own and others' things."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.second_factor import OPEN
from tests import world
from tests.rights import CAST, ROWS, SUPERUSERS, Row, addresses, behind_the_door, named

pytestmark = pytest.mark.django_db
ADMIN = {name: each for name, each in named() if name.startswith("admin:")}


def browser(user):
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def ask(client: Client, method: str, address: str, form: dict | None = None) -> HttpResponse:
    """One request whose changes are undone, by a copy of the browser."""
    copy = Client(raise_request_exception=False)
    copy.cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = copy.get(address) if method == "GET" else copy.post(address, form or {})
        transaction.set_rollback(True)
    return answer


def verdict(answer: HttpResponse) -> str:
    """``may``, ``may not``, ``stranger`` (sent to log in), ``no such method``; or what is a fault."""
    status, goal = answer.status_code, answer.headers.get("Location", "")
    if status == 401 or (status == 302 and goal.startswith(("/login/", "/admin/login/"))):
        return "stranger"
    known = {403: "may not", 405: "no such method"}
    return known.get(status, "may" if status < 500 else str(status))


def cells(role: str) -> Iterator[tuple[str, ...]]:
    """Each address, thing and method with what was said, and what the table says."""
    user = CAST[role]()
    client = browser(user)
    made = {things: list(things(user)) for things in {row.things for row in ROWS.values()}}
    for name, row in ROWS.items():
        methods = ["GET", "POST"]
        for words, thing in made[row.things]:
            expected = "may" if role in _roles(row, words) else "may not"
            address, form = reverse(name, args=row.names(thing)), row.form(user, thing)
            for method in list(methods):
                said = verdict(ask(client, method, address, form))
                if said == "no such method":
                    methods.remove(method)  # nor for another thing
                yield name, words, method, said, expected


def _roles(row: Row, words: str) -> frozenset[str]:
    return row.own if words.startswith("own") else row.others


def test_every_address_has_its_row():
    assert behind_the_door() == set(ROWS)


@pytest.mark.parametrize("role", CAST)
def test_a_role_does_what_the_table_says_and_nothing_else(role):
    wrong = [
        f"{role} {method} {name}, {words}: {said}, not {expected}"
        for name, words, method, said, expected in cells(role)
        if said not in {expected, "no such method"} and not (said == "stranger" and is_the_door(name))
    ]
    assert wrong == []


def is_the_door(name: str) -> bool:
    return "nobody" in ROWS[name].own


LEAD_TO_THE_DOOR = {"mfa_authenticate", "mfa_login_webauthn"}  # nothing was begun there


def test_strangers_get_in_nowhere_but_through_the_door():
    stranger = browser(None)
    let_in = {
        name
        for name, address in addresses(world.ines(), prefix="")
        for method in ("GET", "POST")
        if verdict(ask(stranger, method, address)) not in {"stranger", "no such method"}
    }
    assert let_in == {name for name in ROWS if is_the_door(name)} - LEAD_TO_THE_DOOR


@pytest.mark.parametrize("role", CAST)
def test_djangos_admin_is_for_superusers(role):
    client = browser(CAST[role]())
    open_to = {
        name
        for name in ADMIN
        for method in ("GET", "POST")
        if verdict(ask(client, method, admin_address(name))) not in {"stranger", "no such method"}
    }
    assert bool(open_to - {"admin:login", "admin:logout"}) == (role in SUPERUSERS)


def admin_address(name: str) -> str:
    if name == "admin:(?P<url>.*)$":
        return "/admin/nothing/here/"
    if "<path:object_id>" in name:
        return "/admin/blog/post/1/"
    if name == "admin:app_list":
        return "/admin/blog/"
    return reverse(name, args=[1 for _ in ADMIN[name].pattern.converters])


def every_private_address() -> list[tuple[str, str]]:
    return [*addresses(world.ines(), prefix=""), *((name, admin_address(name)) for name in ADMIN)]


def test_no_address_reaches_a_session_without_its_second_factor():
    """A session that did not prove the factor of its user is nobody's, wherever it is shown."""
    root = world.root()
    private = every_private_address()
    totp.TOTP.activate(root, totp.generate_totp_secret())
    client, stranger = browser(root), browser(None)
    differs = [
        name
        for name, address in private
        for method in ("GET", "POST")
        if verdict(ask(client, method, address)) != verdict(ask(stranger, method, address))
    ]
    assert differs == []


def test_whoever_needs_a_second_factor_and_has_none_gets_nowhere_else(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = browser(world.root())
    elsewhere = [
        name
        for name, address in every_private_address()
        for method in ("GET", "POST")
        if name not in OPEN and ask(client, method, address).headers.get("Location") != "/account/"
    ]
    assert elsewhere == []


# A challenge that the next request must answer waits in the session; codes are noted as seen.
NOTES_IN_ITS_SESSION = {
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
}


def test_every_look_is_answered_by_a_database_that_takes_no_writes(client):
    ines, root = world.ines(), world.root()
    private = [*addresses(ines, prefix=""), *((name, admin_address(name)) for name in ADMIN)]
    public = [
        "/",
        "/robots.txt",
        "/sitemap.xml",
        "/blog/",
        "/blog/2026/",
        "/blog/2026/03/",
        "/blog/own-live/",
        "/topics/",
        "/feed.atom",
        "/authors/ines-okafor/",
        "/authors/ines-okafor/feed.atom",
        "/nothing/",
    ]
    client.force_login(root)
    client.raise_request_exception = False
    wrote = []
    for name, address in [*private, *((each, each) for each in public)]:
        with read_only():
            answer = client.get(address)
        if answer.status_code >= 500 and name not in NOTES_IN_ITS_SESSION:
            wrote.append(name)
    assert wrote == []


def test_the_read_only_database_would_have_said_so(client):
    client.raise_request_exception = False
    client.force_login(world.ines())
    with read_only():
        assert client.post("/studio/post/new/", {"title": "x", "language": "en"}).status_code == 500


@contextmanager
def read_only() -> Iterator[None]:
    """A transaction in which the database refuses every write."""
    is_sqlite = connection.vendor == "sqlite"
    say = connection.connection.execute  # past Django, which is told nothing of a broken transaction
    with transaction.atomic():
        say("PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY")
        try:
            yield
        finally:
            transaction.set_rollback(True)
            if is_sqlite:
                say("PRAGMA query_only = OFF")
