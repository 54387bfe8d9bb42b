"""One line a step with its time, one sentence where it cannot go on."""

import hashlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

LOGS = Path("var/log")


class Stop(Exception):
    """It cannot go on; the message is the one sentence that says why and what to do."""


class Failed(Exception):
    """A command ended badly; the message is all that it printed."""


class Step:
    """What a step has to say beside its time."""

    note = ""


@contextmanager
def step(name: str) -> Iterator[Step]:
    """Print the step's name, and its time when it is done."""
    print(f"  {name} … ", end="", flush=True)
    started = time.monotonic()
    current = Step()
    try:
        yield current
    except BaseException:
        print(flush=True)
        raise
    seconds = f"{time.monotonic() - started:.1f} s"
    print(f"{seconds} ({current.note})" if current.note else seconds, flush=True)


def quietly(command: Sequence[str | Path], *, log: str = "", env: Mapping[str, str] | None = None) -> str:
    """Run *command* to its end and return what it printed, keeping that in var/log/<log> if one is named.

    Raises Failed when it ends with anything but 0. An interrupt ends the command too.
    """
    output, code = _run(command, {**os.environ, **(env or {})})
    if log:
        LOGS.mkdir(parents=True, exist_ok=True)
        (LOGS / log).write_text(output, encoding="utf-8")
    if code != 0:
        raise Failed(output)
    return output


def _run(command: Sequence[str | Path], env: Mapping[str, str]) -> tuple[str, int]:
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=env,
    ) as child:
        try:
            output, _ = child.communicate()
        except BaseException:
            child.terminate()
            raise
    return output, child.returncode


def aloud(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run *command* to its end, its words going where ours go; returns its exit code."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})}) as child:
        try:
            return child.wait()
        except BaseException:
            child.terminate()
            raise


def digest(*parts: str | bytes) -> str:
    """One short name for what a step was made from."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode() if isinstance(part, str) else part)
        whole.update(b"\0")
    return whole.hexdigest()


def is_done(stamp: Path, value: str) -> bool:
    """Whether *stamp* says that the step was done for *value* already."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == value


def mark_done(stamp: Path, value: str) -> None:
    """Note that the step was done for *value*."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value, encoding="utf-8")
