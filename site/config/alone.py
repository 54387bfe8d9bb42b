"""The application where there is no nginx: it serves the same addresses, assets and media included."""

import re
from wsgiref.headers import Headers

from django.conf import settings
from whitenoise import WhiteNoise

from config.middleware import HEADERS, OF_ASSETS, RUNS_NOTHING
from config.wsgi import application as site

HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")  # a name with its content's hash never means anything else
SHOWN = (".avif", ".gif", ".jpg", ".jpeg", ".png", ".webp")
FOREVER = "public, max-age=31536000, immutable"


def _asset_headers(headers: Headers, path: str, url: str) -> None:
    _say(headers, OF_ASSETS)
    headers["Cache-Control"] = FOREVER if HASHED.search(url) else "no-cache"


def _media_headers(headers: Headers, path: str, url: str) -> None:
    """Uploads are shown or handed over, never run (nginx/media.conf says the same)."""
    _say(headers, HEADERS)
    headers["Content-Security-Policy"] = RUNS_NOTHING
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["Content-Disposition"] = "inline" if path.lower().endswith(SHOWN) else "attachment"
    headers["Cache-Control"] = FOREVER


def _say(headers: Headers, said: dict[str, str]) -> None:
    for name, value in said.items():
        headers[name] = value


assets = WhiteNoise(
    site,
    root=str(settings.STATIC_ROOT),
    prefix=settings.STATIC_URL,
    allow_all_origins=False,
    add_headers_function=_asset_headers,
)
application = WhiteNoise(
    assets,
    root=str(settings.MEDIA_ROOT),
    prefix=settings.MEDIA_URL,
    autorefresh=True,  # uploads come while the site runs
    allow_all_origins=False,
    add_headers_function=_media_headers,
)
