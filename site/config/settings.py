"""Django's settings: defaults that serve, all of them changed by the environment (.env.example)."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import environment
from pagecache.build import fingerprint

BASE_DIR = Path(__file__).resolve().parent.parent.parent

environment.read_env_file(BASE_DIR / ".env")
VAR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var")))  # all that the running site writes

DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.secret_key(DEBUG, VAR)
# What seals secrets in the database: the first key seals, each of them opens (docs/accounts.md).
SEALING_KEYS = environment.words("SEALING_KEYS") or [SECRET_KEY]
PORT = environment.text("PORT", "8000")
SITE_URL = environment.text("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}; it takes an address like https://example.org.")
IS_HTTPS = _site.scheme == "https"
IS_LOCAL = _site.hostname in {"127.0.0.1", "localhost", "::1"}
if DEBUG and not IS_LOCAL:
    raise ImproperlyConfigured("DEBUG is on, but SITE_URL is a public address. Set DEBUG=0.")

# From the configuration, never from the request; the loopback names serve checks on the machine itself.
ALLOWED_HOSTS = [_site.hostname, "127.0.0.1", "localhost"]
USE_X_FORWARDED_HOST = False
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "pagecache",
    "ephemeral",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts",
    "media",
    "content",
    "blog",
    "pages",
    "front",
    "api",
    "studio",
    "importers",
    "operations",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "compressor",
    "django_htmx",
]

MIDDLEWARE = [
    "config.middleware.RequestId",
    "config.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "pagecache.router.PublicRouter",
    # From here on: only what is not public.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.SecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "config.templates.Backend",
        "DIRS": [BASE_DIR / "jinja2"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "config.templates.environment",
            "extensions": ["config.compressed.Compressed", "jinja2.ext.i18n"],
            "context_processors": ["config.context.site"],
        },
    },
    {  # the admin's own pages, and django-compressor needs one to be there
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = {
    "default": environment.database(environment.text("DATABASE_URL", "sqlite:///var/stet.sqlite3"), BASE_DIR)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _redis(url: str) -> dict[str, Any]:
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": url,
        "OPTIONS": {
            "CONNECTION_POOL_KWARGS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.25},
            "SERIALIZER": "django_redis.serializers.json.JSONSerializer",  # nothing is ever unpickled
        },
    }


# Commands beside a running site talk to its servers; an empty variable says that there are none.
PAGES_REDIS_URL = environment.redis("PAGES_REDIS_URL", VAR / "run" / "pages.sock")
REDIS_URL = environment.redis("REDIS_URL", VAR / "run" / "redis.sock")
# What the site remembers for a while (docs/servers.md); never in each process by itself: counts would not
# add up.
_cache = environment.cache(environment.text("CACHE_URL", "redis:"), BASE_DIR)
CACHES = {
    "default": _cache or (_redis(REDIS_URL) if REDIS_URL else environment.cache("database:", BASE_DIR)),
    # Of a release, while it joins them.
    "assets": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
if PAGES_REDIS_URL:
    CACHES["pages"] = _redis(PAGES_REDIS_URL)

PAGECACHE = {
    "TRACKED": "config.tracking.tracked",
    "NEXT_CHANGE": "config.tracking.next_change",
    "HEED": "config.heeding.heed",
    "IS_OURS": "accounts.neighbours.is_ours",  # an address where our own nginx may stand
    "AUDIT_EVERY": 60,  # seconds between two kept pages that are compared with a fresh render
}
PAGECACHE_STRICT = DEBUG
# A policy without inline scripts leaves no other place to say what a browser may fetch ahead.
PAGE_HEADERS = {"Speculation-Rules": '"/speculation-rules.json"'}
# What stands on every page besides content; another value makes every kept page invalid.
BUILD = environment.text("BUILD") or fingerprint(
    *(BASE_DIR / folder for folder in ("site", "blog", "pages", "jinja2", "assets"))
)

# With these two nginx ends TLS, where no other server does; and where it finds its configuration.
TLS_CERTIFICATE = environment.text("TLS_CERTIFICATE")
TLS_KEY = environment.text("TLS_KEY")
NGINX_CONF = Path(environment.text("NGINX_CONF", str(VAR / "nginx.conf")))
# For several machines: where nginx listens, where each gunicorn is, and which addresses are the site's own.
LISTEN = environment.text("LISTEN", "127.0.0.1")
WEB_SERVERS = environment.places("WEB_SERVERS")
NEIGHBOURS = environment.networks("NEIGHBOURS")
# Load balancers and the like in front of nginx, whose word on where a reader comes from is believed.
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")

# Where nginx says what became of its requests, and who else tells monitors and the studio how the site fares.
EDGE_STATUS = environment.words("EDGE_STATUS") or ([f"{SITE_URL}/edge-status"] if IS_LOCAL else [])
METRICS = ["operations.fares.gauges"]
STATUS = "operations.fares.status"

# A CDN in front of nginx, which is told what changes: cloudflare, fastly or varnish (docs/cdn.md).
CDN = environment.choice("CDN", ("cloudflare", "fastly", "varnish"))
CDN_URL = environment.words("CDN_URL")  # where it is told; Varnish's addresses, one for each
CDN_SERVICE = environment.text("CDN_SERVICE")  # Cloudflare's zone, Fastly's service
CDN_TOKEN = environment.text("CDN_TOKEN")

# Where search engines hear of what changed, if the site's settings say that they may; one tells the others.
INDEXNOW_URL = environment.text("INDEXNOW_URL", "https://api.indexnow.org/indexnow")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backend.Backend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "studio:desk"
LOGOUT_REDIRECT_URL = "front:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# django-allauth logs in and keeps the second factors; its pages are those of jinja2/account and jinja2/mfa.
ACCOUNT_ADAPTER = "accounts.adapters.Account"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]  # nobody signs up: people are invited
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation came by mail; a new address is confirmed before it counts
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# accounts.throttling counts, in the database: a cache may be one for each process, and forgets.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "accounts.adapters.Factors"
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.FirstCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a telephone's clock may be off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
# Editors and admins need one where the site is public; a first hour on one's own machine only hears of it.
SECOND_FACTOR_REQUIRED = environment.flag("SECOND_FACTOR_REQUIRED", IS_HTTPS and not IS_LOCAL)

LANGUAGE_CODE = "en"
TIME_ZONE = environment.text("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "assets"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "compressor.finders.CompressorFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", str(VAR / "media")))
# For several machines: a bucket of an S3-compatible store instead of that folder (docs/several-machines.md).
MEDIA_STORE = environment.bucket("MEDIA_STORE")
STORAGES = {
    "default": {"BACKEND": "media.store.Store", "OPTIONS": {"place": MEDIA_STORE}}
    if MEDIA_STORE
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644

# A folder or s3://bucket/prefix; the worker makes one every so many minutes, 0 for none (docs/backups.md).
BACKUP_TO = environment.text("BACKUP_TO", str(VAR / "backups"))
BACKUP_EVERY = environment.number("BACKUP_EVERY", 0)
BACKUP_TEXTS_EVERY = environment.number("BACKUP_TEXTS_EVERY", 24)  # hours; texts as open files, 0: never
BACKUP_RECIPIENTS = environment.words("BACKUP_RECIPIENTS")  # public keys of age, to seal them with
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

COMPRESS_ENABLED = not DEBUG
COMPRESS_CACHE_BACKEND = "assets"
COMPRESS_OFFLINE = not DEBUG
COMPRESS_ROOT = STATIC_ROOT
COMPRESS_CSS_HASHING_METHOD = None  # what a sheet names has its hash in the name already, as it is preloaded
COMPRESS_FILTERS = {
    "css": ["compressor.filters.css_default.CssAbsoluteFilter", "config.stylesheets.Tighten"],
    "js": ["compressor.filters.jsmin.rJSMinFilter"],
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "studio.door.too_old"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
if IS_HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
# config.middleware.SecurityHeaders says the same on every answer; Django's checks look for it here.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = None  # SecurityHeaders says both, of pages
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked by the machine itself
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options is among SecurityHeaders
    "security.W022",  # and so is Referrer-Policy
    "security.W021",  # a domain on the browsers' preload lists cannot come back from it: its owner's decision
]

vars().update(environment.email(environment.text("EMAIL_URL", "console:")))
DEFAULT_FROM_EMAIL = environment.text("FROM_EMAIL", f"stet@{_site.hostname}")

# The read API knows nobody and speaks JSON alone; what it says follows from the address.
REST_FRAMEWORK = {
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Read API",
    "DESCRIPTION": "What readers see on this site, as JSON.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,  # `fields` may leave any of them out
}

LOGGING_CONFIG = "config.logs.configure"
LOGGING: dict[str, Any] = {"level": environment.text("LOG_LEVEL", "INFO"), "json": not DEBUG}
# Who is told of faults besides the log: Sentry, or what speaks as it does (docs/watching.md).
SENTRY_DSN = environment.receiver("SENTRY_DSN")
if SENTRY_DSN:
    LOGGING["reports"] = {"dsn": SENTRY_DSN, "release": BUILD}
# Who is told of requests: a collector of OpenTelemetry.
OTEL_EXPORTER_OTLP_ENDPOINT = environment.collector("OTEL_EXPORTER_OTLP_ENDPOINT")
if OTEL_EXPORTER_OTLP_ENDPOINT:
    MIDDLEWARE.insert(1, "config.tracing.Spans")  # inside of what names the request
