"""The doctor finds what is wrong, each of it by itself, and says how it is mended."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone
from redis import Redis

from accounts.models import User
from blog.models import Post
from content.markdown import RENDERER
from content.models import SearchDue
from operations import serving
from operations.doctor import machine, media, public, stores
from tests import world
from tests.deploy.running import free_port
from tests.redis_fixture import POLICY

pytestmark = pytest.mark.django_db


class Site:
    """An installation with nothing wrong, and what a test may break of it."""

    def __init__(self, settings: Any, monkeypatch: Any, folder: Path, redis: Redis) -> None:
        self.settings, self.patch, self.folder, self.redis = settings, monkeypatch, folder, redis

    def backup(self, age: timedelta, under: str = "backups") -> None:
        place = self.folder / under / "backups" / f"{timezone.now() - age:%Y%m%dT%H%M%SZ}"
        place.mkdir(parents=True)
        (place / "manifest").touch()

    def break_off(self, error: Exception) -> Callable[..., Any]:
        def fail(*args: Any, **kwargs: Any) -> Any:
            raise error

        return fail


@pytest.fixture
def site(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pages_redis: Redis
) -> Iterator[Site]:
    settings.VAR = settings.BASE_DIR = tmp_path
    settings.MEDIA_ROOT, settings.STATIC_ROOT = tmp_path / "media", tmp_path / "static"
    settings.BACKUP_TO, settings.BACKUP_RECIPIENTS = str(tmp_path / "backups"), ["age1x"]
    settings.SITE_URL, settings.IS_HTTPS, settings.IS_LOCAL = "https://example.org", True, False
    settings.SECOND_FACTOR_REQUIRED = True
    settings.SECRET_KEY, settings.ALLOWED_HOSTS = (
        "a key of the fixture's own, as long as it takes to be one",
        ["example.org"],
    )
    settings.NGINX_CONF, settings.TLS_KEY = tmp_path / "nginx.conf", str(tmp_path / "privkey.pem")
    settings.TLS_CERTIFICATE = str(tmp_path / "fullchain.pem")
    for name in ("media", "static"):
        (tmp_path / name).mkdir()
    for name in ("routes.lua", "static/staticfiles.json"):
        (tmp_path / name).touch()
    serving.write(settings.NGINX_CONF)
    monkeypatch.setattr(public, "_ends", lambda host, port: timezone.now() + timedelta(days=60))
    monkeypatch.setattr(machine, "_database_file", lambda: None)
    as_it_was(pages_redis)
    world.ines()
    made = Site(settings, monkeypatch, tmp_path, pages_redis)
    made.backup(timedelta(hours=1))
    yield made
    as_it_was(pages_redis)


def as_it_was(redis: Redis) -> None:
    """Its settings are those of the whole run."""
    for name, value in (("save", ""), ("maxmemory", "64mb"), ("maxmemory-policy", POLICY)):
        redis.config_set(name, value)


def said() -> str:
    """What the doctor says where something is wrong."""
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("doctor", stdout=out, no_color=True)
    return "\n".join(line for line in out.getvalue().splitlines() if line.startswith("  ✗"))


def an_old_database(site: Site) -> None:
    site.patch.setattr(machine.sqlite3, "sqlite_version_info", (3, 8, 0))
    site.patch.setattr(stores, "OLDEST_POSTGRESQL", 10**9)


def a_key_for_all(site: Site) -> None:
    (site.folder / "secret_key").write_text("x")
    (site.folder / "secret_key").chmod(0o644)


def a_certificates_key_for_all(site: Site) -> None:
    (site.folder / "privkey.pem").write_text("x")
    (site.folder / "privkey.pem").chmod(0o644)


def clocks_apart(site: Site) -> None:
    site.patch.setattr(machine.time, "time", lambda: 0.0)


def another_policy(site: Site) -> None:
    site.redis.config_set("maxmemory-policy", "allkeys-lru")


def a_general_redis_that_forgets(site: Site) -> None:
    """Another Redis, as what it says of itself alone."""
    said = {"run_id": "another", "maxmemory_policy": "allkeys-lfu"}
    site.patch.setattr(stores, "_is_redis", lambda alias: True)
    site.patch.setattr(stores, "caches", {"default": SimpleNamespace(client=_client(said))})


def _client(said: dict[str, str]) -> SimpleNamespace:
    return SimpleNamespace(get_client=lambda: SimpleNamespace(info=lambda: said))


def a_bucket(site: Site, *, takes: bool = True, **said: int) -> None:
    """A bucket that answers an object, and the list of all, as is said."""
    site.settings.MEDIA_STORE = "s3://bucket/site?endpoint=https://store.example"
    away = site.break_off(ConnectionError("nobody there"))
    storage = SimpleNamespace(save=(lambda *_: None) if takes else away, delete=lambda name: None)
    site.patch.setattr(media, "default_storage", storage)
    object_, list_ = said.get("object", 200), said.get("list", 403)
    site.patch.setattr(media, "_asked", lambda url: list_ if "list-type" in url else object_)
    serving.write(site.settings.NGINX_CONF)


FAULTS: dict[str, tuple[Callable[[Site], object], str]] = {
    "an old Python": (lambda site: site.patch.setattr(machine.sys, "version_info", (3, 9)), "Python"),
    "an old database": (an_old_database, "is too old"),
    "a full disk": (lambda site: site.patch.setattr(machine, "LEAST_FREE", 10**9), "MB are free"),
    "no folder for pictures": (lambda site: (site.folder / "media").rmdir(), "media is not there"),
    "a folder of somebody else's": (
        lambda site: site.patch.setattr(machine.os, "access", lambda path, mode: "media" not in str(path)),
        "cannot be written to",
    ),
    "a key that everybody reads": (a_key_for_all, "can read"),
    "a certificate's key that everybody reads": (a_certificates_key_for_all, "can read"),
    "a bucket that is away": (lambda site: a_bucket(site, takes=False), "takes nothing: nobody there"),
    "a bucket that nginx cannot read": (
        lambda site: a_bucket(site, object=403),
        "nginx cannot read the bucket",
    ),
    "a bucket that anybody can list": (lambda site: a_bucket(site, list=200), "Anybody can list the bucket"),
    "clocks apart": (clocks_apart, "s apart"),
    "no database": (
        lambda site: site.patch.setattr(connection, "cursor", site.break_off(OperationalError("gone"))),
        "The database does not answer: gone",
    ),
    "migrations due": (
        lambda site: site.patch.setattr(
            stores.MigrationExecutor, "migration_plan", lambda self, nodes: [1, 2]
        ),
        "2 migrations are due",
    ),
    "a trigger that is missing": (
        lambda site: site.patch.setattr(stores.triggers, "verify", lambda database: ["blog_post"]),
        "not all seen: blog_post",
    ),
    "search far behind": (
        lambda site: (
            site.patch.setattr(stores, "MOST_WAITING", 0),
            SearchDue.objects.create(pk=4815, of="post"),
        ),
        "Search has not looked at",
    ),
    "a wrong policy": (another_policy, "maxmemory-policy allkeys-lru"),
    "a Redis that takes all memory": (lambda site: site.redis.config_set("maxmemory", "0"), "all memory"),
    "pages written to disk": (lambda site: site.redis.config_set("save", "900 1"), "writes pages to disk"),
    "a Redis that is gone": (
        lambda site: site.patch.setattr(stores.link, "info", site.break_off(stores.link.Away("gone"))),
        "pages' Redis does not answer: gone",
    ),
    "one Redis for both": (
        lambda site: setattr(
            site.settings,
            "CACHES",
            site.settings.CACHES | {"default": site.settings.CACHES["pages"]},
        ),
        "Both aliases are one Redis",
    ),
    "a cache that is gone": (
        lambda site: setattr(
            site.settings,
            "CACHES",
            site.settings.CACHES
            | {"default": {"BACKEND": "ephemeral.files.Cache", "LOCATION": "/proc/nowhere"}},
        ),
        "The cache, a folder, does not answer",
    ),
    "no keeper": (lambda site: site.redis.delete(stores.store.FRESH), "No kept page is trusted"),
    "no routes": (lambda site: (site.folder / "routes.lua").unlink(), "no table of the routes"),
    "DEBUG": (lambda site: setattr(site.settings, "DEBUG", True), "DEBUG is on"),
    "no https": (lambda site: setattr(site.settings, "IS_HTTPS", False), "not https"),
    "a key that can be guessed": (lambda site: setattr(site.settings, "SECRET_KEY", "x" * 60), "guessed"),
    "any name is answered": (lambda site: setattr(site.settings, "ALLOWED_HOSTS", ["*"]), "any name"),
    "its own name is refused": (
        lambda site: setattr(site.settings, "ALLOWED_HOSTS", ["localhost"]),
        "refuses its own name",
    ),
    "a configuration of yesterday": (
        lambda site: (site.folder / "nginx.conf").write_text("worker_processes 2;"),
        "is not of these settings",
    ),
    "no configuration for nginx": (
        lambda site: (site.folder / "nginx.conf").unlink(),
        "What nginx reads cannot be read",
    ),
    "a proxy that is anybody": (
        lambda site: (
            setattr(site.settings, "TRUSTED_PROXIES", ["10.0.0.5", "0.0.0.0/0"]),
            serving.write(site.settings.NGINX_CONF),
        ),
        "Anybody may say where he comes from",
    ),
    "a general Redis that forgets": (a_general_redis_that_forgets, "forgets things (allkeys-lfu)"),
    "a certificate that ends": (
        lambda site: site.patch.setattr(
            public, "_ends", lambda host, port: timezone.now() + timedelta(days=3)
        ),
        "The certificate ends on",
    ),
    "a certificate of another": (
        lambda site: site.patch.setattr(public, "_ends", site.break_off(ssl.SSLError(1, "no match"))),
        "is not right",
    ),
    "a name that leads elsewhere": (
        lambda site: site.patch.setattr(public, "_ends", site.break_off(socket.gaierror("unknown"))),
        "cannot be reached",
    ),
    "no assets": (lambda site: (site.folder / "static/staticfiles.json").unlink(), "assets were not made"),
    "letters to the log": (
        lambda site: setattr(
            site.settings, "EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
        ),
        "only printed",
    ),
    "a mail server that refuses": (
        lambda site: site.patch.setattr(
            "django.core.mail.backends.locmem.EmailBackend.open",
            site.break_off(smtplib.SMTPException("no")),
        ),
        "does not take letters: no",
    ),
    "nobody who can log in": (lambda site: User.objects.all().delete(), "Nobody can log in"),
    "no backup": (lambda site: setattr(site.settings, "BACKUP_TO", str(site.folder / "none")), "no backup"),
    "a place for backups that is none": (
        lambda site: setattr(site.settings, "BACKUP_TO", "ftp://somewhere"),
        "cannot be used",
    ),
}


def test_where_all_is_in_order_the_doctor_says_so(site: Site) -> None:
    out = StringIO()
    call_command("doctor", stdout=out)
    assert out.getvalue().endswith("Nothing is wrong.\n")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_no_other_is_named(site: Site, fault: str) -> None:
    plant, words = FAULTS[fault]
    plant(site)
    found = said()
    assert words in found
    assert found.count("✗") == 1


@pytest.mark.parametrize(("trusted", "times"), [([], 1), (["10.0.0.5"], 0)])
def test_another_server_that_ends_tls_is_worth_naming(site: Site, trusted: list[str], times: int) -> None:
    site.settings.TLS_CERTIFICATE, site.settings.TRUSTED_PROXIES = "", trusted
    serving.write(site.settings.NGINX_CONF)
    out = StringIO()
    call_command("doctor", stdout=out)
    assert out.getvalue().count("all readers seem to come from there") == times


def test_an_old_backup_is_named_with_its_date(site: Site) -> None:
    site.settings.BACKUP_TO = str(site.folder / "old")
    site.backup(timedelta(days=9), under="old")
    assert "The newest backup is of" in said()


@pytest.mark.parametrize("name", ["SENTRY_DSN", "OTEL_EXPORTER_OTLP_ENDPOINT"])
def test_a_receiver_that_is_away_is_worth_knowing_and_no_more(site: Site, name: str) -> None:
    setattr(site.settings, name, f"http://k3y@127.0.0.1:{free_port()}/1")
    out = StringIO()
    call_command("doctor", stdout=out, no_color=True)
    assert f"· {name}: 127.0.0.1 cannot be reached" in out.getvalue()
    assert "k3y" not in out.getvalue()


def test_texts_of_an_older_renderer_are_worth_knowing_while_there_are_any(site: Site) -> None:
    world.post()
    for renderer, times in (("1", 1), (RENDERER, 0)):
        Post.objects.update(renderer=renderer)
        out = StringIO()
        call_command("doctor", stdout=out, no_color=True)
        assert out.getvalue().count("· Texts that are as an older release rendered them: 1.") == times
