"""Page and part from one template: the block is asked for by the address, never by a header."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader

from pagecache.declaring import Public


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Answer with *template*, or with its one block where the address asks for a declared part.

    A whole page for readers says the setting PAGE_HEADERS besides.
    Raises TemplateDoesNotExist when the template has no such block.
    """
    part = getattr(request, "part", "")
    name = f"{template}#{part}" if part else template
    text = loader.render_to_string(name, dict(context or {}), request, using="jinja2")
    declared = getattr(request, "public", None) or Public()
    is_page = not part and not declared.content_type
    headers = settings.PAGE_HEADERS if is_page else None
    return HttpResponse(text, status=status, content_type=declared.content_type or None, headers=headers)
