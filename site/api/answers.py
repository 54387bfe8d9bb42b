"""How the API goes on where an answer is not the last."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from rest_framework.request import Request
from rest_framework.response import Response

from seo import absolute


def page(request: Request, items: Any, more: Mapping[str, Any] | None = None) -> Response:
    """*items*, and where it goes on: this address with *more*; None at the end."""
    asked = {name: request.query_params[name] for name in request.query_params}
    following = absolute(f"{request.path}?{urlencode(asked | dict(more))}") if more else None
    return Response({"items": items, "next": following})
