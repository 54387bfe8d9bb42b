"""A CDN in front of the site: what pages tell it of themselves, and how it hears what changed (docs/cdn.md).

Off unless ``settings.CDN`` names one; then no page says anything of this, and nobody is told.
"""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Cdn:
    """A CDN's words: the headers for a page's ``keys`` and for how long it may be held (``control``).

    Keys stand between ``separator``; one call purges ``most`` of them.
    """

    keys: str
    control: str
    separator: str
    most: int


# edge/cdn.lua has the headers too; a test compares them. Cloudflare's own header goes no further than to it,
# and Fastly takes its off; what a cache behind them held, nobody could purge.
KNOWN = {
    "cloudflare": Cdn("Cache-Tag", "Cloudflare-CDN-Cache-Control", ",", 100),
    "fastly": Cdn("Surrogate-Key", "Surrogate-Control", " ", 256),
    "varnish": Cdn("xkey", "CDN-Cache-Control", " ", 256),
}


def in_front() -> Cdn | None:
    """The CDN that the settings name, if they do."""
    return KNOWN.get(getattr(settings, "CDN", ""))
