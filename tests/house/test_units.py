"""What systemd and containers run is what the Procfile says, and may do no more than it must."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from machine import nginx

ROOT = Path(__file__).resolve().parent.parent.parent
UNITS = ROOT / "nginx/systemd"
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PAGE = (ROOT / "docs/deploy.md").read_text()
# The same places, as `make run` and a Debian name them.
PLACES = {
    "/srv/stet/": "",
    "/var/lib/stet/": "var/",
    "/usr/bin/redis-server": "redis-server",
    "/usr/sbin/nginx -p /srv/stet -c /etc/stet/nginx.conf": "nginx -p . -c var/nginx.conf",
    "${REDIS_SERVER:-redis-server}": "redis-server",
    'env LD_LIBRARY_PATH="$NGINX_LIBRARIES" "${NGINX_BINARY:-nginx}"': "nginx",
}


def processes() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return dict(line.split(": exec ", 1) for line in lines if ": exec " in line)


def words(command: str) -> list[str]:
    for here, there in PLACES.items():
        command = command.replace(here, there)
    return shlex.split(command)


def said(unit: str, name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", (UNITS / unit).read_text(), re.MULTILINE)


@pytest.mark.parametrize("process", processes())
def test_each_process_has_a_unit_that_runs_the_same(process):
    unit = f"stet-{process}.service"
    [started] = said(unit, "ExecStart")
    assert words(started) == words(processes()[process])
    assert said(unit, "Restart") == ["always"]
    assert said(unit, "StartLimitIntervalSec") == ["0"]  # it is never given up


@pytest.mark.parametrize("unit", sorted(path.name for path in UNITS.glob("*.service")))
def test_no_unit_is_roots_or_can_become_it(unit):
    assert (said(unit, "User"), said(unit, "NoNewPrivileges")) == (["stet"], ["yes"])
    assert said(unit, "ProtectSystem") == ["strict"]
    assert said(unit, "CapabilityBoundingSet") == ["CAP_NET_BIND_SERVICE" if "nginx" in unit else ""]


def test_every_unit_and_every_script_that_the_page_names_is_there():
    enabled = re.search(r"systemctl enable --now (stet.*)", PAGE)
    assert enabled
    names = {name if "." in name else f"{name}.service" for name in enabled[1].split()}
    assert names | {"stet-backup.service"} == {path.name for path in UNITS.iterdir()}
    for script in re.findall(r"^(bin/\S+|nginx/logrotate)", PAGE, re.MULTILINE):
        assert (ROOT / script).is_file(), script


def test_the_page_names_every_package_that_nginx_needs():
    [installed] = re.findall(r"^apt-get install -y (.*)$", PAGE, re.MULTILINE)
    assert set(nginx.PACKAGES) <= set(installed.split())


def test_the_image_is_made_by_the_scripts_of_make_run():
    assert "RUN bin/setup install\n" in DOCKERFILE
    for copied in re.findall(r"^COPY (\S+)", DOCKERFILE, re.MULTILINE):
        assert (ROOT / copied).exists(), copied
    installed = DOCKERFILE.partition("apt-get install")[2].partition("&&")[0]
    assert set(nginx.PACKAGES) <= set(installed.split())


def test_each_process_has_a_container_that_runs_its_line_of_the_procfile():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    honcho = ".venv/bin/python -m honcho start -e /dev/null"
    started = {name: service["command"] for name, service in services.items() if "command" in service}
    release = started.pop("release")
    assert started == {process: f"{honcho} {process}" for process in processes()}
    assert re.findall(r"manage\.py (\w+)", release) == ["release", "nginx_conf"]
    assert all(services[name]["cap_drop"] == ["ALL"] and services[name]["read_only"] for name in started)
