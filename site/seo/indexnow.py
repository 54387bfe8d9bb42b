"""IndexNow (indexnow.org): search engines that have agreed to be told, instead of coming to look.

Who tells them shows a key that stands at the site's root too. It follows from the site's own secret, so it is
kept nowhere and is the same on all machines.
"""

from json import dumps
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

MOST = 10_000  # addresses at a time, says the protocol


def key() -> str:
    """The site's key: 32 hexadecimal digits."""
    return salted_hmac("seo.indexnow", settings.SITE_URL, algorithm="sha256").hexdigest()[:32]


def message(urls: list[str]) -> bytes:
    """What an engine is told: that *urls*, MOST of them at most, have changed."""
    said = {
        "host": urlsplit(settings.SITE_URL).netloc,
        "key": key(),
        "keyLocation": f"{settings.SITE_URL}/{key()}.txt",
        "urlList": urls,
    }
    return dumps(said).encode()
