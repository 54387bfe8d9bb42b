"""What nginx says by itself is what the application says."""

import re
from pathlib import Path

from config.middleware import HEADERS

NGINX = Path(__file__).resolve().parent.parent.parent / "nginx"
ADDED = re.compile(r'^add_header (\S+) (?:"([^"]*)"|(\S+)) always;', re.MULTILINE)


def said(name: str) -> dict[str, str]:
    found = ADDED.findall((NGINX / name).read_text())
    return {header: quoted or plain for header, quoted, plain in found}


def test_assets_and_errors_say_the_applications_headers():
    assert said("headers.conf") == HEADERS


def test_media_says_them_too_but_runs_nothing_and_lets_feed_readers_in():
    own = {
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    assert said("media.conf") == HEADERS | own


def test_error_pages_need_nothing_that_their_policy_refuses():
    for page in (NGINX / "errors").glob("*.html"):
        assert not re.search(r"<style|<script|style=|src=", page.read_text()), page
