"""The request that a public view gets: made from the page's address, and from nothing that a visitor sent."""

from typing import Any, NoReturn

from django.http import HttpRequest, QueryDict
from django.urls import ResolverMatch

from pagecache import renders
from pagecache.address import Address, site
from pagecache.declaring import Public

# What Django keeps about the person in META: CSRF's secret, cookies, credentials, addresses.
PERSONAL_META = frozenset(
    {
        "CSRF_COOKIE",
        "CSRF_COOKIE_NEEDS_UPDATE",
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_AUTHORIZATION",
        "HTTP_COOKIE",
        "HTTP_USER_AGENT",
        "HTTP_X_FORWARDED_FOR",
        "REMOTE_ADDR",
        "REMOTE_USER",
    }
)

NOTHING = QueryDict()  # which nobody can put anything into


class Personal(Exception):
    """A public view asked who is reading; its answer would be somebody's, and is never kept."""


def _refuse(what: str) -> NoReturn:
    render = renders.current()
    if render:
        render.personal = what  # also where the view swallows the exception
    raise Personal(f"A public view touched request.{what}; what it answers must be the same for everybody.")


class Meta(dict[str, Any]):
    """The few entries of META that follow from the address."""

    def __getitem__(self, name: str) -> Any:
        return super().__getitem__(self._impersonal(name))

    def __contains__(self, name: object) -> bool:
        return super().__contains__(self._impersonal(str(name)))

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(self._impersonal(name), default)

    @staticmethod
    def _impersonal(name: str) -> str:
        if name in PERSONAL_META:
            _refuse(f"META[{name!r}]")
        return name


class _Refused:
    """An attribute that may be set (frameworks do) and must not be read."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __get__(self, request: object, owner: type) -> Any:
        return self if request is None else _refuse(self.what)

    def __set__(self, request: object, value: object) -> None:
        """Dropped: a page cannot depend on what nobody can read."""


class PublicRequest(HttpRequest):
    """A GET of one address, without a person."""

    user = _Refused("user")
    auser = _Refused("auser")
    session = _Refused("session")
    COOKIES = _Refused("COOKIES")
    _messages = _Refused("_messages")

    # Of what Django makes for each request anew, a GET of an address fills nothing.
    POST = FILES = NOTHING  # type: ignore[assignment]
    content_type = content_params = None

    def __init__(self, address: Address, declared: Public, match: ResolverMatch) -> None:
        self.method = "GET"
        self.path = self.path_info = address.decoded_path
        self.GET = address.query_dict() if address.params else NOTHING  # type: ignore[assignment]
        self.META = Meta(
            REQUEST_METHOD="GET",
            SERVER_NAME=site().hostname,
            SERVER_PORT=str(site().port or 80),
            QUERY_STRING=address.query,
            PATH_INFO=self.path,
        )
        self.resolver_match = match
        self.part = address.part
        self.public = declared

    @property
    def scheme(self) -> str:
        return site().scheme

    def get_host(self) -> str:
        """The site's, from its settings."""
        return site().netloc

    def get_port(self) -> str:
        return str(site().port or (443 if site().scheme == "https" else 80))
