"""Addresses as the outside world writes them."""

import re

from django.conf import settings
from django.utils.encoding import iri_to_uri

# Elsewhere a picture is its one file: renditions are chosen for the layout of this site.
RENDITIONS = re.compile(r'</?picture>|<source [^>]*srcset="[^>]*>|(?<=<img )[^>]*')
OFFER = re.compile(r' ?(?:srcset|sizes|fetchpriority)="[^"]*"')
ADDRESS_IN_HTML = re.compile(r'(<[a-z][^>]*?\s(?:href|src|poster|cite)=")(/(?!/)|#)')


def absolute(address: str) -> str:
    """*address* with the site's origin in front; one that has an origin already is left alone."""
    return iri_to_uri(f"{settings.SITE_URL}{address}") if address.startswith("/") else address


def absolute_html(html: str, page: str) -> str:
    """*html*, whose links and pictures are the site's own, readable elsewhere; ``#places`` are on *page*."""
    own = {"/": f"{settings.SITE_URL}/", "#": f"{absolute(page)}#"}
    plain = RENDITIONS.sub(lambda found: OFFER.sub("", found[0]) if found[0][0] != "<" else "", html)
    return ADDRESS_IN_HTML.sub(lambda found: found[1] + own[found[2]], plain)
