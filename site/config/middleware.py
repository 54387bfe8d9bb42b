"""What stands around every answer: an id for the logs, and the security headers."""

import random
import re
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from content.markdown.embeds import PROVIDERS

GIVEN_ID = re.compile(r"[0-9a-f]{32}")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; media-src 'self'; frame-src "
    + " ".join(f"https://{provider.host}" for provider in PROVIDERS)
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}

RUNS_NOTHING = "default-src 'none'; sandbox"
# What a stylesheet, a script, a font or an icon says: the rest is heeded of pages only, and weighs as much as
# a small file.
OF_ASSETS = {
    "Content-Security-Policy": RUNS_NOTHING,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# What every reader fetches besides a page, and is none. nginx knows both by address (nginx_conf.Addresses).
BESIDES = frozenset({"application/manifest+json", "application/speculationrules+json"})

Answer = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """Names each request for the logs, by nginx's id where it is given."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")  # request.headers would copy all of them
        name = given if GIVEN_ID.fullmatch(given) else _name()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=name)
        response = self.get_response(request)
        response["X-Request-ID"] = name
        return response


def _name() -> str:
    return f"{random.getrandbits(128):032x}"


class SecurityHeaders:
    """Puts security headers on every answer, and ``no-store`` on those that name no caching.

    Source: design/security.md §2. There is no nonce: a nonce in a cached page is public or wrong.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        always = {}
        if settings.SECURE_HSTS_SECONDS:
            seconds = settings.SECURE_HSTS_SECONDS
            always["Strict-Transport-Security"] = f"max-age={seconds}; includeSubDomains"
        self.headers, self.headers_besides = HEADERS | always, OF_ASSETS | always

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_besides = response.get("Content-Type") in BESIDES
        for name, value in (self.headers_besides if is_besides else self.headers).items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        if "no-store" in response["Cache-Control"]:
            patch_vary_headers(response, ["Accept-Encoding"])  # nginx compresses it and says nothing of that
            if settings.CDN:
                response["Cache-Control"] = "private, no-store"  # Fastly by itself heeds the first word alone
        return response
