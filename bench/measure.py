"""What a request costs: the processor time of the process that answers it, not the time on the clock."""

import contextlib
import http.client
import os
import socket
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, at: Path) -> None:
        super().__init__("127.0.0.1")
        self.at = at

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.at))


def cpu_ms(pid: int) -> float:
    """Milliseconds of processor time that the process and its threads have used.

    Source: proc(5), /proc/pid/schedstat counts nanoseconds for each thread; stat only whole ticks.
    """
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e6


def memory_mb(pid: int) -> float:
    """Megabytes of memory that the process holds (VmRSS)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def cost(
    at: Path, pid: int, paths: list[str], before_each: Callable[[], object] = int, state: str = "miss"
) -> float:
    """Milliseconds of processor time for one of *paths*, asked one after another.

    Each must be a miss, or what *state* says; another would cost something else. Empty: whatever comes.
    """
    connection = UnixConnection(at)
    before = cpu_ms(pid)
    for path in paths:
        before_each()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or not body:
            raise SystemExit(f"{path} answered {answer.status}; the bench wants pages that are there.")
        was = answer.getheader("X-Page-Cache", state)
        if state and was != state:
            raise SystemExit(f"{path} was a {was}; this measures what a {state} costs.")
    connection.close()
    return (cpu_ms(pid) - before) / len(paths)


@contextlib.contextmanager
def before_others(*more: int) -> Iterator[None]:
    """Meanwhile, whatever else the machine does waits, where the machine lets us say so (only root may).

    Before them come this process and *more* of them, each with all that it has started until now.
    """
    groups = [Path(f"/proc/{pid}/autogroup") for pid in _with_children([os.getpid(), *more])]
    said = [group for group in groups if _say_nice(group, "-20")]
    try:
        yield
    finally:
        for group in said:
            _say_nice(group, "0")


def _with_children(pids: Iterable[int]) -> Iterator[int]:
    for pid in pids:
        yield pid
        with contextlib.suppress(OSError):
            for of_thread in Path(f"/proc/{pid}/task").glob("*/children"):
                yield from _with_children(map(int, of_thread.read_text().split()))


def _say_nice(group: Path, value: str) -> bool:
    """Whether it could be said: under autogrouping, nice alone means nothing to other sessions (sched(7))."""
    try:
        group.write_text(value)
    except OSError:
        return False
    return True
