"""What nginx says by itself is what the application says."""

import re
from pathlib import Path

import pytest

from config.middleware import HEADERS, OF_ASSETS, RUNS_NOTHING
from machine.nginx_conf import Addresses
from operations import serving
from pagecache.viewing import ROBOTS

NGINX = Path(__file__).resolve().parent.parent.parent / "nginx"
ADDED = re.compile(r'^add_header (\S+) (?:"([^"]*)"|(\S+)) always;', re.MULTILINE)


def said(name: str) -> dict[str, str]:
    found = ADDED.findall((NGINX / name).read_text())
    return {header: quoted or plain for header, quoted, plain in found}


def test_errors_and_assets_say_the_applications_headers():
    assert said("headers.conf") == HEADERS
    assert said("asset.conf") == OF_ASSETS


def test_no_expression_is_tried_on_a_pages_address():
    """nginx tries those of all locations before it takes `/`, and a page from memory then costs more."""
    assert [path.name for path in NGINX.glob("*.conf") if "location ~" in path.read_text()] == []


def test_robots_are_known_by_the_same_words():
    assert f"~*(?:{ROBOTS})" in (NGINX / "stet.conf").read_text()


def test_media_says_them_too_but_runs_nothing_and_lets_feed_readers_in():
    own = {
        "Content-Security-Policy": RUNS_NOTHING,
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    assert said("media.conf") == HEADERS | own


def test_error_pages_need_nothing_that_their_policy_refuses():
    for page in (NGINX / "errors").glob("*.html"):
        assert not re.search(r"<style|<script|style=|src=", page.read_text()), page


@pytest.mark.parametrize(
    ("name", "asked", "logged"),
    [
        ("uri", "/preview/sEcret-1_/at/blog/?q=1", "/preview/.../at/blog/?q=1"),
        ("uri", "/login/once/sEcret/", "/login/once/.../"),
        ("uri", "/account/email/confirm/MQ:1:sEcret/", "/account/email/confirm/.../"),
        ("uri", "/subscribe/sEcret/", "/subscribe/.../"),
        ("uri", "/subscribe/leave/sEcret/", "/subscribe/leave/.../"),
        ("uri", "/blog/preview/", None),
        ("referrer", "https://example.org/login/once/sEcret/", "https://example.org/login/once/.../"),
        ("referrer", "https://example.org/blog/?at=/preview/none", None),
    ],
)
def test_no_key_to_the_site_is_written_into_the_log(name, asked, logged):
    """What a map of nginx does, done by hand: its pattern is one that Python reads the same."""
    text = (NGINX / "stet.conf").read_text().replace("@SECRETS@", "|".join(Addresses().secrets))
    block = re.search(rf"map \S+ \$logged_{name} \{{(.*?)\n    \}}", text, re.DOTALL)[1]
    pattern, kept = re.search(r'"~(\^[^"]+)" "([^"]+)"', block).groups()
    found = re.match(pattern, asked)
    assert (found and kept.replace("$1", found[1]).replace("$2", found[2])) == logged
    assert f"$logged_{name}" in text.partition("access_log @VAR@/log")[0]


def test_what_nginx_knows_of_the_sites_addresses_is_what_django_says():
    assert serving.addresses() == Addresses()
