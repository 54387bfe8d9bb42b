"""What the API answers. Each view is public: a function of its address, kept and purged like any page."""

from typing import Any

from django.http import Http404
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import shapes
from api.answers import page
from api.asking import USUAL
from blog import keyset, models, queries
from blog.keyset import Place
from content import search as searching
from content import site
from content.archives import Entries
from content.search import Narrowing
from pagecache import clock, reads
from pages import queries as pages

SEARCH = "search"  # the tag of every answer of the search, at the search's own page too


class Open(APIView):
    """A view that asks for nobody's name: there is no user, no session and no key."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    renderer_classes = (JSONRenderer,)
    shape: type[shapes.Shape]

    def handle_exception(self, exc: Exception) -> Response:
        """Where nothing stands, the site says what it knows of that address: renamed, taken away."""
        if isinstance(exc, Http404):
            raise exc
        return super().handle_exception(exc)

    def shown(self, request: Request, things: Any, *, many: bool = False) -> Any:
        """*things* with the fields that were asked for. Raises ParseError for one that there is not."""
        only = set(filter(None, request.query_params.get("fields", "").split(",")))
        unknown = sorted(only - set(self.shape().fields))
        if unknown:
            raise ParseError(f"There is no field {', '.join(unknown)}.")
        return self.shape(things, many=many, only=only).data


class Posts(Open):
    """Posts from one place on, by what they are about, who signed them, and what series they are in."""

    shape = shapes.Post

    def get(self, request: Request) -> Response:
        after = request.query_params.get("after")
        found, place = keyset.posts(
            _lists(request), Place.read(after) if after else None, _limit(request), clock.now()
        )
        return page(request, self.shown(request, found, many=True), {"after": place} if place else None)


def _lists(request: Request) -> list[Entries]:
    """The lists that posts are to stand in. Raises Http404 for one that there is not."""
    finds = {
        "topic": (lambda slug: queries.topic(slug, whole=False), models.of_topic),
        "author": (lambda slug: queries.person(slug, whole=False), models.of_author),
        "series": (lambda slug: queries.series(slug, whole=False), models.of_series),
    }
    asked = [(*finds[name], request.query_params[name]) for name in finds if name in request.query_params]
    return [of(_found(find(slug)).pk) for find, of, slug in asked] or [models.everything()]


def _limit(request: Request) -> int:
    return int(request.query_params.get("limit", USUAL))


def _found(thing: Any) -> Any:
    if thing is None:
        raise Http404
    return thing


class Post(Open):
    """One post."""

    shape = shapes.WholePost

    def get(self, request: Request, slug: str) -> Response:
        return Response(self.shown(request, _found(queries.whole(clock.now(), slug))))


class Pages(Open):
    """Standing pages by their paths."""

    shape = shapes.Page

    def get(self, request: Request) -> Response:
        limit = _limit(request)
        found = pages.after(request.query_params.get("from", ""), limit, clock.now())
        more = {"from": found[-1].path} if len(found) == limit else None
        return page(request, self.shown(request, found, many=True), more)


class Page(Open):
    """One standing page."""

    shape = shapes.WholePage

    def get(self, request: Request, path: str) -> Response:
        return Response(self.shown(request, _found(pages.whole(clock.now(), path))))


class Topics(Open):
    """The topics in use."""

    shape = shapes.Counted

    def get(self, request: Request) -> Response:
        return page(request, self.shown(request, queries.topics_in_use(clock.now()), many=True))


class Topic(Open):
    """One topic."""

    shape = shapes.Topic

    def get(self, request: Request, slug: str) -> Response:
        return Response(self.shown(request, _found(queries.topic(slug))))


class Authors(Open):
    """Whoever signed something."""

    shape = shapes.Counted

    def get(self, request: Request) -> Response:
        return page(request, self.shown(request, queries.signers(clock.now()), many=True))


class Author(Open):
    """One author."""

    shape = shapes.Author

    def get(self, request: Request, slug: str) -> Response:
        return Response(self.shown(request, _found(queries.person(slug))))


class AllSeries(Open):
    """The series that have posts."""

    shape = shapes.CountedSeries

    def get(self, request: Request) -> Response:
        return page(request, self.shown(request, queries.series_in_use(clock.now()), many=True))


class Series(Open):
    """One series."""

    shape = shapes.Series

    def get(self, request: Request, slug: str) -> Response:
        return Response(self.shown(request, _found(queries.series(slug))))


class Search(Open):
    """What fits, by the site’s own search."""

    shape = shapes.Hit

    def get(self, request: Request) -> Response:
        asked = searching.read(
            request.query_params.get("q", ""), Narrowing(kind=request.query_params.get("kind", ""))
        )
        if asked.is_empty:
            return page(request, [])
        number = int(request.query_params.get("page", 1))
        with reads(SEARCH):
            found = searching.find(asked, clock.now(), page=number)
        more = None if found.is_last_page else {"page": number + 1}
        return page(request, self.shown(request, found.hits, many=True), more)


class Settings(Open):
    """What the site says of itself."""

    shape = shapes.Settings

    def get(self, request: Request) -> Response:
        return Response(self.shown(request, site.current()))
