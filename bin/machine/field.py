"""``make deploy-test``: the servers and stores of the field, in an environment of their own.

What this machine cannot have is named by the table and not tried; only Python's packages have to be had.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from machine import apt, checks, python, suite
from machine.steps import Failed, Stop, aloud, step

FOLDER = Path("var/servers")
LOCK = Path("requirements-servers.txt")
LESS = Path("var/requirements-servers.txt")  # without what cannot be built here
VMODS = "usr/lib/*/varnish/vmods/libvmod_xkey.so"
# What the tables try, and the Debian package that brings it.
WANTED: dict[str, Callable[[], object]] = {
    "apache2-dev": lambda: shutil.which("apxs"),
    "memcached": lambda: shutil.which("memcached"),
    "varnish": lambda: shutil.which("varnishd"),
    "varnish-modules": lambda: any(Path("/").glob(VMODS)),
}


def main() -> int:
    """0 when every cell of every table is as it should be."""
    suite.install_tools()
    checks.prepare()
    _install_wanted()
    python.environment(FOLDER)
    _install_packages()
    return aloud([python.PYTHON, "-m", "bench.field"], env={"FIELD_ENVIRONMENT": str(FOLDER.absolute())})


def _install_wanted() -> None:
    missing = [package for package, is_there in WANTED.items() if not is_there()]
    with step("servers of Debian") as now:
        now.note = "all there" if not missing else ", ".join(missing)
        if not missing:
            return
        try:
            if apt.can_install():
                apt.install(missing)
                return
        except Failed:
            now.note += ": could not be had"
        else:
            now.note += f": not there; as root: apt-get install {' '.join(missing)}"


def _install_packages() -> None:
    try:
        python.install(str(LOCK), FOLDER)
    except Stop:
        LESS.write_text(_without_mod_wsgi(LOCK.read_text(encoding="utf-8")), encoding="utf-8")
        python.install(str(LESS), FOLDER)


def _without_mod_wsgi(lock: str) -> str:
    """Of all of them it alone is built here, and needs Apache and a compiler for that."""
    return re.sub(r"^mod-wsgi==.*?(?=^\S)", "", lock, flags=re.MULTILINE | re.DOTALL)
