"""The edge gives an address the key that Python gives it, or none."""

import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path, register_converter
from django.urls.converters import IntConverter
from gunicorn.util import unquote_to_wsgi_str

from pagecache import public, route_table, routes, store
from pagecache.address import Malformed, address_of, is_canonical, site
from tests.edge_fixture import KeyServer, serving


class Number(IntConverter):
    """A number whose ``\\d`` means more digits to Python than to PCRE."""

    regex = r"[1-9]\d{0,5}"


register_converter(Number, "test_number")


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private")


@public(parts=["posts", "aside"])
def listing(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("list")


@public(params={"q": ".{1,8}", "page": r"[1-9]\d{0,3}", "sort": "(?:up|down)"}, parts=["posts"])
def search(request: HttpRequest) -> HttpResponse:
    return HttpResponse("found")


@public(params={"word": r"\w+"})
def words(request: HttpRequest) -> HttpResponse:
    return HttpResponse("words")


@public()
def any_page(request: HttpRequest, path: str) -> HttpResponse:
    return HttpResponse(path)


urlpatterns = [
    path("", listing),
    path("list/", listing),
    path("list/mine/", private),
    path("list/<test_number:n>/", listing),
    path("list/<str:name>/", listing),
    path("search/", search),
    path("words/", words),
    re_path(r"^odd/\w/$", listing),
    path("desk/", include([path("", private), path("<slug:name>/", private)])),
    path("<path:path>/", any_page),
]

BEGINNINGS = ("/", "/list/", "/list/1", "/list/?", "/search/?", "/search/?page=3&", "/a/")
PIECES = """
/ / / / list/ search/ words/ odd/ desk/ mine/ a b 7 12 999999 0 posts aside part q page sort ? ? & & & = = + %
%2F %2f %20 %C4%8D %c4%8d %C4 %ED%A0%80 %EF%BF%BD %D9%A1 %00 %0A %7F %25 %41 %7E %3B %5C %F4%90%80%80 %C0%AF
%E2%80%A8 . .. ./ ../ // ; \\ ! $ ' ( ) * , : @ ~ - _ " < > ^ ` { | } [ ] \xc4\x8d \xff # utm_x up down
part=posts part=aside page=3 page=03 page=%D9%A1 q=%C4%8D q=a%20b q=a+b q= q sort=up sort=UP %71=x page=1%0A
word=a part=posts& 1%D9%A0 a.html index.php/ &q=%FF &q=1234567890 &part=posts &part=aside
"""


@pytest.fixture
def key_server(settings: Any, tmp_path: Path) -> Iterator[KeyServer]:
    settings.ROOT_URLCONF = __name__
    route_table.write(tmp_path / "routes.lua")
    yield from serving(tmp_path, tmp_path / "routes.lua", site().netloc)


def asked(address: str) -> WSGIRequest:
    """The request that gunicorn makes of the address on a request's first line."""
    path, _, query = address.partition("#")[0].partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote_to_wsgi_str(path),
        "QUERY_STRING": query,
        "RAW_URI": address,
        "wsgi.input": BytesIO(),
    }
    return WSGIRequest(environ)


def key_in_python(address: str) -> str | None:
    """The key that the router looks this address up by, if it does."""
    request = asked(address)
    found = routes.find(request.path_info)
    if found is None or "//" in request.path_info or not is_canonical(request):
        return None
    try:
        made = address_of(request, found[1])
    except Malformed:
        return None
    return None if made.is_strange or made.is_too_long else made.key


def addresses(seed: int, how_many: int) -> list[str]:
    choose = random.Random(seed)
    pieces = PIECES.split()
    return [
        choose.choice(BEGINNINGS) + "".join(choose.choices(pieces, k=choose.randint(0, 6)))
        for _ in range(how_many)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_no_address_has_another_key_than_pythons(key_server: KeyServer, seed: int) -> None:
    tried = addresses(seed, 10_000)
    looked_up = 0
    for address, found in zip(tried, key_server.keys(tried), strict=True):
        if found:
            number, literal = found
            assert (literal, number) == (key_in_python(address), store.page_id(literal)), address
            looked_up += 1
    assert looked_up > 1000


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/list/",
        "/list/12/",
        "/list/%C4%8Daj/",
        "/list/%c4%8daj/",
        "/list/a~b!$&'()*+,=:@/",
        "/list/?part=posts",
        "/list/?utm_source=a&part=aside&fbclid=b",
        "/list/?part=nothing",
        "/search/?page=3&q=%C4%8D+a",
        "/search/?sort=up&%71=a%2Fb&page=12&part=posts",
        "/a/b/c/?x=1",
    ],
)
def test_what_readers_ask_for_is_looked_up(key_server: KeyServer, address: str) -> None:
    [found] = key_server.keys([address])
    assert found
    assert found[1] == key_in_python(address)


@pytest.mark.parametrize(
    "address",
    [
        "/list/mine/",
        "/desk/",
        "/desk/anything/at/all/",
        "/words/?word=a",
        "/odd/a/",
        "/list//",
        "/list/%41/",
        "/list/%2e%2e/",
        "/list/a;b/",
        "/list/1%D9%A0/",
        "/search/?page=1&page=1",
        "/search/?page=01",
        "/search/?page=%D9%A1",
        "/search/?q=%FF",
        "/list/?part=posts&part=posts",
        "/" + "a" * 520 + "/",
        "/list/?q=\xff",
    ],
)
def test_what_is_private_or_in_doubt_is_left_to_the_app(key_server: KeyServer, address: str) -> None:
    assert key_server.keys([address]) == [None]
