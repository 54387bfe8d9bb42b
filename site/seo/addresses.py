"""Addresses as the outside world writes them."""

import re
from functools import lru_cache

from django.conf import settings
from django.utils.encoding import iri_to_uri

REMEMBERED = 2048  # addresses: those of feeds, topics and authors stand on page after page
# Elsewhere a picture is its one file: renditions are chosen for the layout of this site.
RENDITIONS = re.compile(r'</?picture>|<source [^>]*srcset="[^>]*>|(?<=<img )[^>]*')
OFFER = re.compile(r' ?(?:srcset|sizes|fetchpriority)="[^"]*"')
# Begins with what is found fastest; whether an attribute that leads somewhere stands before is asked then.
BEGUN = re.compile(r'="(?:/(?!/)|#)')
LEADING = (" href", " src", " poster", " cite")


def absolute(address: str) -> str:
    """*address* with the site's origin in front; one that has an origin already is left alone."""
    return _at(settings.SITE_URL, address) if address.startswith("/") else address


@lru_cache(REMEMBERED)
def _at(site: str, address: str) -> str:
    return iri_to_uri(f"{site}{address}")


def absolute_html(html: str, page: str) -> str:
    """*html*, whose links and pictures are the site's own, readable elsewhere; ``#places`` are on *page*."""
    own = {"/": f'="{settings.SITE_URL}/', "#": f'="{absolute(page)}#'}
    plain = RENDITIONS.sub(_one_file, html) if "srcset=" in html else html
    return BEGUN.sub(
        lambda found: own[found[0][-1]] if _leads(plain, found.start()) else found[0],
        plain,
    )


def _one_file(found: re.Match[str]) -> str:
    return OFFER.sub("", found[0]) if found[0][0] != "<" else ""


def _leads(html: str, at: int) -> bool:
    """Whether the value that begins at *at* is an address in a tag; in a text a sign of a tag is escaped."""
    return html.endswith(LEADING, 0, at) and html.rfind("<", 0, at) > html.rfind(">", 0, at)
