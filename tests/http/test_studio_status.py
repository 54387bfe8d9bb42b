"""The status page: how the site fares, and what somebody should look after."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from accounts.models import Letter
from bench import start
from operations import backups, fares
from pagecache import counters, edge_counts, metrics
from tests import world

pytestmark = pytest.mark.django_db
EDGE = [{"worker": 7, "hit": 70, "hit_redis": 20, "miss": 8, "author": 2, "wait": 5}]


def row(what):
    [found] = [row for section in fares.status() for row in section.rows if row.what == what]
    return found


@pytest.fixture(autouse=True)
def _no_backups(settings, tmp_path):
    settings.BACKUP_TO = str(tmp_path)


@pytest.fixture
def nginx(settings):
    """Somebody who says what nginx says."""

    class Says(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(EDGE).encode())

        def log_message(self, *words):
            pass

    with HTTPServer(("127.0.0.1", 0), Says) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.EDGE_STATUS = [f"http://127.0.0.1:{server.server_port}/edge-status"]
        yield
        server.shutdown()


def test_admins_see_how_the_site_fares(client):
    client.force_login(world.noor())
    page = BeautifulSoup(client.get("/studio/status/").content, "html.parser")
    names = [heading.get_text() for heading in page.select("main h2")]
    assert names == ["Kept pages", "What waits", "Backups and room"]
    assert page.select_one(".refusal").get_text().startswith("The newest backup: there is none.")


def test_the_hit_share_is_nginxs_own(nginx):
    assert edge_counts.of_all()["hit"] == 70
    assert row("Answered by nginx from kept pages").says == "90.0% of 100 since it started"


def test_without_nginx_it_says_so():
    assert "does not say" in row("Answered by nginx from kept pages").says


def test_letters_that_nobody_takes_are_looked_after():
    made = timezone.now() - timedelta(hours=1)
    Letter.objects.create(to="ines@example.org", text="", made_at=made, due_at=made, tries=3)
    assert (row("Letters").says, bool(row("Letters").look)) == ("1", True)
    assert b"stet_letters_failing 1.0" in metrics.exposition()


def test_an_old_backup_is_looked_after(monkeypatch):
    assert row("The newest backup").says == "there is none"
    old = timezone.now() - timedelta(days=3)
    monkeypatch.setattr(backups, "whole", lambda store: [old.strftime("%Y%m%dT%H%M%SZ")])
    assert (row("The newest backup").says, bool(row("The newest backup").look)) == ("3 days ago", True)


def test_renders_are_counted_with_what_they_ask(client):
    before = counters.totals()
    world.site()
    client.get("/topics/")
    grown = {event: n - before.get(event, 0) for event, n in counters.totals().items()}
    assert grown["render"] == 1
    assert grown["render statements"] > 0
    assert grown["render microseconds"] > 0
    assert b"pagecache_render_seconds_total" in metrics.exposition()


def test_a_server_that_finds_no_bin_shows_it_too():
    """As uWSGI does, which is given config.wsgi and the site's folders alone."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(start.ROOT), str(start.ROOT / "site")))}
    ask = "import config.wsgi, operations.fares"
    subprocess.run([sys.executable, "-c", ask], env=env, cwd="/", check=True)
