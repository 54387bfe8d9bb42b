"""An empty Debian of this machine's own release, made by debootstrap and kept for the next time."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent.parent / "bin"))

from machine import apt

TOOLS = ("debootstrap", "debian-archive-keyring", "systemd-container")
CACHE = Path(os.environ.get("DEBIAN_CACHE") or "build/debian")
SOURCES = "$(CREATED_BY) $(CODENAME) $(COMPONENT) $(SITE)"


def tool(name: str) -> Path:
    """Where the program *name* of TOOLS lies: unpacked, so that nothing is installed here."""
    folder = (CACHE / "tools").resolve()
    if not folder.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        apt.unpack(TOOLS, folder)
    return next(
        folder / place / name for place in ("usr/sbin", "usr/bin") if (folder / place / name).is_file()
    )


def lay(folder: Path) -> None:
    """Put an empty Debian into *folder*, which is not there yet."""
    kept = CACHE / f"{codename()}.tar.gz"
    if not kept.is_file():
        _make(kept)
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-C", folder, "-xzf", kept], check=True)


def codename() -> str:
    """The release's name, from this machine's /etc/os-release."""
    said = dict(
        line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line
    )
    return said["VERSION_CODENAME"].strip('"')


def _make(kept: Path) -> None:
    program, new = tool("debootstrap"), (CACHE / "new").resolve()
    shutil.rmtree(new, ignore_errors=True)
    share = program.parents[1] / "share"
    keys = share / "keyrings/debian-archive-keyring.gpg"
    subprocess.run(
        ["sh", program, f"--keyring={keys}", codename(), new, _mirror()],
        env={**os.environ, "DEBOOTSTRAP_DIR": str(share / "debootstrap")},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    subprocess.run(["tar", "-C", new, "-czf", kept, "."], check=True)
    shutil.rmtree(new)


def _mirror() -> str:
    """Where this machine has its packages of *main* from; no address of one stands in this project."""
    said = subprocess.run(
        ["apt-get", "indextargets", "--format", SOURCES], capture_output=True, text=True, check=True
    )
    found = (line.split() for line in said.stdout.splitlines())
    return next(parts[3] for parts in found if parts[:3] == ["Packages", codename(), "main"])
