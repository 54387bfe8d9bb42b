"""``python bin/machine run | install | test | lint``, as bin/setup calls it."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)
SBIN = "/usr/local/sbin:/usr/sbin:/sbin"  # nginx lies there, and installing needs it; few have it on PATH

from machine import checks, field, measures, run, steps, suite  # noqa: E402  (the line above makes the package known)

COMMANDS = {
    "run": run.main,
    "install": run.install,
    "test": suite.main,
    "lint": checks.main,
    "deploy-test": field.main,
    **measures.COMMANDS,
}


def main(arguments: list[str]) -> int:
    """Do what the one argument names; the exit code is 0 only when all of it went well."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"usage: bin/setup {' | '.join(COMMANDS)}", file=sys.stderr)
        return 2
    os.chdir(HERE.parent.parent)  # sockets are named from here: their paths may have 107 bytes
    os.environ["PATH"] = f"{os.environ.get('PATH', os.defpath)}:{SBIN}"
    signal.signal(signal.SIGTERM, _end)
    try:
        return COMMANDS[arguments[0]]()
    except steps.Stop as why:
        print(why, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def _end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


sys.exit(main(sys.argv[1:]))
