"""The site's application, which kills or stops its own process at a step of a render when a trap says so.

The trap is the file ``var/trap``: a step and a signal's number. Who springs it renames it after its own pid.
"""

import os
from contextlib import suppress
from pathlib import Path

from config.wsgi import application
from pagecache import pauses

__all__ = ["application"]

TRAP = Path("var/trap")


def _spring(step: str) -> None:
    with suppress(FileNotFoundError, ValueError):
        wanted, number = TRAP.read_text().split()
        if step == wanted:
            TRAP.rename(TRAP.with_name(f"sprung-{os.getpid()}"))
            os.kill(os.getpid(), int(number))


pauses.hook = _spring
