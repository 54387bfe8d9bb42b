"""The processes of the Procfile: started under honcho, all of them gone when this one ends."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from machine.python import PYTHON

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h
LAST_WORDS = 3.0  # seconds that a process left over gets to end by itself


class Stack:
    """honcho with the processes it runs; ``is_asked_to_end`` says whether a signal came."""

    def __init__(self, names: Sequence[str], env: Mapping[str, str]) -> None:
        self.is_asked_to_end = False
        _adopt_orphans()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        # honcho would read .env too, and let it win over the environment.
        command: list[str | Path] = [PYTHON, "-m", "honcho", "start", "-e", os.devnull, *names]
        self.honcho = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, env={**os.environ, **env}, preexec_fn=_end_with_parent
        )

    @property
    def is_running(self) -> bool:
        return self.honcho.poll() is None and not self.is_asked_to_end

    def wait_for(self, is_ready: Callable[[], bool], seconds: float) -> bool:
        """Whether it became ready in time and still runs."""
        end = time.monotonic() + seconds
        while self.is_running and time.monotonic() < end:
            if is_ready():
                return True
            time.sleep(0.05)
        return False

    def wait(self) -> int:
        """honcho's exit code, once all of it has ended."""
        code = self.honcho.wait()
        _end_the_rest()
        return code

    def end(self) -> None:
        """Tell honcho to end everything."""
        if self.honcho.poll() is None:
            self.honcho.terminate()

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.is_asked_to_end = True
        self.end()


def _prctl(option: int, value: int) -> None:
    call = getattr(ctypes.CDLL(None), "prctl", None)
    if call:
        call(option, value, 0, 0, 0)


def _adopt_orphans() -> None:
    """Let processes whose parent died become our children, so that none is lost from sight."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def _end_with_parent() -> None:
    """In honcho, before it starts: end when we are killed without a chance to say so."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_the_rest() -> None:
    end = time.monotonic() + LAST_WORDS
    while left := _descendants():
        number = signal.SIGTERM if time.monotonic() < end else signal.SIGKILL
        for pid in left:
            _signal(pid, number)
        time.sleep(0.1)
        _bury()


def _descendants() -> set[int]:
    """Our children, their children, and so on."""
    parents = {pid: _parent(pid) for pid in _all_processes()}
    found, newest = set[int](), {os.getpid()}
    while newest:
        newest = {pid for pid, parent in parents.items() if parent in newest}
        found |= newest
    return found


def _all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _parent(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return int(status.rpartition(")")[2].split()[1])


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _bury() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
    except ChildProcessError:
        return
