"""From the literal key of a kept page back to the request that a reader would send for it."""

from io import BytesIO
from urllib.parse import unquote

from django.core.handlers.wsgi import WSGIRequest
from django.urls import ResolverMatch

from pagecache import routes
from pagecache.address import Malformed, address_of, site
from pagecache.calling import Asked
from pagecache.declaring import Public


def asked_by(key: str) -> Asked | None:
    """What is asked for at *key*; None where no public page has that key (any more)."""
    if key.count("|") != 4:
        return None
    _, host, path, query, part = key.split("|")
    found = routes.find(unquote(path))
    if found is None or host != site().netloc:
        return None
    try:
        asked = asked_at(unquote(path), "&".join(filter(None, (query, part and f"part={part}"))), found)
    except Malformed:
        return None
    return asked if asked.address.key == key else None


def asked_at(path: str, query: str, found: tuple[ResolverMatch, Public]) -> Asked:
    """What is asked for at *path*, decoded, where the view *found* is. Raises Malformed."""
    request = _request(path, query)
    return Asked(request, *found, address_of(request, found[1]))


def _request(path: str, query: str) -> WSGIRequest:
    """A GET from nobody."""
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.encode().decode("latin-1"),  # as WSGI has it
            "QUERY_STRING": query,
            "SERVER_NAME": site().hostname,
            "SERVER_PORT": str(site().port or 80),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": site().scheme,
            "wsgi.input": BytesIO(),
        }
    )
