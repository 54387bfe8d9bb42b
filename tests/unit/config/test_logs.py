"""What a log is told, and what it is not."""

import logging

import pytest
from django.test import RequestFactory

from config import logs
from pagecache.db.reaching import Unreachable

KEY = "sEcret-of-at-least-some-length"


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"/login/once/{KEY}/", "/login/once/.../"),
        (f"/preview/{KEY}/at/blog/", "/preview/.../at/blog/"),
        (f"/account/email/confirm/{KEY}/", "/account/email/confirm/.../"),
        (f"/subscribe/leave/{KEY}/", "/subscribe/leave/.../"),
        (f"/subscribe/{KEY}/", "/subscribe/.../"),
        ("/blog/preview/", "/blog/preview/"),
    ],
)
def test_no_key_to_the_site_is_written_into_the_log(path, logged):
    assert told(path)["event"] == f"Internal Server Error: {logged}"


def told(path):
    """What is left of what Django tells of a request for *path* that failed."""
    record = logging.makeLogRecord({"request": RequestFactory().get(path)})
    return logs.without_keys(None, "error", {"event": f"Internal Server Error: {path}", "_record": record})


def test_a_database_that_is_away_fills_no_disk_with_traces():
    error = Unreachable("connection refused")
    known = {"event": "Service Unavailable: /", "exc_info": (type(error), error, None)}
    said = logs.briefly(None, "error", known)
    assert said["event"] == "Service Unavailable: / (the database is away: connection refused)"
    assert not said["exc_info"]
