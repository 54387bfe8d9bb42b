"""nginx with the edge's address arithmetic alone: it answers posts of addresses by their keys."""

import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from machine import nginx
from tests.deploy.running import ROOT, free_port

CONFIGURATION = """
{modules}
{user}
daemon off; worker_processes 1; pid nginx.pid; error_log error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path body; client_max_body_size 64m; client_body_buffer_size 64m;
    proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
    lua_package_path "{root}/site/pagecache/?.lua;{lua}/?.lua;;";
    init_by_lua_block {{
        require("edge.settings").take {{ netloc = "{netloc}", routes = "{routes}" }}
        key = require "edge.key"
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            content_by_lua_block {{
                ngx.req.read_body()
                for address in ngx.req.get_body_data():gmatch("[^\\n]+") do
                    local found = key.of(address)
                    ngx.say(found and key.written(found.id) .. " " .. found.literal or "")
                end
            }}
        }}
    }}
}}
"""


class KeyServer:
    """The edge's word on addresses, with the routes that stand in *routes*."""

    def __init__(self, folder: Path, routes: Path, netloc: str) -> None:
        found = nginx.find()
        if not found or not found.is_complete:
            pytest.skip("nginx with its Lua module is not here; `make test` says how to have it")
        self.port = free_port()
        text = CONFIGURATION.format(
            modules="\n".join(f'load_module "{module}";' for module in found.modules),
            user="user root;" if os.geteuid() == 0 else "",
            root=ROOT,
            lua=found.lua,
            netloc=netloc,
            routes=routes,
            port=self.port,
        )
        (folder / "nginx.conf").write_text(text)
        env = {**os.environ, "LD_LIBRARY_PATH": found.libraries}
        self.process = subprocess.Popen([found.binary, "-p", folder, "-c", "nginx.conf"], env=env)

    def wait(self) -> None:
        """Return when it answers."""
        end = time.monotonic() + 10
        while True:
            try:
                self.keys(["/"])
            except OSError:
                assert time.monotonic() < end
                assert self.process.poll() is None
                time.sleep(0.05)
            else:
                return

    def keys(self, addresses: list[str]) -> list[tuple[int, str] | None]:
        """Id and literal key of each address; None where the edge leaves it to the app."""
        asked = "\n".join(addresses).encode("latin-1")
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            f"http://127.0.0.1:{self.port}/", asked, timeout=60
        ) as answer:
            lines = answer.read().decode("latin-1").splitlines()
        pairs = [line.partition(" ") for line in lines]
        return [(int(number), literal) if number else None for number, _, literal in pairs]

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


def serving(folder: Path, routes: Path, netloc: str) -> Iterator[KeyServer]:
    """A key server that ends with its test."""
    server = KeyServer(folder, routes, netloc)
    try:
        server.wait()
        yield server
    finally:
        server.end()
