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
from typing import IO

from media.bench import receive, send
from media.cleaning import Clean, Refused, refuse_size

SECONDS = 20  # for one picture; the largest allowed takes about five
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
        with self._turn:
            bench = self._open()
            watch = threading.Timer(SECONDS, bench.kill)
            watch.start()
            try:
                return _asked(bench, data)
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


def _asked(bench: subprocess.Popen[bytes], data: bytes) -> Clean:
    send(_stream(bench.stdin), data)
    said, picture = receive(_stream(bench.stdout)), receive(_stream(bench.stdout))
    if not said:
        raise EOFError("The bench went away.")
    answer = json.loads(said)
    if "refused" in answer:
        raise Refused(answer["refused"])
    return Clean(data=picture, **answer)


def _stream(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError("The bench has no such pipe.")
    return pipe


workshop = Workshop()
atexit.register(workshop.close)
