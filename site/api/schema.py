"""The API's schema (OpenAPI 3.1), made from its addresses and views. Loaded when it is first asked for."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers

from api import shapes, views
from api.asking import IN_ROUTE, PARAMETERS, Address
from api.urls import ADDRESSES


def described(site: str) -> dict[str, Any]:
    """The schema of the site at *site*."""
    return _made() | {"servers": [{"url": site}]}


@cache
def _made() -> dict[str, Any]:
    """What the schema says follows from the code alone."""
    made: dict[str, Any] = SchemaGenerator(patterns=_documented).get_schema(request=None, public=True)
    return made


def _view(address: Address) -> Callable[..., Any]:
    """The view at *address*, of which the generator knows what it is called, asked with, and answers."""
    view = getattr(views, address.view)
    moved = OpenApiResponse(
        description="The one address is spelt otherwise, with fewer escapes, say, or has a new name."
    )
    shape = _page_of(view.shape) if address.many else view.shape
    answers = {200: shape, 301: moved, **dict.fromkeys((400, 404, 410), shapes.Problem)}
    extend_schema(
        operation_id=address.name,
        parameters=_parameters(address),
        responses=answers,
        description=address.about,
    )(view.get)
    seen: Callable[..., Any] = view.as_view()
    return seen


def _parameters(address: Address) -> list[OpenApiParameter]:
    return [_parameter(name, *PARAMETERS[name]) for name in address.parameters] + [
        OpenApiParameter(name, str, OpenApiParameter.PATH, description="As lists name it.")
        for name in IN_ROUTE.findall(address.route)
    ]


def _parameter(name: str, pattern: str, said: str) -> OpenApiParameter:
    kind = {"type": "string", "pattern": f"^(?:{pattern})$"}
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=said)


@cache
def _page_of(shape: type[shapes.Shape]) -> Any:
    """The serializer of a page of *shape*: the same one each time, for the schema has it by its name."""
    fields = {
        "items": shape(many=True, read_only=True),
        "next": serializers.URLField(read_only=True, allow_null=True),
    }
    return inline_serializer(f"{shape.__name__}Page", fields)


_documented = [path(f"api/v1/{address.route}", _view(address)) for address in ADDRESSES]
