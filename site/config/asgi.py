"""The application for every ASGI server."""

import os

from django.core.asgi import get_asgi_application
from django.db import connections
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()
get_resolver().url_patterns  # noqa: B018  (as in config/wsgi.py)
# Django gives each request a thread of its own here, and with it a connection that no later one takes up.
for database in connections.settings.values():
    database["CONN_MAX_AGE"] = 0
