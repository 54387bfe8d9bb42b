"""``make test``: everything that has to hold, on both databases."""

import shutil
import time
from collections.abc import Callable

from machine import apt, checks, nginx, postgres, python
from machine.steps import Failed, Stop, aloud, step

# What the tests drive, and the Debian package that brings it.
TOOLS: dict[str, Callable[[], bool]] = {
    "chromium": lambda: bool(shutil.which("chromium") or shutil.which("google-chrome")),
    "postgresql": lambda: postgres.binaries() is not None,
    "redis-server": lambda: bool(shutil.which("redis-server")),
}
WHOLE_SITE = "tests/deploy"
APART = (f"--ignore={WHOLE_SITE}", "--ignore=tests/house")  # the one by itself, the other with the checks
SIDE_BY_SIDE = ("-n", "2", "--dist", "worksteal")  # nobody waits while the other has tests left
PATIENCE = {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}  # Playwright's loop and Django's ORM meet in one thread


def main() -> int:
    """0 when all of it passes; the first part that does not ends it."""
    started = time.monotonic()
    install_tools()
    checks.prepare()
    checks.check_all()
    _test("on SQLite", [*SIDE_BY_SIDE, *APART], {"DATABASE_URL": ""})
    _test("the whole site, as it is run", [WHOLE_SITE], {})
    with postgres.throwaway() as url:
        print(f"  {time.monotonic() - started:.0f} s so far; last part", flush=True)
        _test("on PostgreSQL", [*SIDE_BY_SIDE, *APART], {"DATABASE_URL": url})
    return 0


def install_tools() -> None:
    """What the tests and judges drive: installed where we may, else Stop with the one command."""
    missing = [package for package, is_there in TOOLS.items() if not is_there()]
    found = nginx.find()
    if not (found and found.is_complete):
        missing += nginx.PACKAGES
    with step("tools") as now:
        now.note = "all there" if not missing else ", ".join(missing)
        if missing:
            _install(missing)


def _install(missing: list[str]) -> None:
    command = f"apt-get install {' '.join(missing)}"
    advice = f"The tests need {', '.join(missing)}: run `{command}` as root, then this again."
    if not apt.can_install():
        raise Stop(advice)
    try:
        apt.install(missing)
    except Failed as why:
        raise Stop(f"{advice} (It was tried just now; var/log/apt.log says what went wrong.)") from why


def _test(name: str, arguments: list[str], env: dict[str, str]) -> None:
    print(f"\n  tests {name}", flush=True)
    started = time.monotonic()
    code = aloud([python.PYTHON, "-m", "pytest", *arguments], env={**PATIENCE, **env})
    if code:
        raise Stop(f"The tests {name} did not pass ({time.monotonic() - started:.0f} s).")
