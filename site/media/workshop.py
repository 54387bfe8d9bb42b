"""Hands pictures to a process of its own (``media.bench``), which is kept for the next one.

Passing a picture over and back costs a fraction of a millisecond, starting the process about a tenth of a
second; so an import of thousands pays for the walls once.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from media.bench import receive, send
from media.cleaning import Clean, Refused, refuse_size
from media.sizing import Size, Sized

SECONDS = 20  # for one picture; the largest allowed takes about five
SECONDS_FOR_SIZES = 180  # it is made when nobody waits for it, and gives way to everything else
HOUSE = Path(__file__).resolve().parent.parent
# Two memory arenas: one for each thread would fill the address space on a machine of many cores.
ENVIRONMENT = {"PYTHONPATH": str(HOUSE), "PYTHONWARNINGS": "ignore", "MALLOC_ARENA_MAX": "2"}


class Workshop:
    """One bench, used by the threads of one process in turn."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._bench: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def clean(self, data: bytes) -> Clean:
        """``media.cleaning.clean`` behind walls.

        Raises Refused, also for a picture that takes more time or memory than there is for one.
        """
        refuse_size(len(data))
        said, files = self._asked("clean", data, SECONDS)
        return Clean(data=files[0], **said)

    def size(self, data: bytes) -> Sized:
        """``media.sizing.size`` behind walls. Raises Refused, as ``clean`` does."""
        said, files = self._asked("size", data, SECONDS_FOR_SIZES)
        sizes = (Size(data=file, **each) for each, file in zip(said["sizes"], files, strict=True))
        return Sized(tuple(sizes), said["tint"])

    def _asked(self, work: str, data: bytes, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
        with self._turn:
            bench = self._open()
            watch = threading.Timer(seconds, bench.kill)
            watch.start()
            try:
                return _asked(bench, work, data)
            except (OSError, EOFError) as error:
                self._close()
                raise Refused("The picture takes more time or memory than there is for one.") from error
            finally:
                watch.cancel()

    def close(self) -> None:
        """End the bench, if there is one."""
        with self._turn:
            self._close()

    def _open(self) -> subprocess.Popen[bytes]:
        # A bench that was started before a fork belongs to the parent.
        if self._bench is not None and (self._owner != os.getpid() or self._bench.poll() is not None):
            self._close()
        if self._bench is None:
            self._bench, self._owner = _started(), os.getpid()
        return self._bench

    def _close(self) -> None:
        if self._bench is not None and self._owner == os.getpid():
            self._bench.kill()
            self._bench.communicate()
        self._bench = None


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-s", "-m", "media.bench"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        start_new_session=True,  # Ctrl-C is for the site; the bench ends with its input
    )


def _asked(bench: subprocess.Popen[bytes], work: str, data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    send(_stream(bench.stdin), work.encode())
    send(_stream(bench.stdin), data)
    answers = _stream(bench.stdout)
    head = receive(answers)
    if not head:
        raise EOFError("The bench went away.")
    said = json.loads(head)
    files = [receive(answers) for _ in range(said.pop("files"))]
    if not all(files):
        raise EOFError("The bench went away among the files.")
    if "refused" in said:
        raise Refused(said["refused"])
    return said, files


def _stream(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError("The bench has no such pipe.")
    return pipe


workshop = Workshop()
atexit.register(workshop.close)
