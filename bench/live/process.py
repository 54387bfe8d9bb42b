"""A process that is started again when it ends, as systemd does with the site's own."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

PAUSE = 0.1  # seconds until it is started again: systemd's RestartSec
PATIENCE = 10.0  # seconds that an end may take
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class Supervised:
    """*command* in *folder*, kept up until ``end``; what it says goes to ``var/log/<name>.log``."""

    def __init__(
        self, name: str, command: Sequence[str], folder: Path, env: dict[str, str], user: str | None = None
    ) -> None:
        self.name, self.command, self.folder, self.env, self.user = name, list(command), folder, env, user
        self.is_wanted, self.is_held_down = True, False
        self.process: subprocess.Popen[bytes] | None = None
        self.started = threading.Event()
        # The parent's death is told to a child when the *thread* that made it ends, so one thread makes all.
        self.thread = threading.Thread(target=self._keep_up, name=name, daemon=True)
        self.thread.start()
        self.started.wait(PATIENCE)

    def _keep_up(self) -> None:
        while self.is_wanted:
            if self.is_held_down:
                time.sleep(0.02)
                continue
            self.process = self._start()
            self.started.set()
            self.process.wait()
            time.sleep(PAUSE)

    def _start(self) -> "subprocess.Popen[bytes]":
        log = self.folder / "var" / "log" / f"{self.name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as words:
            return subprocess.Popen(
                self.command,
                cwd=self.folder if self.user is None else "/",
                env=self.env,
                user=self.user,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                preexec_fn=_end_with_parent,
            )

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def children(self) -> list[int]:
        """The processes that it has made: nginx's and gunicorn's workers."""
        try:
            return [int(pid) for pid in _children_file(self.pid).read_text().split()]
        except OSError:
            return []

    def kill(self) -> None:
        """``kill -9``; it is started again."""
        self.send(signal.SIGKILL)

    def send(self, number: int) -> None:
        """Send a signal to it and, as a stopped machine would, to all that it has made."""
        for pid in (self.pid, *self.children):
            tell(pid, number)

    def stop(self) -> None:
        self.send(signal.SIGSTOP)

    def go_on(self) -> None:
        self.send(signal.SIGCONT)

    def hold_down(self) -> None:
        """Kill it, and leave it so until ``release``."""
        self.is_held_down = True
        self.kill()

    def release(self) -> None:
        self.is_held_down = False

    def end(self) -> None:
        """End it for good."""
        self.is_wanted = False
        if self.process and self.process.poll() is None:
            self.go_on()
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()
        self.thread.join(PATIENCE)


def tell(pid: int, number: int) -> None:
    """Send a signal to a process that may be gone already."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _children_file(pid: int) -> Path:
    return Path(f"/proc/{pid}/task/{pid}/children")


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
