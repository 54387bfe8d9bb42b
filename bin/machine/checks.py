"""``make lint``: manners, floors, types and the house's own traps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from machine import python
from machine.steps import Failed, Stop, quietly, step

BIN = Path(".venv/bin")


@dataclass(frozen=True)
class Check:
    """A tool that says nothing of interest unless something is wrong."""

    name: str
    command: Sequence[str | Path]
    env: dict[str, str] = field(default_factory=dict)


def _module(name: str, *arguments: str) -> list[str | Path]:
    return [python.PYTHON, "-m", name, *arguments]


FLOORS = "import importlinter.cli as cli; cli.lint_imports_command()"
CHECKS = (
    Check("manners (ruff)", _module("ruff", "check", "--quiet", ".")),
    Check("layout (ruff format)", _module("ruff", "format", "--check", "--quiet", ".")),
    Check("floors (import-linter)", [python.PYTHON, "-c", FLOORS], {"PYTHONPATH": ".:site"}),
    Check("types (mypy)", _module("mypy"), {"DEBUG": "1"}),
    Check("types of bin (mypy)", _module("mypy", "--config-file", "", "--strict", "bin/machine")),
    Check("templates (djlint)", _module("djlint", "--lint", "--quiet", "jinja2")),
    Check("traps (tests/house)", _module("pytest", "tests/house"), {"DEBUG": "1"}),
)


def main() -> int:
    """Run every check, and print what those have to say that fail."""
    prepare()
    return check_all()


def prepare() -> None:
    """The virtual environment with what the checks and tests need."""
    python.environment()
    python.install("requirements-dev.txt")


def check_all() -> int:
    """0 when all of them pass. All of them run: one fault is no reason to hide the next."""
    failed = [check.name for check in CHECKS if not _passes(check)]
    if failed:
        raise Stop(f"Not right yet: {', '.join(failed)}; what each of them says stands above.")
    return 0


def _passes(check: Check) -> bool:
    words = ""
    with step(check.name) as now:
        try:
            quietly(check.command, env=check.env)
        except Failed as why:
            words, now.note = str(why), "not right"
    if words:
        print(words, flush=True)
    return not words
