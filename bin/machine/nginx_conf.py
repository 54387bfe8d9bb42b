"""nginx's configuration: nginx/stet.conf in one piece, with what a site says of itself filled in.

``make run`` writes it for an address of this machine, ``manage.py nginx_conf`` for the one that readers know.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from machine import edge
from machine.nginx import BROTLI, LUA, Nginx
from machine.steps import Failed, Stop, quietly, step

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "nginx"
PLACE = re.compile(r"@([A-Z0-9_]+)@|include (\w+)\.conf;")
OWN = Path("var/nginx.conf")
HTTP2_BY_ITSELF = (1, 25, 1)  # since then it is a directive, and no word of listen's
RESOLV = Path("/etc/resolv.conf")
BUCKET_COPIES = """proxy_cache_path {var}/tmp/nginx/bucket levels=1:2 keys_zone=bucket:10m
    max_size=5g inactive=30d use_temp_path=off;
{resolver}"""
BUCKET_TLS = """proxy_ssl_server_name on;
proxy_ssl_name {host};
proxy_ssl_verify on;
proxy_ssl_verify_depth 4;
proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;"""
TO_TLS = """if ($came_without_tls) {{
    return 301 {site}$request_uri;
}}"""
# One for each: an expression for all of them would be tried on every request, a page's too.
UPLOAD = """location = {address} {{
    include upload.conf;
}}"""
BESIDE = """location = {address} {{
    include asset.conf;
    @HSTS@
    include kept.conf;
    include hit.conf;
}}"""
HSTS = 'add_header Strict-Transport-Security "max-age=63072000; includeSubDomains" always;'


@dataclass(frozen=True)
class Addresses:
    """What nginx knows of the site's addresses; those of secrets are the key to what they lead to."""

    metrics: str = "/metrics"
    besides: tuple[str, ...] = ("/manifest.webmanifest", "/speculation-rules.json")
    uploads: tuple[str, ...] = ("/studio/files/", "/studio/files/bring/")
    secrets: tuple[str, ...] = (
        "/login/once/",
        "/preview/",
        "/account/email/confirm/",
        "/subscribe/confirm/",
        "/subscribe/leave/",
        "/subscribe/",
    )


@dataclass(frozen=True)
class Served:
    """A site as nginx serves it: at *site_url* for the world, at *port* for this machine.

    *var* is what the site writes to, *pages_redis* the pages' Redis (``unix://?path=…``, ``redis://…``, or
    empty where there is none). Without a *certificate* and its *key* another server ends TLS, or nobody.

    On several machines: *web* is where each gunicorn is, *listen* where else readers come in, *neighbours*
    who may ask how it fares, and *bucket* the address of the bucket that has the media instead of a folder.
    *trusted* are the proxies in front whose word on where a reader comes from is believed.
    """

    site_url: str
    port: int
    media: Path
    pages_redis: str
    var: Path = Path("var")
    certificate: str = ""
    key: str = ""
    addresses: Addresses = Addresses()
    web: tuple[str, ...] = ()
    listen: str = ""
    neighbours: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()
    bucket: str = ""


def configure(nginx: Nginx, served: Served) -> None:
    """Write var/nginx.conf and let nginx read it; without the modules where nginx refuses them.

    Raises Stop with nginx's own words when it refuses the rest too.
    """
    with step("nginx configuration") as now:
        make_folders(served.var)
        try:
            _write_and_try(nginx, served, nginx.modules)
        except Failed:
            now.note = "without modules, which this nginx refuses"
            try:
                _write_and_try(nginx, served, ())
            except Failed as why:
                raise Stop(f"nginx does not accept its configuration: {_complaint(why)}") from why


def make_folders(var: Path) -> None:
    """Make what nginx does not make itself."""
    for name in ("tmp/nginx", "log", "run", "static", "media", "acme"):
        (var / name).mkdir(parents=True, exist_ok=True)


def text(nginx: Nginx, served: Served, modules: Sequence[Path]) -> str:
    """The whole configuration for *nginx* with these of its *modules*."""
    names = {module.name for module in modules}
    has_lua, has_brotli = LUA in names, names.issuperset(BROTLI)
    values = _values(served) | _tls(nginx, served)
    values |= {
        "MODULES": "\n".join(f'load_module "{module}";' for module in modules),
        "LUA": _lua(nginx, served) if has_lua else "",
        "EDGE": "include edge.conf;" if has_lua else "include straight.conf;",
        "BROTLI": "include brotli.conf;" if has_brotli else "",
        "NO_BROTLI": "brotli off;" if has_brotli else "",
        "BROTLI_STATIC": "brotli_static on;" if has_brotli else "",
    }
    return _filled((TEMPLATES / "stet.conf").read_text(encoding="utf-8"), values)


def part(name: str, served: Served) -> str:
    """What stands in nginx/*name*.conf, filled in for *served*, for another configuration to have it too."""
    return _filled((TEMPLATES / f"{name}.conf").read_text(encoding="utf-8"), _values(served))


def _values(served: Served) -> dict[str, str]:
    is_https = served.site_url.startswith("https:")
    return {
        "VAR": str(served.var),
        "PORT": str(served.port),
        "MEDIA": str(served.media),
        "WEB": _web(served),
        "LISTEN": _further(served),
        "NEIGHBOURS": "\n".join(f"allow {each};" for each in served.neighbours),
        **_balancer(served, is_https=is_https),
        **_media(served),
        "SCHEME": "https" if is_https else "http",
        "HSTS": HSTS if is_https else "",
        # Where root runs and owns the site, the workers shall read what the rest of it writes.
        "USER": "user root;" if os.geteuid() == 0 and _is_roots(served.var) else "",
        "NO_BROTLI": "",
        "METRICS": served.addresses.metrics,
        "BESIDES": "\n".join(BESIDE.format(address=each) for each in served.addresses.besides),
        "UPLOADS": "\n".join(UPLOAD.format(address=each) for each in served.addresses.uploads),
        "SECRETS": "|".join(served.addresses.secrets),
    }


