"""What nginx's edge (site/pagecache/edge) is told: where pages are, who the site is, how much it holds."""

import os
import re
import socket
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

THREADS = 4  # of a gunicorn process (config/gunicorn.py)
PLAIN = re.compile(r"[A-Za-z0-9/._:-]")
PAGES = 2000  # copies in a worker's memory; one of 8 kB takes 15 kB

START = """lua_shared_dict edge_workers 256k;
lua_socket_log_errors off; # a Redis that is gone would be a line for each reader; the status counts them
lua_socket_buffer_size 64k;
init_by_lua_block {
    require("edge.settings").take { SETTINGS }
    edge = require "edge.serve"
}
init_worker_by_lua_block { edge.start_worker() }"""


def settings(site_url: str, pages_redis: str, var: Path = Path("var"), apps: int = 1) -> str:
    """The fields of edge/settings.lua as Lua, for a site at *site_url* whose pages are in *pages_redis*.

    *var* is where a release writes the routes, *apps* on how many machines gunicorn runs.
    """
    cdn = os.environ.get("CDN")  # with the same names as in site/pagecache/cdn
    said: dict[str, str | int] = {
        "netloc": urlsplit(site_url.rstrip("/")).netloc,
        "pages": int(os.environ.get("EDGE_PAGES") or PAGES),
        "renders": int(os.environ.get("WEB_WORKERS") or 2) * THREADS * apps,
        "routes": f"{var}/routes.lua",
        **_redis(pages_redis),
        **({"cdn": cdn} if cdn else {}),
    }
    return ", ".join(f"{name} = {_lua(value)}" for name, value in said.items())


def _redis(url: str) -> dict[str, str | int]:
    """Where the pages' Redis is. Nothing for what the edge cannot reach: the app then answers everything."""
    parts = urlsplit(url)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    database = asked.get("db") or (parts.path.strip("/") if parts.scheme == "redis" else "")
    if database not in {"", "0"}:
        return {}
    return _place(parts, asked) | _credentials(parts.username, parts.password or asked.get("password"))


def _place(parts: SplitResult, asked: dict[str, str]) -> dict[str, str | int]:
    if parts.scheme == "unix":
        return {"redis": f"unix:{unquote(parts.path) or asked.get('path', '')}"}
    if parts.scheme != "redis" or not parts.hostname:
        return {}
    try:
        # nginx's own resolver would have to be told of a name server, so the address is looked up here.
        return {"redis": socket.gethostbyname(parts.hostname), "port": parts.port or 6379}
    except OSError:
        return {}


def _credentials(user: str | None, password: str | None) -> dict[str, str | int]:
    if not password:
        return {}
    return {"user": unquote(user or "default"), "password": unquote(password)}


def _lua(value: str | int) -> str:
    """*value* as Lua writes it; what nginx or Lua could take for something else by its number."""
    if isinstance(value, int):
        return str(value)
    return '"' + "".join(c if PLAIN.match(c) else _escaped(c) for c in value) + '"'


def _escaped(character: str) -> str:
    return "".join(f"\\{byte:03d}" for byte in character.encode())
