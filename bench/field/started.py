"""A server of the field in a site's folder: started, waited for, ended with all that it has started."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.field.comparing import ask
from bench.field.served import Server
from bench.live.site import Site

START, STOP = 60.0, 15.0  # seconds


@contextmanager
def running(site: Site, server: Server, port: int, **said: str) -> Iterator["subprocess.Popen[bytes]"]:
    """*server* on *port*, its environment with what is *said*; its last words are printed where it fails."""
    log = site.folder / f"var/log/{server.package}-{port}.log"
    with log.open("ab") as words:
        process = subprocess.Popen(
            server.command(site.folder, port),
            cwd=site.folder,
            env=site.env | {"PYTHONPATH": f"{site.folder}:{site.folder / 'site'}"} | said,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    except BaseException:
        print(log.read_text(errors="replace")[-4000:], flush=True)
        raise
    finally:
        ends(process)


def wait(process: "subprocess.Popen[bytes]", port: int) -> float:
    """How many seconds it took until it answered."""
    began = time.monotonic()

    def answers() -> bool:
        if process.poll() is not None:
            raise SystemExit(f"It ended by itself with {process.returncode}.")
        try:
            return ask(port, "/healthz").status == 200
        except OSError:
            return False

    if not is_soon(answers, START):
        raise SystemExit("It did not answer.")
    return time.monotonic() - began


def is_soon(is_so: Callable[[], bool], seconds: float) -> bool:
    """Whether it became so in time."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def ends(process: "subprocess.Popen[bytes]") -> str:
    """Whether it ends when told to, by itself and with all that it has started."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    try:
        process.wait(STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        return f"no: not within {STOP:.0f} s"
    took = time.monotonic() - began
    if not is_soon(lambda: not _group(process.pid), 3):
        return f"no: left {len(_group(process.pid))} behind"
    return f"{took:.1f} s, code {process.returncode}"


def _group(leader: int) -> list[int]:
    """The processes of the session that *leader* began."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(status[3]) == leader and status[0] != "Z":
                found.append(int(entry.name))
    return found
