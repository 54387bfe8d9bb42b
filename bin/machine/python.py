"""The virtual environment, and what the lock files put into it."""

import importlib.util
import sys
from pathlib import Path

from machine import apt
from machine.steps import Failed, Stop, digest, is_done, mark_done, quietly, step

FOLDER = Path(".venv")
PYTHON = FOLDER / "bin/python"
MADE_FOR = "made-for"  # its scripts name their folder, so a moved one is made anew
UNREACHABLE = (
    "No matching distribution",
    "Could not find a version",
    "Max retries",
    "Connection",
    "timed out",
)
LOG = "var/log/pip.log"


def environment(folder: Path = FOLDER) -> None:
    """Make *folder* a virtual environment where it is not there, does not run, or was moved."""
    with step("virtual environment") as now:
        if _is_usable(folder):
            now.note = "unchanged"
            return
        _complete_python()
        try:
            quietly([sys.executable, "-m", "venv", "--clear", folder], log="venv.log")
        except Failed as why:
            raise Stop(f"The virtual environment could not be made: {_last_line(why)}") from why
        mark_done(folder / MADE_FOR, _identity())


def install(lock: str, folder: Path = FOLDER) -> None:
    """Install exactly what *lock* names, each file checked against its hash."""
    with step(f"packages of {lock}") as now:
        stamp = folder / f"{Path(lock).name}.done"
        wanted = digest(Path(lock).read_bytes(), sys.version)
        if is_done(stamp, wanted):
            now.note = "unchanged"
            return
        _pip(lock, folder)
        mark_done(stamp, wanted)


def _is_usable(folder: Path) -> bool:
    made_for = folder / MADE_FOR
    if made_for.is_file() and not is_done(made_for, _identity()):
        return False
    return _answers(folder, "-c", "import pip") or _answers(
        folder, "-m", "ensurepip"
    )  # uv makes one without pip


def _answers(folder: Path, *arguments: str) -> bool:
    try:
        quietly([folder / "bin/python", *arguments])
    except (Failed, OSError):
        return False
    return True


def _identity() -> str:
    return f"{Path.cwd()}\n{sys.version}"


def _complete_python() -> None:
    if importlib.util.find_spec("ensurepip"):
        return
    package = f"python3.{sys.version_info.minor}-venv"
    advice = f"This Python has no venv: run `apt-get install {package}` as root, then this again."
    if not apt.can_install():
        raise Stop(advice)
    try:
        apt.install([package])
    except Failed as why:
        raise Stop(f"{advice} (It was tried just now: {_last_line(why)})") from why


def _pip(lock: str, folder: Path) -> None:
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "--retries", "2"]
    try:
        quietly(
            [folder / "bin/python", "-m", "pip", "install", *options, "--require-hashes", "-r", lock],
            log="pip.log",
        )
    except Failed as why:
        raise Stop(_pip_sentence(str(why), lock)) from why


def _pip_sentence(words: str, lock: str) -> str:
    if "DO NOT MATCH THE HASHES" in words:
        return f"A package that was fetched is not the one that {lock} names; nothing was installed ({LOG})."
    if any(sign in words for sign in UNREACHABLE):
        return (
            "The Python packages cannot be fetched: no package index answered. Check the network, or pip's "
            f"own settings, and run this again ({LOG} has pip's words)."
        )
    return f"The Python packages could not be installed: {_last_line(Failed(words))} ({LOG} has the rest)."


def _last_line(why: Failed) -> str:
    return ([line for line in str(why).splitlines() if line.strip()] or ["it said nothing"])[-1].strip()
