"""``make deploy-test``: the servers of the field, in an environment of their own, and a CDN in front.

What this machine cannot have is named by the table and not tried; only Python's packages have to be had.
"""

import os
import re
import shutil
from pathlib import Path

from machine import apt, checks, python, suite
from machine.steps import Failed, Stop, aloud, step

FOLDER = Path("var/servers")
LOCK = Path("requirements-servers.txt")
LESS = Path("var/requirements-servers.txt")  # without what cannot be built here
# What the field runs beside the site: its programs, and the Debian packages that bring them.
BESIDE = {
    "Apache": (["apache2", "apxs"], ["apache2-bin", "apache2-dev"]),  # mod_wsgi is built against the latter
    "Memcached": (["memcached"], ["memcached"]),
    "Varnish": (["varnishd"], ["varnish", "varnish-modules"]),  # the modules have xkey, its purge by tag
}
PLACES = f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin"  # servers lie where a user does not look
CDN = "tests/deploy/test_6_cdn.py"


def main() -> int:
    """0 when every cell of every table is as it should be, and what a CDN keeps is as fresh as the site."""
    suite.install_tools()
    checks.prepare()
    for name, (programs, packages) in BESIDE.items():
        _install(name, programs, packages)
    python.environment(FOLDER)
    _install_packages()
    tables = aloud([python.PYTHON, "-m", "bench.field"], env={"FIELD_ENVIRONMENT": str(FOLDER.absolute())})
    return tables or aloud([python.PYTHON, "-m", "pytest", "-rs", CDN])


def _install(name: str, programs: list[str], packages: list[str]) -> None:
    with step(name) as now:
        if all(shutil.which(program, path=PLACES) for program in programs):
            return
        now.note = f"none; as root: apt-get install {' '.join(packages)}"
        if apt.can_install():
            try:
                apt.install(packages)
                now.note = "installed"
            except Failed:
                now.note = "could not be had"


def _install_packages() -> None:
    try:
        python.install(str(LOCK), FOLDER)
    except Stop:
        LESS.write_text(_without_mod_wsgi(LOCK.read_text(encoding="utf-8")), encoding="utf-8")
        python.install(str(LESS), FOLDER)


def _without_mod_wsgi(lock: str) -> str:
    """Of all of them it alone is built here, and needs Apache and a compiler for that."""
    return re.sub(r"^mod-wsgi==.*?(?=^\S)", "", lock, flags=re.MULTILINE | re.DOTALL)
