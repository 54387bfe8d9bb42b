"""Load from wrk on a core of its own, and what it costs the server on the other."""

import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench import measure

SCRIPT = Path(__file__).parent / "wrk.lua"
CORES = sorted(os.sched_getaffinity(0))
MANY, ONE = 32, 1  # connections: as much as the server can do, and a reader who is alone


@dataclass(frozen=True)
class Question:
    """What is asked for: one address, or those that a file lists; with these headers, through TLS or not."""

    path: str
    headers: tuple[str, ...]
    listed: Path | None = None
    is_tls: bool = False


Figure = Literal["rate", "cpu", "busy", "p50", "p99"]
# What came of one load: requests a second, µs of processor time for each, the share of its core that the
# server was busy, and µs that readers waited.
Figures = dict[Figure, float]


def check() -> None:
    """Raises SystemExit where no honest load can be made."""
    if not shutil.which("wrk"):
        raise SystemExit("There is no wrk on this machine; as root: apt-get install wrk")
    if len(CORES) < 2:
        raise SystemExit("One core is not enough: the generator would take the server's time.")


def pin_server(processes: Iterable[int]) -> None:
    """Keep *processes*, with all of their threads and children, on the server's core."""
    for pid in _with_children(processes):
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), {CORES[0]})


def ask(
    port: int, question: Question, processes: Iterable[int], *, connections: int = MANY, seconds: int = 1
) -> Figures:
    """Ask the server at *port*, that consists of *processes*, for so long.

    Raises SystemExit on a bad answer.
    """
    before, begun = _cpu_us(processes), time.monotonic()
    told = _wrk(port, question, connections, seconds)
    after, passed = _cpu_us(processes), time.monotonic() - begun
    spent = sum(used - before.get(pid, 0) for pid, used in after.items())
    requests = told["requests"]
    if told["refused"] or told["broken"] or not requests:
        raise SystemExit(f"Port {port} did not answer {question} as it should: {told}")
    return {
        "rate": requests / told["seconds"],
        "cpu": spent / requests,
        "busy": spent / 1e6 / passed,
        "p50": told["p50"],
        "p99": told["p99"],
    }


def _wrk(port: int, question: Question, connections: int, seconds: int) -> dict[str, float]:
    scheme = "https" if question.is_tls else "http"
    headers = [part for header in question.headers for part in ("-H", header)]
    command = ["taskset", "-c", str(CORES[1]), "wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s"]
    command += ["-s", str(SCRIPT), *headers, f"{scheme}://127.0.0.1:{port}{question.path}"]
    command += ["--", str(question.listed)] if question.listed else []
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return told


def _cpu_us(processes: Iterable[int]) -> dict[int, float]:
    used = {}
    for pid in _with_children(processes):
        with contextlib.suppress(FileNotFoundError):  # it ended just now
            used[pid] = measure.cpu_ms(pid) * 1000
    return used


def children(pid: int) -> list[int]:
    """The processes that *pid* began and that live."""
    with contextlib.suppress(FileNotFoundError):
        lists = [(task / "children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
        return [int(child) for text in lists for child in text.split()]
    return []


def _with_children(processes: Iterable[int]) -> Iterator[int]:
    for pid in processes:
        yield pid
        yield from _with_children(children(pid))
