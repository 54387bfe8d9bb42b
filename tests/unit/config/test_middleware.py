"""What stands around every answer."""

import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.middleware import RequestId, SecurityHeaders


@pytest.fixture
def answer():
    def answer(middleware, response=None, **headers):
        request = RequestFactory().get("/", headers=headers)
        return middleware(lambda _: response or HttpResponse("x"))(request)

    return answer


def test_the_policy_allows_nothing_inline(answer):
    policy = answer(SecurityHeaders)["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "nonce" not in policy


def test_what_names_no_caching_is_not_stored(answer):
    assert answer(SecurityHeaders)["Cache-Control"] == "no-store"
    assert answer(SecurityHeaders)["Vary"] == "Accept-Encoding"
    public = HttpResponse("x", headers={"Cache-Control": "public, max-age=0"})
    assert answer(SecurityHeaders, public)["Cache-Control"] == "public, max-age=0"


def test_https_sites_say_so_for_two_years(answer, settings):
    assert "Strict-Transport-Security" not in answer(SecurityHeaders)
    settings.SECURE_HSTS_SECONDS = 63_072_000
    assert answer(SecurityHeaders)["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_a_request_keeps_the_name_that_nginx_gave_it(answer):
    given = "0123456789abcdef" * 2
    assert answer(RequestId, **{"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize("forged", ["x\r\nSet-Cookie: a=b", "<script>", "", "A" * 400])
def test_a_name_that_nginx_would_not_give_is_replaced(answer, forged):
    assert re.fullmatch(r"[0-9a-f]{32}", answer(RequestId, **{"X-Request-ID": forged})["X-Request-ID"])
