"""From an empty Debian to the site over TLS by docs/deploy.md alone, and back after a power cut."""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from bench.debian import base, faults, page
from bench.debian.looking import AS_STET, await_page, blog, demand, is_refused, look, step, until
from bench.debian.machine import Debian, Refused

PAGE = Path("docs/deploy.md")
UNITS = ("stet-web", "stet-worker", "stet-nginx", "stet-redis", "stet-pages-redis", "stet-backup")
MOST_EXPOSED = 2.5  # of 10, as systemd-analyze counts: below 4 it says OK


def main() -> int:
    """0 when all of it went well; the first thing that did not is printed."""
    if os.geteuid():
        print("A Debian is made and booted by root.", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="stet-debian-"))
    try:
        _drill(folder / "root")
    except Refused as why:
        print(f"\n  Not right: {why}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\n  {PAGE} makes a site of an empty Debian, and it comes back by itself.")
    return 0


def _drill(folder: Path) -> None:
    with step(f"an empty Debian ({base.codename()})"):
        debian = Debian(folder)
    with step("boot"):
        debian.boot()
    try:
        for line in page.lines(PAGE):
            with step(f"# {line.splitlines()[0][:90]}"):
                debian.type(line)
        debian.type(f"{AS_STET} demo")
        look(debian, "A title before the power cut")
        _look_at_units(debian)
        _look_after(debian)
        faults.find_all(debian)
        with step("power cut, and boot"):
            debian.kill()
            debian.boot()
        with step("the site is back with what was published"):
            await_page(debian, "A title before the power cut")
        look(debian, "A title after it")
    finally:
        debian.kill()


def _look_at_units(debian: Debian) -> None:
    names = " ".join(f"{unit}.service" for unit in UNITS)
    with step("systemd-analyze verify"):
        said = debian.type(f"systemd-analyze verify /etc/systemd/system/stet-*.timer {names} 2>&1")
        demand(not said.strip(), said)
    for unit in UNITS:
        said = debian.type(f"systemd-analyze security --no-pager {unit}.service | tail -1")
        found = re.search(r"([\d.]+) \w+", said.partition(":")[2])
        print(f"  {said.strip()}")
        demand(found is not None and float(found[1]) <= MOST_EXPOSED, f"{unit} may do too much")
    users = debian.type("ps -eo user:20,cgroup:80 | grep stet- | cut -d' ' -f1 | sort -u").split()
    demand(users == ["stet"], f"of the site's processes some are {users}")


def _look_after(debian: Debian) -> None:
    """The log is turned over, a backup is there and whole, and nginx takes no nonsense."""
    with step("logrotate"):
        debian.type("logrotate --force /etc/logrotate.d/stet")
        until(debian, lambda: _is_logging(debian), "nginx does not write to the new log")
    with step("backup, tried"):
        debian.type("systemctl start stet-backup")
        debian.type("runuser -u postgres -- psql --quiet --command 'ALTER USER stet CREATEDB'")
        debian.type(f"{AS_STET} restore --verify")
    with step("nginx reloads, and keeps what it has where it is told nonsense"):
        debian.type("systemctl reload stet-nginx")
        debian.type("cp /etc/stet/nginx.conf /tmp/kept && echo nonsense >> /etc/stet/nginx.conf")
        demand(is_refused(debian, "systemctl reload stet-nginx"), "nginx took nonsense")
        debian.type("cp /tmp/kept /etc/stet/nginx.conf && systemctl reload stet-nginx")
        await_page(debian, "<h1")


def _is_logging(debian: Debian) -> bool:
    blog(debian)
    return bool(debian.type("cat /var/lib/stet/log/access.log").strip())


if __name__ == "__main__":
    sys.exit(main())