def _web(served: Served) -> str:
    """Where the application is. One of several that fails is left alone for a moment."""
    several = [f"server {place} max_fails=1 fail_timeout=2s;" for place in served.web]
    return "\n".join(several) or f"server unix:{served.var}/run/web.sock max_fails=0;"


def _further(served: Served) -> str:
    own = ("", "127.0.0.1")
    return "" if served.listen in own else f"listen {served.listen}:{served.port} default_server;"


def _balancer(served: Served, *, is_https: bool) -> dict[str, str]:
    """What is believed of proxies in front: the reader's address, and that he came without TLS."""
    if not served.trusted:
        return {"BALANCER": "", "TO_TLS": ""}
    ends_tls = is_https and not served.certificate
    return {
        "BALANCER": "include balancer.conf;",
        "TRUSTED": "\n".join(f"set_real_ip_from {each};" for each in served.trusted),
        "BALANCERS": "\n".join(f"{each} 1;" for each in served.trusted),
        "TO_TLS": TO_TLS.format(site=served.site_url) if ends_tls else "",
    }


def _media(served: Served) -> dict[str, str]:
    """Where pictures and files are: a folder, or a bucket of which nginx keeps copies."""
    if not served.bucket:
        return {"MEDIA_FROM": f'alias "{served.media}/";', "BUCKET_COPIES": ""}
    at = urlsplit(served.bucket)
    return {
        "MEDIA_FROM": "include bucket.conf;",
        "BUCKET_COPIES": BUCKET_COPIES.format(var=served.var, resolver=_resolver(at.hostname or "")),
        "BUCKET_SCHEME": at.scheme,
        "BUCKET_HOST": at.netloc,
        "BUCKET_PATH": at.path,
        "BUCKET_TLS": BUCKET_TLS.format(host=at.hostname) if at.scheme == "https" else "",
    }


def _resolver(host: str) -> str:
    """Whom nginx asks for the address of *host*: this machine's own name servers; nobody of a number."""
    if re.fullmatch(r"[\d.]+|\[?[0-9a-f:]+\]?", host):
        return ""
    said = re.findall(r"^nameserver\s+(\S+)", RESOLV.read_text(), re.MULTILINE) if RESOLV.is_file() else []
    servers = [f"[{each}]" if ":" in each else each for each in said] or ["127.0.0.53"]
    return f"resolver {' '.join(servers)} valid=60s;"


def _is_roots(folder: Path) -> bool:
    return not folder.exists() or folder.stat().st_uid == 0


def _tls(nginx: Nginx, served: Served) -> dict[str, str]:
    """What nginx needs to end TLS itself, nothing where it does not."""
    if not served.certificate or not served.key:
        return {"DOORS": "", "TLS": "", "NAME": "_"}
    at = urlsplit(served.site_url)
    port, is_word = at.port or 443, nginx.version < HTTP2_BY_ITSELF
    return {
        "DOORS": "include doors.conf;",
        "TLS": "include tls.conf;",
        "NAME": at.hostname or "_",
        "SITE": served.site_url,
        "PLAIN_LISTEN": _listen(80, "default_server"),
        "OTHERS_LISTEN": _listen(port, "ssl default_server"),
        "TLS_LISTEN": _listen(port, "ssl http2" if is_word else "ssl"),
        "HTTP2": "" if is_word else "http2 on;",
        "CERTIFICATE": served.certificate,
        "KEY": served.key,
    }


def _listen(port: int, words: str) -> str:
    places = [str(port), f"[::]:{port}"] if Path("/proc/net/if_inet6").exists() else [str(port)]
    return "\n".join(f"listen {place} {words};" for place in places)


def _lua(nginx: Nginx, served: Served) -> str:
    """The edge, and where its libraries are. ``Nginx.modules`` has looked for those; nginx -t does not."""
    path = f'lua_package_path "site/pagecache/?.lua;{nginx.lua}/?.lua;;";'
    settings = edge.settings(served.site_url, served.pages_redis, served.var, max(1, len(served.web)))
    return f"{path}\n{edge.START.replace('SETTINGS', settings)}"


def _filled(template: str, values: dict[str, str]) -> str:
    """*template* with its values and included files in their places, as far in as the places are."""
    lines = []
    for line in template.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        filled = PLACE.sub(lambda found: _put(found, values), line)
        lines += (
            [line] if filled == line else [f"{indent}{new}".rstrip() for new in filled.strip().split("\n")]
        )
    return "\n".join(lines) + "\n"


def _put(found: re.Match[str], values: dict[str, str]) -> str:
    if found[1]:
        said = values[found[1]]
        return _filled(said, values).rstrip("\n") if "include " in said else said
    return _filled((TEMPLATES / f"{found[2]}.conf").read_text(encoding="utf-8"), values).rstrip("\n")


def _write_and_try(nginx: Nginx, served: Served, modules: Sequence[Path]) -> None:
    OWN.write_text(text(nginx, served, modules), encoding="utf-8")
    command: list[str | Path] = [nginx.binary, "-t", "-q", "-p", ".", "-c", OWN]
    quietly(command, log="nginx-test.log", env={"LD_LIBRARY_PATH": nginx.libraries})


def _complaint(why: Failed) -> str:
    lines = [line for line in str(why).splitlines() if "[emerg]" in line]
    return (lines or ["it did not say why"])[0].split("[emerg]")[-1].strip()
