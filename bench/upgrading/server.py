"""gunicorn and nginx, replaced while they answer, as docs/deploy.md says it."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

from bench.live.process import Supervised, tell
from bench.live.site import Site

PID = Path("var/run/web.pid")
PATIENCE = 60.0  # seconds


class Web:
    """The site's gunicorn. A newer one takes its place at USR2, so nobody starts it again when it ends."""

    def __init__(self, site: Site) -> None:
        self.site, self.pid_file = site, site.folder / PID
        self.first: Supervised = site.start("web", f"--pid {PID}")

    @property
    def pid(self) -> int:
        """The master that answers, 0 where there is none."""
        try:
            return int(self.pid_file.read_text())
        except (OSError, ValueError):
            return 0

    def replace(self) -> None:
        """Return when the newer one answers alone."""
        before = self.pid
        self.first.is_wanted = False
        tell(before, signal.SIGUSR2)
        try:
            until(lambda: self.pid not in (0, before) and not _is_there(before), "the newer gunicorn")
        except SystemExit:
            print(self.site.words("web"))
            raise

    def break_off(self) -> None:
        """Kill it with its workers and start another: what a restart without care is."""
        for pid in (self.pid, *_children(self.pid)):
            tell(pid, signal.SIGKILL)
        until(lambda: not _is_there(self.pid), "the end of gunicorn")
        self.pid_file.unlink()
        (self.site.folder / "var/run/web.sock").unlink(missing_ok=True)
        self.first = self.site.start("web", f"--pid {PID}")
        until(lambda: bool(self.pid), "gunicorn")

    def end(self) -> None:
        """End it, whoever started it."""
        self.first.is_wanted = False
        last = self.pid
        if last:
            tell(last, signal.SIGTERM)
            until(lambda: not _is_there(last), "the end of gunicorn")


def reload_nginx(site: Site) -> None:
    """HUP: return when all workers are new ones."""
    before = set(site.nginx_workers)
    tell(site["nginx"].pid, signal.SIGHUP)
    until(lambda: bool(site.nginx_workers) and not before & set(site.nginx_workers), "nginx's new workers")


def restart_worker(site: Site) -> None:
    """End the worker gently; who looks after it starts it again."""
    before = site["worker"].pid
    tell(before, signal.SIGTERM)
    until(lambda: site["worker"].pid != before, "the new worker")


def until(is_so: Callable[[], bool], what: str) -> None:
    """Wait for it. Raises SystemExit where it does not come."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise SystemExit(f"Waited in vain for {what}.")
        time.sleep(0.05)


def _is_there(pid: int) -> bool:
    """Whether it runs: who has ended and was not asked for its code yet is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
