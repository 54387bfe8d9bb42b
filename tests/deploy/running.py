"""The site as somebody has it who just cloned it: a folder, ``make run``, an address."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NEEDED_BY_PIP = re.compile(r"PIP_|(https?|no)_proxy$|SSL_CERT_", re.IGNORECASE)


def clone(folder: Path) -> Path:
    """A copy of what git has or would have of this project."""
    listed = subprocess.run(
        ["git", "ls-files", "-coz", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def emptied_environment(**said: str) -> dict[str, str]:
    """What ``env -i`` leaves, with what pip needs to reach its index from this machine."""
    kept = {name: value for name, value in os.environ.items() if NEEDED_BY_PIP.match(name)}
    return {"PATH": "/usr/bin:/bin", "HOME": os.environ.get("HOME", "/"), **kept, **said}


class Running:
    """``make run`` in *folder*, with its port and what else the environment shall say."""

    def __init__(self, folder: Path, **said: str) -> None:
        self.folder, self.port = folder, free_port()
        self.words = folder / "words.log"
        self.began = time.monotonic()
        with self.words.open("w") as words:
            self.make = subprocess.Popen(
                ["make", "run"],
                cwd=folder,
                env=emptied_environment(PORT=str(self.port)) | said,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_up(self, seconds: float) -> float:
        """How many seconds it took until the address was printed."""
        while "Ctrl-C ends it" not in self.said:
            assert self.make.poll() is None, self.said
            assert time.monotonic() - self.began < seconds, self.said
            time.sleep(0.05)
        return time.monotonic() - self.began

    @property
    def said(self) -> str:
        return self.words.read_text()

    def state_in_the_end(self, path: str) -> str:
        """What ``X-Page-Cache`` says of *path* once its page had time to be kept.

        A page is compressed and kept after its first reader has it, so a second reader may come too early.
        """
        state, deadline = "", time.monotonic() + 5
        while state != "hit" and time.monotonic() < deadline:
            state = self.get(path).headers["X-Page-Cache"]
            time.sleep(0.05)
        return state

    def get(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        """The answer to one request; its body is in ``.body``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        return self.ask(connection, path, method, headers)

    @staticmethod
    def ask(
        connection: http.client.HTTPConnection, path: str, method: str, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        """The answer to the only request on *connection*."""
        connection.request(method, path, headers={name.replace("_", "-"): v for name, v in headers.items()})
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def processes(self) -> dict[int, str]:
        """What runs in the folder, whoever started it: process → command line."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and _stands_in(entry, self.folder):
                found[int(entry.name)] = _command(entry)
        return found

    def the(self, command: str) -> int:
        """The process whose command line has *command* in it, the first one of them."""
        return min(pid for pid, line in self.processes().items() if command in line)

    def is_all_gone(self, seconds: float) -> bool:
        """Whether nothing runs in the folder any more, *seconds* from now at the latest."""
        end = time.monotonic() + seconds
        while self.make.poll() is None or self.processes():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def press_ctrl_c(self) -> None:
        """What a terminal does: the signal goes to the whole group."""
        os.killpg(self.make.pid, signal.SIGINT)

    def end(self) -> None:
        """Leave nothing behind, whatever a test found."""
        if self.make.poll() is None:
            self.press_ctrl_c()
        if not self.is_all_gone(20):
            for pid in self.processes():
                os.kill(pid, signal.SIGKILL)
        self.make.wait()


def make_run(folder: Path, **said: str) -> subprocess.CompletedProcess[str]:
    """``make run`` that is expected to refuse; its code and all it printed."""
    return subprocess.run(
        ["make", "run"],
        cwd=folder,
        env=emptied_environment(PORT=str(free_port())) | said,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )


def _stands_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").resolve(strict=True).is_relative_to(folder)
    except OSError:
        return False


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
