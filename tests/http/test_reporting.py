"""What Sentry is told of a fault, and all that it is not."""

import json
import logging
import threading

import pytest
import structlog
from django.test import Client

from accounts import links
from blog import queries
from config.reporting import Reports
from operations import working
from pagecache.db.reaching import Unreachable
from studio import sharing
from tests import receiver, world

pytestmark = pytest.mark.django_db

KEY = "sEcretsEcretsEcretsEcretsEcretsEcretsEcret1"
EMAIL, COOKIE, AGENT, NETWORK = "reader@example.net", "c00kie-of-hers", "Her-Browser/7", "203.0.113.9"
PERSONAL = (KEY, EMAIL, COOKIE, AGENT, NETWORK, "what-she-looked-for", "the row (ines)")
REQUEST_ID = "0123456789abcdef" * 2


@pytest.fixture
def sentry():
    with receiver.listening() as listening:
        reports = Reports(f"http://public@{listening.address}/7", "build-1")
        logging.getLogger().addHandler(reports)
        listening.flush = reports.client.flush
        yield listening
        logging.getLogger().removeHandler(reports)
        reports.client.close()


@pytest.fixture
def reader():
    client = Client(raise_request_exception=False, REMOTE_ADDR=NETWORK, headers={"User-Agent": AGENT})
    client.defaults["HTTP_X_REQUEST_ID"] = REQUEST_ID
    client.cookies["session"] = COOKIE
    return client


def fail(*args, **kwargs):
    email, password = EMAIL, KEY  # what a receiver would see of local variables
    raise LookupError(f"the row (ines) of {email}, {password}")


def event(sentry):
    """The only event that it was told of."""
    sentry.flush()
    [(path, envelope)] = sentry.wait_for(1)
    assert path == "/api/7/envelope/"
    head, item, payload = envelope.strip().split(b"\n")
    assert json.loads(head).keys() == {"event_id", "sent_at"}
    assert json.loads(item)["type"] == "event"
    return json.loads(payload)


@pytest.mark.parametrize(
    ("where", "name", "address", "route"),
    [
        (links, "redeem", f"/login/once/{KEY}/", "accounts:once"),
        (sharing, "find", f"/preview/{KEY}/", "preview:text"),
        (queries, "whole", "/blog/a-text-of-hers/", "blog:post"),
    ],
)
def test_a_fault_is_told_by_its_route_and_nothing_of_whom_it_befell(
    sentry, reader, monkeypatch, where, name, address, route
):
    monkeypatch.setattr(where, name, fail)
    ask = reader.post if route == "accounts:once" else reader.get
    assert ask(f"{address}?q=what-she-looked-for", {"email": EMAIL}).status_code == 500
    told = event(sentry)
    assert told["transaction"] == route
    assert told["tags"] == {"request_id": REQUEST_ID, "method": "POST" if ask == reader.post else "GET"}
    assert told["release"] == "build-1"
    assert [word for word in PERSONAL if word.encode() in sentry.heard] == []
    assert b"a-text-of-hers" not in sentry.heard


def test_of_the_exception_are_told_its_kind_and_where_it_was(sentry, reader, monkeypatch):
    monkeypatch.setattr(links, "is_good", fail)
    reader.get(f"/login/once/{KEY}/")
    told = event(sentry)
    [error] = told["exception"]["values"]
    assert error.keys() == {"type", "module", "stacktrace"}
    assert error["type"] == "LookupError"
    *_, view, place = error["stacktrace"]["frames"]
    assert (view["module"], view["function"], view["in_app"]) == ("accounts.views", "once", True)
    assert place.keys() == {"module", "function", "lineno", "in_app"}


def test_nothing_else_is_told(sentry, reader, monkeypatch):
    monkeypatch.setattr(links, "is_good", fail)
    reader.get(f"/login/once/{KEY}/")
    assert event(sentry).keys() == {
        *("event_id", "timestamp", "platform", "level", "logger"),
        *("release", "transaction", "tags", "exception"),
    }


def test_what_a_fault_came_from_is_told_too(sentry):
    try:
        try:
            fail()
        except LookupError as error:
            raise ValueError(EMAIL) from error
    except ValueError:
        logging.getLogger("site").exception("It went wrong for %s.", EMAIL)
    assert [each["type"] for each in event(sentry)["exception"]["values"]] == ["LookupError", "ValueError"]
    assert EMAIL.encode() not in sentry.heard


def test_what_fails_in_the_worker_is_told_once_a_minute(sentry):
    structlog.contextvars.clear_contextvars()
    for _ in range(2):
        ended = threading.Event()
        working.work([working.Tick("views", 0, fail), working.Tick("end", 0, ended.set)], ended)
    told = event(sentry)
    assert told["logger"] == "operations.working"
    assert "request_id" not in told["tags"]


def test_a_database_that_is_away_is_told_once_wherever_it_was_missed(sentry, reader, monkeypatch):
    def away(*args, **kwargs):
        raise Unreachable("db.internal")

    monkeypatch.setattr(links, "is_good", away)
    monkeypatch.setattr(sharing, "find", away)
    assert reader.get(f"/login/once/{KEY}/").status_code == 503
    assert reader.get(f"/preview/{KEY}/").status_code == 503
    assert event(sentry)["exception"]["values"][-1]["type"] == "Unreachable"


def test_what_is_no_fault_of_the_site_is_not_told(sentry, reader):
    world.post()
    assert reader.get("/blog/let-it-stand/").status_code == 200
    assert reader.get("/nothing-there/").status_code == 404
    assert reader.get("/login/", headers={"Host": "other.example"}).status_code == 400
    sentry.flush()
    assert sentry.told == []
