"""What nginx's edge is told agrees with what the application knows."""

import re

import pytest

from config import gunicorn
from machine import edge
from pagecache.answers import PUBLIC
from tests.deploy.running import ROOT


def test_kept_pages_say_what_pythons_say():
    text = (ROOT / "nginx/kept.conf").read_text()
    said = dict(re.findall(r'^add_header (\S+) "?([^"]*?)"? always;$', text, re.MULTILINE))
    assert (said["Cache-Control"], said["Vary"]) == (PUBLIC, "Accept-Encoding")


def test_as_many_renders_are_admitted_as_there_are_threads(monkeypatch):
    monkeypatch.setenv("WEB_WORKERS", "3")
    assert gunicorn.threads == edge.THREADS
    assert f"renders = {3 * gunicorn.threads}" in edge.settings("http://a.example", "")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("unix://?path=var/run/pages.sock", 'redis = "unix:var/run/pages.sock"'),
        ("unix:///run/redis.sock?db=0", 'redis = "unix:/run/redis.sock"'),
        ("redis://127.0.0.1:7000/0", 'redis = "127.0.0.1", port = 7000'),
        ("redis://:p%22w@127.0.0.1", r'port = 6379, user = "default", password = "p\034w"'),
        ("redis://me:secret@127.0.0.1", 'user = "me", password = "secret"'),
    ],
)
def test_the_edge_finds_the_pages(url, said):
    assert said in edge.settings("http://a.example", url)


@pytest.mark.parametrize(
    "url", ["", "rediss://127.0.0.1", "redis://127.0.0.1/3", "redis://no-such-host.invalid"]
)
def test_what_the_edge_cannot_reach_it_is_not_told(url):
    assert "redis" not in edge.settings("http://a.example", url)


def test_the_site_has_the_name_that_its_pages_have():
    assert 'netloc = "a.example:8080"' in edge.settings("https://a.example:8080/", "")
