"""The smallest Django there is, to measure beside."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

settings.configure(
    SECRET_KEY="hello-" * 10, ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[], LOGGING_CONFIG=None
)
django.setup(set_prefix=False)


def hello(request: HttpRequest) -> HttpResponse:
    """Say it."""
    return HttpResponse("hello, world")


urlpatterns = [re_path(".*", hello)]
application = WSGIHandler()
