"""Calling a public view: with a request made from the address alone, and nothing left over from anybody."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django.utils import timezone, translation

from pagecache import renders
from pagecache.address import SAFE, Address
from pagecache.declaring import Public
from pagecache.renders import Render
from pagecache.synthetic import PublicRequest

ANSWERED_BY_HANDLERS = (Http404, PermissionDenied, BadRequest, SuspiciousOperation)


@dataclass
class Asked:
    """A public page that somebody asks for."""

    request: HttpRequest
    match: ResolverMatch
    declared: Public
    address: Address


def call_view(asked: Asked, render: Render) -> HttpResponseBase:
    """What the view says to a request that holds the address and nothing of its visitor."""
    request = PublicRequest(asked.address, asked.declared, asked.match)
    with impersonal(render):
        try:
            return _rendered(asked.match.func(request, *asked.match.args, **asked.match.kwargs))
        except ANSWERED_BY_HANDLERS as error:
            request.part = ""  # the page that says so has no such part
            return response_for_exception(request, error)


def _rendered(response: Any) -> HttpResponseBase:
    """*response*, with a lazy template brought to an end."""
    done: HttpResponseBase = response.render() if hasattr(response, "render") else response
    return done


@contextmanager
def impersonal(render: Render) -> Iterator[None]:
    """Around a public render: its clock, and not the language or time zone that its thread may still have."""
    # Said and not only left out: Django finds a time zone that is set in half the time.
    here = timezone.override(timezone.get_default_timezone())
    is_spoken = translation.get_language() == settings.LANGUAGE_CODE  # asking costs a tenth of setting it
    words = nullcontext() if is_spoken else translation.override(settings.LANGUAGE_CODE)
    with renders.going_on(render), words, here:
        yield


def mark_part(response: HttpResponse, address: Address) -> None:
    """A part is not a page of its own for search engines."""
    if address.part:
        response["X-Robots-Tag"] = "noindex"
        response["Link"] = f'<{quote(address.page, safe=SAFE + "%?&")}>; rel="canonical"'
