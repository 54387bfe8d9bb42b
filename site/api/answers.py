"""How the API is asked and how it answers: its parameters, pages and refusals, and all that in OpenAPI."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import shapes
from blog.keyset import PLACE
from pagecache import public
from seo import absolute

SLUG = r"[^/ ]{1,200}"
FIELDS = r"[a-z_]{1,20}(?:,[a-z_]{1,20}){0,19}"
MOST, USUAL = 50, 20  # texts at a time
# Each parameter with the pattern that its whole value has to match, and what it is for.
PARAMETERS = {
    "topic": (SLUG, "Only what is filed under the topic with this slug."),
    "author": (SLUG, "Only what is signed by the author with this slug."),
    "series": (SLUG, "Only the parts of the series with this slug."),
    "after": (PLACE, "Where to go on: take it from `next`."),
    "from": (r"[^ ]{1,500}", "Where to go on: take it from `next`."),
    "limit": (r"[1-9]|[1-4][0-9]|50", f"How many at a time, {USUAL} if not said."),
    "fields": (FIELDS, "The fields that are wanted, with commas. All, if not said."),
    "q": (r".*", "What is looked for, as in the site's own search."),
    "kind": (r"post|page", "Only texts of this kind."),
    "page": (r"[1-9][0-9]?", "Which page of the results: take it from `next`."),
}
IN_ROUTE = re.compile(r"<\w+:(\w+)>")
JSON = "application/json"
MOST_KEPT = 2000  # answers of each list at once: anybody can think up others


def documented(view: type[APIView], *names: str, shape: Any, called: str, about: str, route: str) -> None:
    """Let the schema say what *view* is *called*, asked with (*names* of PARAMETERS), and answers."""
    asked = [_parameter(name, *PARAMETERS[name]) for name in names]
    asked += [
        OpenApiParameter(name, str, OpenApiParameter.PATH, description="As lists name it.")
        for name in IN_ROUTE.findall(route)
    ]
    moved = OpenApiResponse(
        description="The one address is spelt otherwise: with fewer escapes, in small letters."
    )
    answers = {200: shape, 301: moved, 400: shapes.Problem, 404: shapes.Problem}
    extend_schema(operation_id=called, parameters=asked, responses=answers, description=about)(view)


def _parameter(name: str, pattern: str, said: str) -> OpenApiParameter:
    kind = {"type": "string", "pattern": f"^(?:{pattern})$"}
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=said)


def opened(view: type[APIView], *names: str) -> Callable[..., Any]:
    """*view* as a public one that reads the parameters *names*."""
    patterns = {name: PARAMETERS[name][0] for name in names}
    answer: Callable[..., Any] = view.as_view()
    return public(params=patterns, content_type=JSON, most=MOST_KEPT if names else 0)(answer)


_pages: dict[str, Any] = {}


def pages_of(shape: type[shapes.Shape]) -> Any:
    """The serializer of a page of *shape*: the same one each time, for the schema has it by its name."""
    name = f"{shape.__name__}Page"
    fields = {
        "items": shape(many=True, read_only=True),
        "next": serializers.URLField(read_only=True, allow_null=True),
    }
    return _pages.setdefault(name, inline_serializer(name, fields))


def page(request: Request, items: Any, more: Mapping[str, Any] | None = None) -> Response:
    """*items*, and where it goes on: this address with *more*; None at the end."""
    asked = {name: request.query_params[name] for name in request.query_params}
    following = absolute(f"{request.path}?{urlencode(asked | dict(more))}") if more else None
    return Response({"items": items, "next": following})
