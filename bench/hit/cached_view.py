"""Django's own per-view cache, at its best: the page is stored compressed, with its entity tag."""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import cache_page
from django.views.decorators.http import conditional_page
from django.views.decorators.vary import vary_on_headers

PAGES = Path(os.environ.get("HIT_PAGES_FOLDER", "."))

settings.configure(
    SECRET_KEY="cached-" * 10,
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[],
    LOGGING_CONFIG=None,
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": os.environ.get("HIT_REDIS", "redis://"),
        }
    },
)
django.setup(set_prefix=False)


@conditional_page
@cache_page(24 * 60 * 60)
@conditional_page
@vary_on_headers("Accept-Encoding")
def page(request: HttpRequest, name: str) -> HttpResponse:
    """The page as the site keeps it; whoever asks here takes gzip."""
    body = (PAGES / f"{name}.html.gz").read_bytes()
    return HttpResponse(body, headers={"Content-Encoding": "gzip"})


urlpatterns = [path("<path:name>.html", page)]
application = WSGIHandler()
