"""A worker in a process of its own, on the database of the tests: one that can be killed."""

import os
import subprocess
import sys
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

SET_UP = """
import os, sys
sys.path[:0] = [".", "site"]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
"""


def started(code: str, **said: str) -> "subprocess.Popen[bytes]":
    """A worker that runs *code*; *said* is what else its environment says."""
    environ = os.environ | {"DATABASE_URL": _database(), "REDIS_URL": "", "PAGES_REDIS_URL": ""}
    environ |= {"DEBUG": "0", "SECRET_KEY": str(settings.SECRET_KEY)} | said
    return subprocess.Popen([sys.executable, "-c", SET_UP + code], cwd=settings.BASE_DIR, env=environ)


def _database() -> str:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    who = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}@localhost:{known['PORT'] or 5432}"
    return f"postgresql://{who}/{known['NAME']}?{urlencode({'host': known['HOST']})}"
