"""What stands at another address, asked while this one is answered."""

from django.http import Http404

from pagecache import routes
from pagecache.address import Address
from pagecache.synthetic import PublicRequest

FOUND = 200


def stands_at(path: str) -> bool:
    """Whether a public page stands at *path*; what that hangs on is noted for the page being rendered."""
    found = routes.find(path)
    if found is None:
        return False
    match, declared = found
    request = PublicRequest(Address(path), declared, match)
    try:
        return bool(match.func(request, *match.args, **match.kwargs).status_code == FOUND)
    except Http404:
        return False
