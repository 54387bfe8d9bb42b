"""What every template may say without its view handing it over."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from content.site import current


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's own settings and menus, read when a template first asks."""
    return {"site": SimpleLazyObject(current)}
