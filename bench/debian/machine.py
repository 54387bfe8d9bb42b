"""The Debian, booted: systemd is its first process, and its network has nobody else in it."""

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from bench.debian import base
from tests.deploy.running import NEEDED_BY_PIP, clone

FETCHES = re.compile(
    r"^(apt-get|bin/setup)\b"
)  # these see this machine's network, all others none but their own
TRUSTED = Path("/usr/local/share/ca-certificates")
START = 120.0  # seconds
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


class Refused(Exception):
    """A command ended badly in the Debian; the message has its words."""


class Debian:
    """An empty Debian in *folder* with the project's code where the page has it, and root's shell in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.where = folder, "/root"
        base.lay(folder)
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
        if TRUSTED.is_dir():
            shutil.copytree(TRUSTED, folder / TRUSTED.relative_to("/"), dirs_exist_ok=True)
        if Path("/etc/pip.conf").is_file():
            shutil.copy("/etc/pip.conf", folder / "etc/pip.conf")
        with (folder / "etc/hosts").open("a") as hosts:
            hosts.write("127.0.0.1 localhost example.org\n")
        clone(folder / "srv/stet")

    def boot(self) -> float:
        """Start it; how many seconds it took until systemd had started all it knows."""
        began = time.monotonic()
        options = ["--register=no", "--keep-unit", "--private-network", "--resolv-conf=off", "--console=pipe"]
        self.container = subprocess.Popen(
            [base.tool("systemd-nspawn"), "-q", "-D", self.folder, *options, "-b"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while self._state() not in {"running", "degraded"}:
            if time.monotonic() - began > START or self.container.poll() is not None:
                raise Refused(f"The Debian did not start: {self._state() or 'no word from it'}.")
            time.sleep(0.2)
        return time.monotonic() - began

    def kill(self) -> None:
        """End all of its processes at once, as a power cut does."""
        first = self._first_process()
        if first:
            os.kill(first, signal.SIGKILL)
        self.container.wait()

    def type(self, line: str) -> str:
        """What root's shell prints to *line*; the next line is typed in the same folder.

        Raises Refused when it ends with anything but 0.
        """
        if line.startswith("cd "):
            self.where = line.removeprefix("cd ").strip()
            return ""
        said = self._enter(["bash", "-ec", f"cd {self.where}\n{line}"], FETCHES.match(line) is not None)
        if said.returncode:
            raise Refused(f"{line}\n{said.stdout}{said.stderr}")
        return said.stdout

    def _state(self) -> str:
        return (
            self._enter(["systemctl", "is-system-running"], False).stdout.strip()
            if self._first_process()
            else ""
        )

    def _enter(self, command: list[str], is_fetching: bool) -> "subprocess.CompletedProcess[str]":
        namespaces = ["-m", "-u", "-i", "-p", "-C", "-r", "-w", *([] if is_fetching else ["-n"])]
        asked = {name: value for name, value in os.environ.items() if NEEDED_BY_PIP.match(name)}
        return subprocess.run(
            ["nsenter", "-t", str(self._first_process()), *namespaces, *command],
            env=ENVIRONMENT | (asked if is_fetching else {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def _first_process(self) -> int:
        """The number that its first process has outside, 0 while there is none."""
        children = Path(f"/proc/{self.container.pid}/task/{self.container.pid}/children")
        found = children.read_text().split() if children.is_file() else []
        return int(found[0]) if found else 0
