"""The image's steps and the containers' commands, in a booted Debian (``make deploy-image``).

There is no Docker where this is made. What a container shuts off from others is not shown by it.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bench.debian import base
from bench.debian.looking import look, step
from bench.debian.machine import Debian, Refused

STEP = re.compile(r"^RUN ((?:.*\\\n)*.*)$", re.MULTILINE)
# What compose.yaml's database and mounts bring, and a proxy's or authority's certificate.
AROUND = """apt-get update -q && apt-get install -y -q --no-install-recommends postgresql curl openssl
systemctl disable --now nginx redis-server
runuser -u postgres -- createuser stet
runuser -u postgres -- createdb --owner stet --encoding UTF8 --locale C.UTF-8 --template template0 stet
install -d -m 755 /etc/stet/tls
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=example.org \
-addext subjectAltName=DNS:example.org -keyout /etc/stet/tls/privkey.pem -out /etc/stet/tls/fullchain.pem
chown stet /etc/stet/tls/privkey.pem"""
ENVIRONMENT = {"DATABASE_URL": "postgresql:///stet?host=/run/postgresql", "SITE_URL": "https://example.org"}
AS_USER = "-p User=stet -p WorkingDirectory=/srv/stet -p EnvironmentFile=/srv/stet/.env"
LOW_PORTS = "-p AmbientCapabilities=CAP_NET_BIND_SERVICE"  # which a container's kernel gives to everybody


def main() -> int:
    """0 when the site that the image makes is read over TLS."""
    folder = Path(tempfile.mkdtemp(prefix="stet-image-"))
    try:
        with step(f"an empty Debian ({base.codename()}), booted"):
            debian = Debian(folder / "root")
            debian.boot()
        try:
            _drill(debian)
        finally:
            debian.kill()
    except Refused as why:
        print(f"\n  Not right: {why}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n  The image's steps and the containers' commands make a site.")
    return 0


def steps(dockerfile: str) -> Iterator[str]:
    """The commands that the image is made by."""
    for found in STEP.findall(dockerfile):
        yield re.sub(r"\s*\\\n\s*", " ", found)


def _drill(debian: Debian) -> None:
    debian.type("cd /srv/stet")
    for line in steps(Path("Dockerfile").read_text(encoding="utf-8")):
        with step(f"RUN {line[:90]}"):
            debian.type(line)
    with step("a database, a certificate, and settings"):
        for line in AROUND.split("\n"):
            debian.type(line)
    services: dict[str, Any] = yaml.safe_load(Path("compose.yaml").read_text(encoding="utf-8"))["services"]
    said = services["release"]["environment"] | ENVIRONMENT | {"SECRET_KEY": os.urandom(32).hex()}
    (debian.folder / "srv/stet/.env").write_text("".join(f"{name}={value}\n" for name, value in said.items()))
    with step("release"):
        debian.type(f"runuser -u stet -- {services['release']['command']}")
    for name in ("redis", "pages-redis", "web", "worker", "nginx"):
        with step(name):
            debian.type(f"systemd-run --unit stet-{name} {AS_USER} {LOW_PORTS} {services[name]['command']}")
    debian.type("runuser -u stet -- .venv/bin/python manage.py demo")
    look(debian, "A title from a container")


if __name__ == "__main__":
    sys.exit(main())
