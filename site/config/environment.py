"""What the environment says: every setting has a default that serves, and a wrong value a plain sentence."""

import os
import re
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from media.bucket import bucket_at

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"  # an acknowledged save survives power loss
    "PRAGMA journal_size_limit=27103364;"
)
# A server whose machine is gone says nothing; TCP alone would believe in it for a quarter of an hour.
FOR_A_LOST_MACHINE = {
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # ms
}


def text(name: str, default: str = "") -> str:
    """The variable *name*, or *default* where it is absent or empty."""
    return os.environ.get(name) or default


def words(name: str) -> list[str]:
    """The variable *name*, which lists words between commas or spaces."""
    return text(name).replace(",", " ").split()


def flag(name: str, default: bool = False) -> bool:
    """The variable *name* as yes or no.

    Raises ImproperlyConfigured for anything that is neither.
    """
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it takes 1 or 0.")


def choice(name: str, known: Sequence[str]) -> str:
    """The variable *name*, one of the words *known*, or an empty text.

    Raises ImproperlyConfigured for any other word.
    """
    value = text(name)
    if value and value not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}; it takes {', '.join(known)}, or nothing.")
    return value


def number(name: str, default: int) -> int:
    """The variable *name* as a whole number that is not negative.

    Raises ImproperlyConfigured for anything else.
    """
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; it takes a whole number.")
    return int(value)


def read_env_file(path: Path) -> None:
    """Take the variables of a .env file that the environment does not set itself."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def database(url: str, base: Path) -> dict[str, Any]:
    """Django's settings for a DATABASE_URL: ``sqlite:///path`` (relative to *base*) or ``postgresql://…``.

    Raises ImproperlyConfigured for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(
            base / parts.path.removeprefix("/") if parts.path[:2] != "//" else Path(parts.path[1:])
        )
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(parts)
    raise ImproperlyConfigured(
        f"DATABASE_URL starts with {parts.scheme!r}; it takes sqlite:///var/stet.sqlite3 or postgresql://…"
    )


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "pagecache.db.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,  # opening it anew, with its pragmas, would be a good part of a short answer
        # IMMEDIATE: two writers wait for each other instead of failing half way.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
    }


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    query: Mapping[str, str] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "pagecache.db.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(FOR_A_LOST_MACHINE),
    }


def redis(name: str, own_socket: Path) -> str:
    """The variable *name*; where it is not set, the site's own server if it runs, else an empty text."""
    default = f"unix://?path={quote(os.path.relpath(own_socket))}" if own_socket.is_socket() else ""
    return os.environ.get(name, default)


def bucket(name: str) -> str:
    """The variable *name*, which names a bucket (``media.bucket``) or nothing.

    Raises ImproperlyConfigured for anything else, and where what a bucket needs is not installed.
    """
    place = text(name)
    if not place:
        return ""
    try:
        bucket_at(place)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error
    _want(name, "requirements-s3.txt", "storages", "boto3")
    return place


def places(name: str) -> list[str]:
    """The variable *name*, which lists servers as host:port.

    Raises ImproperlyConfigured for anything else.
    """
    said = words(name)
    for place in said:
        if not re.fullmatch(r"([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}", place):
            raise ImproperlyConfigured(f"{name} has {place!r}; it takes servers like 10.0.0.21:8000.")
    return said


def networks(name: str) -> list[str]:
    """The variable *name*, which lists addresses or networks.

    Raises ImproperlyConfigured for anything else.
    """
    said = words(name)
    for network in said:
        try:
            ip_network(network)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} has {network!r}; it takes 10.0.0.7 or 10.0.0.0/24."
            ) from error
    return said


def cache(url: str, base: Path) -> dict[str, Any]:
    """Django's settings for a CACHE_URL; empty for ``redis:``, which is where REDIS_URL says.

    ``memcached://host:port`` (several with commas), ``memcached:///run/memcached.sock``, ``database:``,
    ``file:///path`` (relative to *base*, as SQLite's). Raises ImproperlyConfigured for any other, and for
    Memcached where its client is not installed.
    """
    kind, _, place = url.partition(":")
    path = place.removeprefix("//")
    match kind:
        case "redis":
            return {}
        case "memcached" if path:
            return {"BACKEND": "ephemeral.memcached.Cache", "LOCATION": _memcached(path)}
        case "database":
            return {"BACKEND": "ephemeral.database.Cache"}
        case "file" if path.strip("/"):
            folder = Path(path[1:]) if path[:2] == "//" else base / path.removeprefix("/")
            return {"BACKEND": "ephemeral.files.Cache", "LOCATION": str(folder)}
    raise ImproperlyConfigured(
        f"CACHE_URL is {url!r}; it takes redis:, memcached://host:port, database: or file:///var/cache."
    )


def _memcached(path: str) -> list[str]:
    _want("CACHE_URL", "requirements-memcached.txt", "pymemcache")
    return [f"unix:{path}"] if path.startswith("/") else path.split(",")


def receiver(name: str) -> str:
    """The variable *name*, which is the DSN of a Sentry's project, or nothing.

    Raises ImproperlyConfigured for anything else, and where what it needs is not installed.
    """
    said = text(name)
    if not said:
        return ""
    parts = urlsplit(said)
    project = parts.path.rpartition("/")[2]
    if not (parts.scheme in {"http", "https"} and parts.hostname and parts.username and project.isdigit()):
        raise ImproperlyConfigured(f"{name} is no DSN; it takes https://key@sentry.example.org/1.")
    _want(name, "requirements-sentry.txt", "sentry_sdk")
    return said


def collector(name: str) -> str:
    """The variable *name*, which is where a collector of OpenTelemetry listens, or nothing.

    Raises ImproperlyConfigured for anything else, and where what it needs is not installed.
    """
    said = text(name).rstrip("/")
    if not said:
        return ""
    parts = urlsplit(said)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} is {said!r}; it takes an address like http://127.0.0.1:4318.")
    _want(name, "requirements-otel.txt", "opentelemetry")
    return said


def _want(name: str, lock: str, *modules: str) -> None:
    """What the variable *name* needs must be there; *lock* brings it."""
    if not all(map(find_spec, modules)):
        raise ImproperlyConfigured(
            f"What {name} says needs more than is installed: "
            f".venv/bin/python -m pip install --require-hashes -r {lock}"
        )


def email(url: str) -> dict[str, Any]:
    """Django's e-mail settings for an EMAIL_URL: ``console:`` or ``smtp[s]://user:password@host:port``."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme in {"smtp", "smtps"}:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
            "EMAIL_TIMEOUT": 10,  # seconds that a letter waits for an answer
        }
    raise ImproperlyConfigured(f"EMAIL_URL starts with {parts.scheme!r}; it takes console: or smtp://…")


def secret_key(debug: bool, var: Path) -> str:
    """SECRET_KEY from the environment, else from the file that the first run made.

    Raises ImproperlyConfigured when there is neither outside DEBUG, or the key is short.
    """
    kept = var / "secret_key"
    key = text("SECRET_KEY") or (kept.read_text().strip() if kept.is_file() else "")
    if not key and debug:
        return "only-for-development-" * 3
    if len(key) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or shorter than 50 characters. `make run` makes one in var/secret_key; "
            "in production set it in the environment."
        )
    return key
