"""The site's settings as the tests run them: strict, and quick where quickness hides nothing."""

import os
import tempfile

os.environ["PAGES_REDIS_URL"] = os.environ["REDIS_URL"] = ""  # never those of a site that runs here
os.environ.setdefault("SECRET_KEY", "a-key-for-the-tests-only-" * 3)

from config.settings import *  # noqa: F403
from config.settings import CACHES, DATABASES, STORAGES

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, which threads can share, and one for each run, so that runs side by side do not meet.
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/stet-test-{os.getpid()}.sqlite3"}

# One process, whose tests are not to find each other's counts in the database, nor to write them.
CACHES = CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

EDGE_STATUS: list[str] = []  # nor that of one
PAGECACHE_STRICT = True  # a view that touches anything personal fails its test
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
COMPRESS_ENABLED = COMPRESS_OFFLINE = False
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
