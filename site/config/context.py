"""What every template may say without its view handing it over."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from content.site import for_request


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's own settings and menus, read when a template first asks, if the view has not before."""
    return {"site": getattr(request, "site", None) or SimpleLazyObject(lambda: for_request(request))}
