"""The API told of itself: its schema, and the same as a page for people."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from language import voice
from pagecache import public, render
from seo import Facts, absolute

TITLE = "Read API"
ABOUT = "What readers see on this site, as JSON: for programs, without a key, and as true as its pages."


@public(content_type="application/vnd.oai.openapi+json")
def schema(request: HttpRequest) -> HttpResponse:
    """The schema (OpenAPI 3.1) of all that the API answers."""
    return JsonResponse(_schema(), content_type="application/vnd.oai.openapi+json")


def _schema() -> dict[str, Any]:
    from api.schema import described  # loads the framework

    return described(settings.SITE_URL)


@public()
def documentation(request: HttpRequest) -> HttpResponse:
    """The schema as a page."""
    said = _schema()
    facts = Facts(
        title=TITLE,
        path=request.path,
        canonical=absolute(request.path),
        language="en",
        description=ABOUT,
    )
    context = {
        "say": voice("en"),
        "facts": facts,
        "about": ABOUT,
        "schema": reverse("api:schema"),
        "asks": [
            (at, how["get"], _fields(how["get"], said["components"]["schemas"]))
            for at, how in said["paths"].items()
        ],
    }
    return render(request, "api/documentation.html", context)


def _fields(asked: dict[str, Any], shapes: dict[str, Any]) -> list[str]:
    """The fields of each thing in an answer."""
    shape = _shape(asked["responses"]["200"]["content"]["application/json"]["schema"], shapes)
    items = shape["properties"].get("items")
    return list((_shape(items["items"], shapes) if items else shape)["properties"])


def _shape(named: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = shapes[named["$ref"].rpartition("/")[2]]
    return found
