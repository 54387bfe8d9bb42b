"""The configuration that ``manage.py nginx_conf`` makes, read and run by nginx."""

import http.client
import os
import re
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config.middleware import HEADERS
from machine import nginx, nginx_conf
from operations import serving
from tests.deploy.running import ROOT, free_port

HSTS = "max-age=63072000; includeSubDomains"
SELF_SIGNED = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=example.org"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    files = ["-addext", "subjectAltName=DNS:example.org", "-keyout", folder / "key", "-out", folder / "chain"]
    subprocess.run([*SELF_SIGNED.split(), *files], check=True, capture_output=True)
    return folder


@pytest.fixture
def public_site(settings: Any, tmp_path: Path, certificate: Path) -> Any:
    """An installation at https://example.org whose nginx ends TLS."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.SITE_URL, settings.IS_HTTPS = "https://example.org", True
    settings.TLS_CERTIFICATE, settings.TLS_KEY = str(certificate / "chain"), str(certificate / "key")
    settings.NGINX_CONF = tmp_path / "nginx.conf"
    return settings


class Served:
    """nginx with what the command wrote; only its ports are others."""

    def __init__(self, configuration: Path, certificate: Path) -> None:
        found = nginx.find()
        if not found or not found.is_complete:
            pytest.skip("nginx with its Lua module is not here; `make test` says how to have it")
        self.plain, self.tls, self.own, self.certificate = free_port(), free_port(), free_port(), certificate
        text = configuration.read_text()
        for port, other in ((80, self.plain), (443, self.tls)):
            text = re.sub(rf"listen (\[::\]:)?{port} ", rf"listen \g<1>{other} ", text)
        text = re.sub(r"listen 127\.0\.0\.1:\d+ ", f"listen 127.0.0.1:{self.own} ", text)
        configuration.write_text(text)
        self.command = [str(found.binary), "-p", str(ROOT), "-c", str(configuration)]
        self.env = {**os.environ, "LD_LIBRARY_PATH": found.libraries}
        tried = subprocess.run(
            [*self.command, "-t", "-q"], cwd=ROOT, env=self.env, capture_output=True, text=True
        )
        assert (tried.returncode, tried.stderr) == (0, "")
        self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.env, stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.own), 1).close()
            except OSError:
                assert time.monotonic() < end
                assert self.process.poll() is None
                time.sleep(0.05)
            else:
                return

    def shake_hands(self, name: str = "example.org", *others: str) -> ssl.SSLSocket:
        context = ssl.create_default_context(cafile=str(self.certificate / "chain"))
        context.set_alpn_protocols([*others, "http/1.1"])
        wire = socket.create_connection(("127.0.0.1", self.tls), 5)
        try:
            return context.wrap_socket(wire, server_hostname=name)
        except ssl.SSLError:
            wire.close()
            raise

    def get(self, path: str, host: str = "example.org", *, is_tls: bool = True) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.plain, timeout=5)
        if is_tls:
            connection.sock = self.shake_hands()
        try:
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        return answer

    def asked_by(self, peer: str, forwarded: str, scheme: str = "https") -> SimpleNamespace:
        """The answer to somebody at *peer* who says these things of where he comes from, and how."""
        at = http.client.HTTPConnection("127.0.0.1", self.own, timeout=5, source_address=(peer, 0))
        said = {"Host": "example.org", "X-Forwarded-For": forwarded, "X-Forwarded-Proto": scheme}
        at.request("GET", "/studio/?q=1", headers=said)
        answer = at.getresponse()
        body = answer.read().decode()
        at.close()
        return SimpleNamespace(status=answer.status, location=answer.headers["Location"], body=body)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


@pytest.fixture
def served(public_site: Any, certificate: Path) -> Iterator[Served]:
    call_command("nginx_conf", "--write", stdout=StringIO())
    running = Served(public_site.NGINX_CONF, certificate)
    try:
        yield running
    finally:
        running.end()


def test_nginx_serves_the_site_by_its_name_over_tls_alone(served: Served, public_site: Any) -> None:
    """All that one start can show, since a start is what costs here."""
    (public_site.VAR / "media/a.png").write_bytes(b"a picture")
    challenge = public_site.VAR / "acme/.well-known/acme-challenge/token"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("it is us")

    with served.shake_hands("example.org", "h2") as wire:
        assert (wire.version(), wire.selected_alpn_protocol()) == ("TLSv1.3", "h2")
    with pytest.raises(ssl.SSLError, match="unrecognized"):
        served.shake_hands("other.example")
    with pytest.raises(http.client.RemoteDisconnected):
        served.get("/", host="other.example")

    sent_on = served.get("/blog/?page=2", is_tls=False, host="whoever.example")
    assert (sent_on.status, sent_on.headers["Location"]) == (301, "https://example.org/blog/?page=2")
    assert served.get("/.well-known/acme-challenge/token", is_tls=False).status == 200

    unanswered = served.get("/blog/")  # there is no application in this test
    assert unanswered.status == 503
    assert unanswered.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    assert unanswered.headers["Strict-Transport-Security"] == HSTS
    picture = served.get("/media/a.png")
    assert (picture.status, picture.headers["Strict-Transport-Security"]) == (200, HSTS)
    assert served.get("/metrics").status in {502, 503}


class Application(BaseHTTPRequestHandler):
    """Answers what nginx says of where the reader comes from."""

    def do_GET(self) -> None:
        said = self.headers["X-Forwarded-For"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def balanced(public_site: Any, certificate: Path) -> Iterator[Served]:
    """nginx behind 127.0.0.2 and, before that, 127.0.0.3, which end TLS; and what it passes on."""
    application = ThreadingHTTPServer(("127.0.0.1", 0), Application)
    threading.Thread(target=application.serve_forever, daemon=True).start()
    public_site.TLS_CERTIFICATE = public_site.TLS_KEY = ""
    public_site.TRUSTED_PROXIES = ["127.0.0.2", "127.0.0.3/32"]
    public_site.WEB_SERVERS = [f"127.0.0.1:{application.server_port}"]
    call_command("nginx_conf", "--write", stdout=StringIO())
    running = Served(public_site.NGINX_CONF, certificate)
    try:
        yield running
    finally:
        running.end()
        application.shutdown()
        application.server_close()


def test_only_a_trusted_proxy_says_where_a_reader_comes_from(balanced: Served) -> None:
    reader, spoofed = "203.0.113.7", "198.51.100.1"
    assert balanced.asked_by("127.0.0.2", reader).body == reader
    assert balanced.asked_by("127.0.0.9", reader).body == "127.0.0.9"
    assert balanced.asked_by("127.0.0.2", f"{spoofed}, {reader}").body == reader
    assert balanced.asked_by("127.0.0.2", f"{spoofed}, {reader}, 127.0.0.3").body == reader
    assert balanced.asked_by("127.0.0.2", f"{spoofed}, 127.0.0.9, 127.0.0.3").body == "127.0.0.9"


def test_who_came_to_a_trusted_proxy_without_tls_is_sent_to_it(balanced: Served) -> None:
    sent_on = balanced.asked_by("127.0.0.2", "203.0.113.7", "http")
    assert (sent_on.status, sent_on.location) == (301, "https://example.org/studio/?q=1")
    assert balanced.asked_by("127.0.0.2", "203.0.113.7", "https").status == 200
    assert balanced.asked_by("127.0.0.9", "203.0.113.7", "http").status == 200


def test_what_is_written_is_what_is_printed_and_is_current(public_site: Any) -> None:
    printed = StringIO()
    call_command("nginx_conf", stdout=printed)
    call_command("nginx_conf", "--write", stdout=StringIO())
    assert public_site.NGINX_CONF.read_text() == printed.getvalue()
    assert serving.is_current(public_site.NGINX_CONF)
    public_site.SITE_URL = "https://www.example.org"
    assert not serving.is_current(public_site.NGINX_CONF)


def test_without_a_certificate_another_server_ends_tls(public_site: Any) -> None:
    public_site.TLS_KEY = ""
    said = serving.configuration()
    assert re.findall(r"listen [^;]+;", said) == [f"listen 127.0.0.1:{public_site.PORT} default_server;"]
    assert "default https;" in said  # it is how readers came, all the same


def test_on_several_machines_it_knows_the_others(public_site: Any) -> None:
    public_site.TLS_KEY, public_site.PORT, public_site.LISTEN = "", "8000", "10.0.0.11"
    public_site.WEB_SERVERS, public_site.NEIGHBOURS = ["10.0.0.21:8000", "10.0.0.22:8000"], ["10.0.0.0/24"]
    public_site.MEDIA_STORE = "s3://bucket/site?endpoint=https://store.example"
    said = serving.configuration()
    assert {"listen 127.0.0.1:8000 default_server;", "listen 10.0.0.11:8000 default_server;"} == set(
        re.findall(r"listen [^;]+;", said)
    )
    assert re.findall(r"server (10\S+)", said) == public_site.WEB_SERVERS
    assert "allow 10.0.0.0/24;" in said
    assert "rewrite ^/media/(.*)$ /bucket/site/$1 break;" in said
    assert "alias" not in said.partition("location /media/")[2].partition("location")[0]
    assert f"renders = {2 * 2 * 4}" in said


def test_nginx_takes_what_reads_a_bucket(public_site: Any) -> None:
    public_site.TLS_KEY = public_site.TLS_CERTIFICATE = ""
    public_site.MEDIA_STORE = "s3://bucket/site?endpoint=https://store.example"
    call_command("nginx_conf", "--write", stdout=StringIO())
    found = nginx.find()
    assert found
    command = [str(found.binary), "-p", str(ROOT), "-c", str(public_site.NGINX_CONF), "-t", "-q"]
    env = {**os.environ, "LD_LIBRARY_PATH": found.libraries}
    tried = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert (tried.returncode, tried.stderr) == (0, "")


@pytest.mark.parametrize(("version", "said"), [((1, 22, 1), "http2;"), ((1, 27, 3), "http2 on;")])
def test_http2_is_asked_for_as_this_nginx_knows_it(
    public_site: Any, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], said: str
) -> None:
    monkeypatch.setattr(nginx.Nginx, "version", version)
    assert set(re.findall(r"\bhttp2\b[^;]*;", serving.configuration())) == {said}


def test_make_run_says_it_in_the_same_words(public_site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    public_site.SITE_URL, public_site.TLS_KEY = "http://127.0.0.1:8000", ""
    public_site.PORT, public_site.VAR, public_site.MEDIA_ROOT = "8000", Path("var"), Path("var/media")
    found = nginx.find()
    assert found
    ours = nginx_conf.Served("http://127.0.0.1:8000", 8000, Path("var/media"), public_site.PAGES_REDIS_URL)
    assert serving.configuration() == nginx_conf.text(found, ours, found.modules)


def test_where_there_is_no_nginx_it_says_how_to_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nginx, "find", lambda: None)
    with pytest.raises(CommandError, match="apt-get install nginx"):
        call_command("nginx_conf")
