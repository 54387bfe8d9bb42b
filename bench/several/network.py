"""Machines that are network namespaces, joined by a bridge; this one stands on it too."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

NET = "10.213.77"
BRIDGE = "stet-bridge"
HERE = f"{NET}.1"


class Machine:
    """A network namespace called *name*, at *number* of the network."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.address = name, f"{NET}.{number}"
        self.space = f"stet-{name}"

    @property
    def within(self) -> list[str]:
        """What stands before a command that runs there."""
        return ["ip", "netns", "exec", self.space]

    def make(self) -> None:
        """Plug it in."""
        wire = f"st-{self.name}"
        _ip("netns", "add", self.space)
        _ip("link", "add", wire, "type", "veth", "peer", "name", "eth0", "netns", self.space)
        _ip("link", "set", wire, "master", BRIDGE, "up")
        _ip("-n", self.space, "address", "add", f"{self.address}/24", "dev", "eth0")
        for device in ("eth0", "lo"):
            _ip("-n", self.space, "link", "set", device, "up")

    def stop_answering(self, other: "Machine") -> None:
        """Whatever it would say to *other* is lost on the way, without a word to either."""
        _ip("-n", self.space, "route", "add", "blackhole", f"{other.address}/32")

    def answer(self, other: "Machine") -> None:
        """The way to *other* is whole again."""
        _ip("-n", self.space, "route", "del", "blackhole", f"{other.address}/32")


def absence() -> str:
    """Why there can be no such machines here, or ""."""
    if os.geteuid():
        return "network namespaces need root"
    if not shutil.which("ip"):
        return "there is no ip; as root: apt-get install iproute2"
    if _ip("netns", "add", "stet-try", check=False):
        return "this machine lets nobody make network namespaces"
    _ip("netns", "del", "stet-try")
    return ""


@contextmanager
def joined(machines: list[Machine]) -> Iterator[None]:
    """All *machines*, for as long as this lasts."""
    _remove(machines)
    try:
        _ip("link", "add", BRIDGE, "type", "bridge")
        _ip("address", "add", f"{HERE}/24", "dev", BRIDGE)
        _ip("link", "set", BRIDGE, "up")
        for machine in machines:
            machine.make()
        yield
    finally:
        _remove(machines)


def _remove(machines: list[Machine]) -> None:
    for machine in machines:
        _ip("netns", "del", machine.space, check=False)
        _ip("link", "del", f"st-{machine.name}", check=False)
    _ip("link", "del", BRIDGE, check=False)


def _ip(*words: str, check: bool = True) -> int:
    return subprocess.run(["ip", *words], check=check, capture_output=True).returncode
