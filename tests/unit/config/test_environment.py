"""What the environment may say, and the sentence for what it may not."""

import socket
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

BASE = Path("/srv/site")


def test_sqlite_is_kept_under_the_project_or_where_an_absolute_path_says():
    assert environment.database("sqlite:///var/stet.sqlite3", BASE)["NAME"] == "/srv/site/var/stet.sqlite3"
    assert environment.database("sqlite:////tmp/x.sqlite3", BASE)["NAME"] == "/tmp/x.sqlite3"


def test_sqlite_survives_power_loss_and_writers_wait_for_each_other():
    options = environment.database("sqlite:///x", BASE)["OPTIONS"]
    assert "synchronous=FULL" in options["init_command"]
    assert options["transaction_mode"] == "IMMEDIATE"


def test_postgresql_by_address_or_by_socket():
    named = environment.database("postgresql://ines:p%40ss@db:5433/stet", BASE)
    assert (named["USER"], named["PASSWORD"], named["HOST"], named["PORT"]) == ("ines", "p@ss", "db", "5433")
    assert environment.database("postgresql:///stet?host=/run/pg", BASE)["HOST"] == "/run/pg"


def test_the_sites_own_redis_is_found_where_it_runs(monkeypatch, tmp_path):
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    assert environment.redis("REDIS_URL", tmp_path / "redis.sock") == ""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("redis.sock")
        assert environment.redis("REDIS_URL", tmp_path / "redis.sock") == "unix://?path=redis.sock"
        monkeypatch.setenv("REDIS_URL", "")
        assert environment.redis("REDIS_URL", tmp_path / "redis.sock") == ""


def test_another_database_is_refused_with_the_forms_there_are():
    with pytest.raises(ImproperlyConfigured, match="it takes sqlite:///"):
        environment.database("mysql://x", BASE)


def test_a_switch_is_yes_or_no(monkeypatch):
    monkeypatch.setenv("DEBUG", "on")
    assert environment.flag("DEBUG")
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="takes 1 or 0"):
        environment.flag("DEBUG")


def test_mail_by_smtp_or_on_the_console():
    assert environment.email("smtps://u:p@mail.example.org")["EMAIL_PORT"] == 465
    assert "console" in environment.email("console:")["EMAIL_BACKEND"]
    with pytest.raises(ImproperlyConfigured):
        environment.email("pigeon://")


def test_a_short_or_missing_key_is_refused(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="make run"):
        environment.secret_key(debug=False, var=tmp_path)
    (tmp_path / "secret_key").write_text("k" * 60)
    assert environment.secret_key(debug=False, var=tmp_path) == "k" * 60


def test_an_env_file_never_overrules_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("STET_A", "set")
    monkeypatch.delenv("STET_B", raising=False)
    (tmp_path / ".env").write_text("# a comment\nSTET_A=file\nSTET_B='quoted'\n")
    environment.read_env_file(tmp_path / ".env")
    assert (environment.text("STET_A"), environment.text("STET_B")) == ("set", "quoted")
    monkeypatch.delenv("STET_B")


@pytest.mark.parametrize("said", ["store.example", "s3://", "s3://bucket?endpoint=store.example"])
def test_what_is_no_bucket_is_refused(monkeypatch, said):
    monkeypatch.setenv("MEDIA_STORE", said)
    with pytest.raises(ImproperlyConfigured, match=r"MEDIA_STORE: .* it takes"):
        environment.bucket("MEDIA_STORE")


def test_a_bucket_without_what_it_needs_is_refused_with_the_command(monkeypatch):
    monkeypatch.setenv("MEDIA_STORE", "s3://bucket/site")
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install --require-hashes -r requirements-s3\.txt"):
        environment.bucket("MEDIA_STORE")


def test_the_other_machines_are_named_as_nginx_writes_them(monkeypatch):
    monkeypatch.setenv("WEB_SERVERS", "10.0.0.21:8000, [fd00::1]:8000 app.internal:80")
    assert environment.places("WEB_SERVERS") == ["10.0.0.21:8000", "[fd00::1]:8000", "app.internal:80"]
    monkeypatch.setenv("WEB_SERVERS", "10.0.0.21")
    with pytest.raises(ImproperlyConfigured, match="it takes servers like"):
        environment.places("WEB_SERVERS")


def test_neighbours_are_addresses_or_networks(monkeypatch):
    monkeypatch.setenv("NEIGHBOURS", "10.0.0.7, 10.1.0.0/24")
    assert environment.networks("NEIGHBOURS") == ["10.0.0.7", "10.1.0.0/24"]
    monkeypatch.setenv("NEIGHBOURS", "10.0.0.7/24")
    with pytest.raises(ImproperlyConfigured, match="NEIGHBOURS has"):
        environment.networks("NEIGHBOURS")


@pytest.mark.parametrize(
    ("url", "backend", "place"),
    [
        ("memcached://10.0.0.1:11211,10.0.0.2:11211", "memcached", ["10.0.0.1:11211", "10.0.0.2:11211"]),
        ("memcached:///run/memcached.sock", "memcached", ["unix:/run/memcached.sock"]),
        ("database:", "database", None),
        ("file:///var/cache", "files", "/srv/site/var/cache"),
        ("file:////srv/cache", "files", "/srv/cache"),
    ],
)
def test_the_cache_is_where_it_was_said(url, backend, place):
    chosen = environment.cache(url, BASE)
    assert (chosen["BACKEND"], chosen.get("LOCATION")) == (f"ephemeral.{backend}.Cache", place)


@pytest.mark.parametrize("url", ["locmem:", "memcached:", "file:", "dummy://", "127.0.0.1:11211"])
def test_a_cache_that_would_not_hold_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL is"):
        environment.cache(url, BASE)


def test_memcached_wants_its_client(monkeypatch):
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements-memcached\.txt"):
        environment.cache("memcached://127.0.0.1:11211", BASE)


@pytest.mark.parametrize(
    "said", ["sentry.example", "https://sentry.example/1", "https://key@sentry.example/"]
)
def test_what_is_no_dsn_is_refused_and_not_repeated(monkeypatch, said):
    monkeypatch.setenv("SENTRY_DSN", said)
    with pytest.raises(ImproperlyConfigured, match=r"^SENTRY_DSN is no DSN; it takes"):
        environment.receiver("SENTRY_DSN")


def test_sentry_wants_its_library(monkeypatch):
    monkeypatch.setenv("SENTRY_DSN", "https://key@sentry.example/1")
    assert environment.receiver("SENTRY_DSN") == "https://key@sentry.example/1"
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"SENTRY_DSN .* -r requirements-sentry\.txt"):
        environment.receiver("SENTRY_DSN")


def test_a_collector_is_an_address_and_wants_its_library(monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318/")
    assert environment.collector("OTEL_EXPORTER_OTLP_ENDPOINT") == "http://127.0.0.1:4318"
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"OTEL_.* -r requirements-otel\.txt"):
        environment.collector("OTEL_EXPORTER_OTLP_ENDPOINT")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4318")
    with pytest.raises(ImproperlyConfigured, match="it takes an address like"):
        environment.collector("OTEL_EXPORTER_OTLP_ENDPOINT")
