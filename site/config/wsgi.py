"""The application for every WSGI server."""

import os
from typing import Any, cast

from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  (Django loads the views at the first request: in each worker again)
cast(Any, engines["jinja2"]).load_all()  # nor do workers read a newer release's, which is laid over this one
