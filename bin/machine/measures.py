"""``make bench | shots | judges | oracle``: what is measured, looked at, judged and tried at length."""

import os
from collections.abc import Callable

from machine import checks, python, suite
from machine.steps import aloud

LONG_ORACLE = {"ORACLE_EDITS": os.environ.get("ORACLE_EDITS") or "100"}


def _command(*arguments: str, **env: str) -> Callable[[], int]:
    def run() -> int:
        suite.install_tools()
        checks.prepare()
        return aloud([python.PYTHON, "-m", *arguments], env=env)

    return run


bench = _command("bench")
shots = _command("bench.shots")
judges = _command("bench.judges")
oracle = _command("pytest", "tests/oracle", **LONG_ORACLE)
