"""What a reader gets at public addresses, with nothing kept anywhere."""

from io import BytesIO

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.test import Client

from pagecache.address import is_canonical
from pagecache.synthetic import Personal

pytestmark = pytest.mark.django_db


def test_undeclared_parameters_reach_nobody(small: Client) -> None:
    answer = small.get("/topics/?utm_source=x&page=2&fbclid=y")
    assert answer.content == b"||page=2"


def test_declared_ones_come_in_the_declared_order(small: Client) -> None:
    assert small.get("/topics/?q=%C3%A9+t&page=2").content.decode() == "||page=2&q=é t"


@pytest.mark.parametrize(
    "query", ["page=0", "page=1&page=2", "page=", "part=posts&part=aside", "q=%FF", "q=%00"]
)
def test_a_malformed_parameter_is_not_found_and_not_kept(small: Client, query: str) -> None:
    answer = small.get(f"/topics/?{query}")
    assert answer.status_code == 404
    assert answer["X-Page-Cache"] == "bypass (malformed)"
    assert answer["Cache-Control"] == "no-store"


def test_an_unknown_part_is_the_page(small: Client) -> None:
    assert small.get("/topics/?part=nothing").content == b"||"


def test_a_part_points_to_its_page(small: Client) -> None:
    answer = small.get("/topics/?part=posts&page=2&x=1")
    assert answer.content == b"posts||page=2"
    assert answer["Link"] == '</topics/?page=2>; rel="canonical"'
    assert answer["X-Robots-Tag"] == "noindex"


def test_navigating_to_a_part_leads_to_the_page(small: Client) -> None:
    answer = small.get("/topics/?part=posts&page=2", headers={"sec-fetch-dest": "document"})
    assert (answer.status_code, answer["Location"]) == (303, "/topics/?page=2")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("sloppy", ["/topics", "/topics//", "//topics/", "/topics?utm=1"])
def test_a_sloppy_address_is_one_redirect_away(small: Client, sloppy: str) -> None:
    answer = small.get("/", PATH_INFO=sloppy.partition("?")[0])
    assert (answer.status_code, answer["Location"]) == (301, "/topics/")


def test_needless_escapes_are_one_redirect_away(small: Client) -> None:
    answer = small.get("/topics/?page=2&x=1", RAW_URI="/t%6Fpics/?page=2&x=1")
    assert (answer.status_code, answer["Location"]) == (301, "/topics/?page=2")


def test_they_are_where_a_server_of_asgi_tells_what_was_sent() -> None:
    scope = {"method": "GET", "path": "/topics/", "query_string": b"page=2", "headers": []}
    assert is_canonical(ASGIRequest(scope | {"raw_path": b"/topics/"}, BytesIO()))
    assert not is_canonical(ASGIRequest(scope | {"raw_path": b"/t%6Fpics/"}, BytesIO()))


def test_slashes_that_the_server_has_merged_are_one_redirect_away(small: Client) -> None:
    answer = small.get("/topics/", REQUEST_URI="//topics/")
    assert (answer.status_code, answer["Location"]) == (301, "/topics/")


def test_escapes_in_either_case_are_the_same_address(small: Client) -> None:
    answer = small.get("/topics/%D9%81/", RAW_URI="/topics/%d9%81/")
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/topics/a;b/", "/topics/a\\b/", "/topics/../b/"])
def test_a_strange_address_is_never_looked_up(small: Client, path: str) -> None:
    assert small.get(path)["X-Page-Cache"] == "bypass (address)"


def test_a_path_that_is_not_text_is_not_found(small: Client) -> None:
    answer = small.get("/topics/a%00/")
    assert (answer.status_code, answer["X-Page-Cache"]) == (404, "bypass (malformed)")


def test_a_very_long_address_is_never_looked_up(small: Client) -> None:
    assert small.get(f"/topics/{'a' * 600}/")["X-Page-Cache"] == "bypass (long)"


def test_a_get_with_a_body_is_refused(small: Client) -> None:
    answer = small.generic("GET", "/topics/", b"q=1", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer["Cache-Control"]) == (400, "no-store")


def test_other_methods_are_refused(small: Client) -> None:
    answer = small.post("/topics/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_a_writable_view_takes_them_in_private(small: Client) -> None:
    assert small.post("/box/").content == b"POST box"


def test_what_is_not_public_goes_the_private_way(small: Client) -> None:
    assert small.get("/private/").content == b"private, AnonymousUser, None"


@pytest.mark.parametrize("what", ["user", "session", "cookies", "csrf", "messages", "language", "address"])
def test_a_public_view_that_asks_who_is_there_fails(small: Client, what: str) -> None:
    with pytest.raises(Personal, match="touched request"):
        small.get(f"/prying/{what}/")


def test_swallowing_the_refusal_does_not_help(small: Client) -> None:
    with pytest.raises(Personal):
        small.get("/hiding/")


def test_in_production_the_page_is_served_for_its_one_reader(small: Client, settings: object) -> None:
    settings.PAGECACHE_STRICT = False  # type: ignore[attr-defined]
    answer = small.get("/prying/user/")
    assert answer.content == b"seen by AnonymousUser"
    assert (answer["X-Page-Cache"], answer["Cache-Control"]) == ("bypass (personal)", "no-store")


def test_the_host_is_the_sites_and_never_the_requests(small: Client) -> None:
    answer = small.get("/moved/", headers={"host": "evil.example"})
    assert (answer.status_code, answer["Location"]) == (301, "/topics/")


def test_head_has_the_headers_of_get(small: Client) -> None:
    get, head = small.get("/topics/"), small.head("/topics/")
    assert head.content == b""
    assert {name: head[name] for name in get.headers} == dict(get.headers)


@pytest.mark.parametrize("given", ["{0}", "W/{0}", '"x", {0}', "*"])
def test_who_has_it_already_gets_304_with_the_headers(small: Client, given: str) -> None:
    first = small.get("/topics/")
    again = small.get("/topics/", headers={"if-none-match": given.format(first["ETag"])})
    assert (again.status_code, again.content) == (304, b"")
    assert [again[name] for name in ("ETag", "Vary", "Cache-Control")] == [
        first[name] for name in ("ETag", "Vary", "Cache-Control")
    ]


def test_without_a_store_it_says_so(small: Client) -> None:
    answer = small.get("/topics/")
    assert answer["X-Page-Cache"] == "bypass (no store)"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
