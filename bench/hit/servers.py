"""The servers that are compared, each with the same pages: ours, and what else people use."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.live.process import Supervised
from bench.live.site import Site
from tests.deploy.running import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "bin"))

from machine import nginx, nginx_conf  # noqa: E402

FOLDER = Path("var/hit")  # in the site's folder; nginx's paths are from there
WWW = FOLDER / "www"
UP = 20.0  # seconds in which a server has to listen
BROTLI_STATIC = "ngx_http_brotli_static_module.so"
# The maps before it make what it names.
LOG_FORMAT = re.compile(r"map \$request_uri \$logged_uri.*?log_format json.*?;\n", re.DOTALL)
STATIC = "root var/hit/www; gzip_static on; @BROTLI@"
# What nginx says with every kept page, and a page of itself: then the answers are the same, header by header.
HEADERS = nginx_conf.part("page", nginx_conf.Served("http://127.0.0.1", 0, Path("var/media"), ""))
HEADERS += """
        add_header Speculation-Rules '"/speculation-rules.json"';
        add_header Link '<http://$http_host$uri.md>; rel="alternate"; type="text/markdown"';"""
OPEN_FILES = "open_file_cache max=20000 inactive=1d; open_file_cache_valid 60s;"
PROXY = """proxy_pass http://127.0.0.1:@ORIGIN@; proxy_http_version 1.1; proxy_set_header Connection "";
        proxy_cache kept; proxy_cache_key $uri; proxy_cache_valid 200 1d;
        proxy_ignore_headers Cache-Control;"""
VCL = """vcl 4.1;
backend origin {{ .host = "127.0.0.1"; .port = "{origin}"; }}
sub vcl_backend_response {{ set beresp.ttl = 1d; }}
"""


@dataclass(frozen=True)
class Server:
    """One of those compared: where it listens, what it consists of, what it can do.

    ``suffix`` is what stands for the last slash of our addresses: a file is asked for by its own name.
    """

    name: str
    port: int
    parts: tuple[Supervised, ...]
    suffix: str = ".html"
    tls_port: int = 0
    has_brotli: bool = False

    @property
    def processes(self) -> list[int]:
        """The processes that it began with; they have children."""
        return [part.pid for part in self.parts]

    def end(self) -> None:
        """End what was started for it alone; it is the first of its parts."""
        self.parts[0].end()


def prepare(site: Site) -> None:
    """What all of them need: folders, and a certificate for TLS."""
    for name in ("www", "tmp", "varnish"):
        (site.folder / FOLDER / name).mkdir(parents=True, exist_ok=True)
    subject = ["-subj", "/CN=127.0.0.1", "-days", "2", "-nodes"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    files = ["-keyout", f"{site.folder / FOLDER}/key.pem", "-out", f"{site.folder / FOLDER}/cert.pem"]
    subprocess.run(["openssl", "req", "-x509", *curve, *subject, *files], check=True, capture_output=True)


def ours(site: Site, name: str, *, is_l1: bool = True, log: str = "off") -> Server:
    """Our nginx as the site configures it, once more: with or without its pages in memory, or its log."""
    port, tls_port, at = free_port(), free_port(), f"hit-{_slug(name)}"
    (site.folder / "var/tmp" / at).mkdir(parents=True, exist_ok=True)
    text = (site.folder / "var/nginx.conf").read_text()
    if not is_l1:
        text = re.sub(r"\bpages = \d+", "pages = 0", text)
    text = text.replace(
        f"listen 127.0.0.1:{site.ports[0]} default_server;",
        f"listen 127.0.0.1:{port} default_server; listen 127.0.0.1:{tls_port} ssl default_server;"
        "ssl_certificate hit/cert.pem; ssl_certificate_key hit/key.pem; ssl_protocols TLSv1.3;",
    )
    text = text.replace("var/run/nginx.pid", f"var/run/{at}.pid").replace("var/tmp/nginx/", f"var/tmp/{at}/")
    text = re.sub(r"access_log [^;]*;", f"access_log {log};", text)
    (site.folder / f"var/{at}.conf").write_text(text)
    own = _start(site, at, [str(_nginx().binary), "-p", ".", "-c", f"var/{at}.conf"], port)
    others = tuple(site[part] for part in ("pages-redis", "web", "worker"))
    return Server(name, port, (own, *others), "/", tls_port, has_brotli=True)


def static(site: Site, name: str, *, says: str = HEADERS, keeps: str = "", log: str = "off") -> Server:
    """nginx with the files on disk, compressed beforehand."""
    return _other_nginx(site, name, f"location / {{ {STATIC} {says} {keeps} }}", log)


def proxy_cache(site: Site, name: str, origin: Server) -> Server:
    """nginx that keeps what *origin* said."""
    return _other_nginx(site, name, f"location / {{ {PROXY.replace('@ORIGIN@', str(origin.port))} }}", "off")


def varnish(site: Site, name: str, origin: Server) -> Server | None:
    """Varnish that keeps what *origin* said, or None where there is none."""
    binary = shutil.which("varnishd")
    if not binary:
        return None
    port = free_port()
    folder = site.folder / FOLDER
    (folder / "hit.vcl").write_text(VCL.format(origin=origin.port))
    command = [binary, "-F", "-j", "none", "-n", f"{folder}/varnish", "-a", f"127.0.0.1:{port}"]
    command += ["-f", f"{folder}/hit.vcl", "-s", "malloc,1g"]
    return Server(name, port, (_start(site, "hit-varnish", command, port),))


def django(site: Site, name: str) -> Server:
    """Django's per-view cache in a Redis of its own, through one gunicorn worker as the site's are."""
    port, store = free_port(), f"{site.folder}/var/run/hit.sock"
    options = ["--port", "0", "--unixsocket", store, "--save", "", "--dir", str(site.folder / FOLDER)]
    redis = Supervised("hit-redis", [site.env["REDIS_SERVER"], *options], site.folder, site.env)
    own = {"HIT_REDIS": f"unix://{store}", "HIT_PAGES_FOLDER": str(site.folder / WWW)}
    command = [*site.python("gunicorn", "bench.hit.cached_view"), "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--keep-alive", "75"]
    return Server(name, port, (_start(site, "hit-django", command, port, **own), redis))


def _other_nginx(site: Site, name: str, location: str, log: str) -> Server:
    port, tls_port, at = free_port(), free_port(), f"other-{_slug(name)}"
    brotli = [module for module in _nginx().modules if module.name == BROTLI_STATIC]
    values = {
        "USER": "user root;" if os.geteuid() == 0 else "",
        "MODULES": "".join(f'load_module "{module}";' for module in brotli),
        "NAME": at,
        "LOG": log,
        "LOG_FORMAT": _log_format(site),
        "PORT": str(port),
        "TLS_PORT": str(tls_port),
        "LOCATION": location.replace("@BROTLI@", "brotli_static on;" if brotli else ""),
    }
    template = (Path(__file__).parent / "static.conf").read_text()
    configuration = f"var/{at}.conf"
    (site.folder / configuration).write_text(re.sub(r"@([A-Z_]+)@", lambda found: values[found[1]], template))
    own = _start(site, at, [str(_nginx().binary), "-p", ".", "-c", configuration], port)
    return Server(name, port, (own,), tls_port=tls_port, has_brotli=bool(brotli))


def _log_format(site: Site) -> str:
    found = LOG_FORMAT.search((site.folder / "var/nginx.conf").read_text())
    return found[0] if found else "log_format json combined;"


def _nginx() -> nginx.Nginx:
    found = nginx.find()
    if not found:
        raise SystemExit("There is no nginx on this machine; as root: apt-get install nginx")
    return found


def _start(site: Site, name: str, command: Sequence[str], port: int, **more: str) -> Supervised:
    env = site.env | more | {"LD_LIBRARY_PATH": _nginx().libraries}
    process = Supervised(name, command, site.folder, env)
    site.processes[name] = process  # the site ends what it knows of
    end = time.monotonic() + UP
    while not _listens(port):
        if time.monotonic() > end:
            raise SystemExit(f"{name} did not start: {site.words(name)}")
        time.sleep(0.05)
    return process


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-")
