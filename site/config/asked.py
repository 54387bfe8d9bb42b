"""What was asked, told to others than who asked: by the name of its route, never by its address."""

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"))
OTHER = "_OTHER"  # of what a client made up; the name is OpenTelemetry's


def match(request: HttpRequest) -> ResolverMatch | None:
    """The route that *request* took; None where its address leads nowhere."""
    try:
        return request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return None


def route(request: HttpRequest) -> str:
    """The name of that route, ``blog:post``, or its pattern where it has none; "" where there is no route."""
    found = match(request)
    return found.view_name or found.route if found else ""


def method(request: HttpRequest) -> str:
    """The request's method, one of those that there are."""
    return request.method if request.method in METHODS else OTHER
