"""Debian's packages: installed by root, unpacked into a folder of ours by anybody else."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from machine.steps import Failed, quietly

QUIET = {
    "DEBIAN_FRONTEND": "noninteractive",
    "RUNLEVEL": "1",  # a server that is installed for us shall not start by itself as a service
}
OWN_LISTS = Path("var/apt")


def can_install() -> bool:
    """Whether this is a Debian that lets us install packages; sudo is never asked."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def can_unpack() -> bool:
    """Whether packages can be fetched and unpacked without being root."""
    return all(shutil.which(tool) for tool in ("apt-get", "apt-cache", "dpkg"))


def install(packages: Sequence[str]) -> None:
    """Install *packages*, with newer lists when the first try does not find them.

    Raises Failed when they cannot be had.
    """
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
    try:
        quietly([*command, *packages], log="apt.log", env=QUIET)
    except Failed:
        quietly(["apt-get", "update", "-q"], log="apt.log", env=QUIET)
        quietly([*command, *packages], log="apt.log", env=QUIET)


def unpack(packages: Sequence[str], folder: Path) -> None:
    """Fetch *packages* and unpack them into *folder*, which nothing else is in.

    Raises Failed when they cannot be had.
    """
    try:
        archives = _fetch(packages, [])
    except Failed:
        quietly(["apt-get", *_own_lists(), "update", "-q"], log="apt.log")
        archives = _fetch(packages, _own_lists())
    for archive in archives:
        quietly(["dpkg", "-x", archive, folder], log="apt.log")


def dependencies(packages: Sequence[str]) -> list[str]:
    """The libraries that *packages* name as theirs, without the C library."""
    lines = quietly(["apt-cache", *_known_lists(), "depends", *packages]).splitlines()
    named = {line.split("Depends:")[1].strip() for line in lines if line.strip().startswith("Depends:")}
    return sorted(name for name in named if name.startswith(("lib", "zlib")) and name != "libc6")


def _fetch(packages: Sequence[str], options: Sequence[str]) -> list[Path]:
    kept = OWN_LISTS / "packages"
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    # apt-get download knows no target folder but the one it stands in.
    quietly(
        ["sh", "-c", 'cd "$1" && shift && exec apt-get "$@"', "sh", kept, *options, "download", *packages]
    )
    return sorted(kept.glob("*.deb"))


def _known_lists() -> list[str]:
    return _own_lists() if (OWN_LISTS / "lists").is_dir() else []


def _own_lists() -> list[str]:
    for folder in ("lists/partial", "cache/archives/partial"):
        (OWN_LISTS / folder).mkdir(parents=True, exist_ok=True)
    base = OWN_LISTS.resolve()
    return ["-o", f"Dir::State::lists={base}/lists", "-o", f"Dir::Cache={base}/cache"]
