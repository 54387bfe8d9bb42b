"""``make deploy-test``: the servers of the field, in an environment of their own.

What this machine cannot have is named by the table and not tried; only Python's packages have to be had.
"""

import re
import shutil
from pathlib import Path

from machine import apt, checks, python, suite
from machine.steps import Failed, Stop, aloud, step

FOLDER = Path("var/servers")
LOCK = Path("requirements-servers.txt")
LESS = Path("var/requirements-servers.txt")  # without what cannot be built here
APACHE = "apache2-dev"  # Apache, and what mod_wsgi is built against


def main() -> int:
    """0 when every cell of every table is as it should be."""
    suite.install_tools()
    checks.prepare()
    _install_apache()
    python.environment(FOLDER)
    _install_packages()
    return aloud([python.PYTHON, "-m", "bench.field"], env={"FIELD_ENVIRONMENT": str(FOLDER.absolute())})


def _install_apache() -> None:
    with step("Apache") as now:
        if shutil.which("apxs"):
            return
        now.note = f"none; as root: apt-get install {APACHE}"
        if apt.can_install():
            try:
                apt.install([APACHE])
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
