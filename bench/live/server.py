"""A PostgreSQL server that can be killed, started again and set back to an older copy."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.live.process import Supervised

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "bin"))

from machine import postgres  # noqa: E402

UP = 30.0  # seconds
# What it acknowledged outlives kill -9, as on a real server; only the machine's own power is trusted.
SETTINGS = ("fsync=off", "synchronous_commit=on", "max_connections=80")


class PostgreSQL:
    """A server in a folder of its own, on a socket there.

    Where it shall run on another machine *within* stands before its command, *address* is that machine's, and
    whoever is in *network* may come in.
    """

    def __init__(self, address: str = "", network: str = "", within: Sequence[str] = ()) -> None:
        self.address = address
        self.folder = Path(tempfile.mkdtemp(prefix="stet-pg-"))
        postgres._hand_over(self.folder)
        postgres._init(self.folder)
        told = (*SETTINGS, f"listen_addresses={address}", f"unix_socket_directories={self.folder}")
        settings = [f"-c{setting}" for setting in told]
        command = [postgres._binary("postgres"), "-D", str(self.folder / "data"), *settings]
        user = postgres._owner()
        if within:
            self._let_in(network)
            command, user = [*within, *_as_user(user), *command], None
        self.process = Supervised("postgresql", command, self.folder, dict(os.environ), user=user)
        self.wait()

    @property
    def url(self) -> str:
        if self.address:
            return f"postgresql://postgres@{self.address}/postgres"
        return f"postgresql://postgres@/postgres?host={self.folder}"

    @property
    def socket(self) -> Path:
        return self.folder / ".s.PGSQL.5432"

    def wait(self) -> None:
        """Return when it takes connections."""
        end = time.monotonic() + UP
        ask = [postgres._binary("pg_isready"), "-q", "-h", str(self.folder)]
        while subprocess.run(ask, check=False).returncode:
            if time.monotonic() > end:
                raise SystemExit(f"PostgreSQL did not start: {self._words()}")
            time.sleep(0.05)

    def ask(self, question: str) -> str:
        """What psql says, "" where nobody answers."""
        command = [postgres._binary("psql"), "-h", str(self.folder), "-U", "postgres", "-AtX", "-c", question]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()

    def copy(self) -> None:
        """Keep a copy of everything as it is now."""
        self.process.hold_down()
        self._wait_until_gone()
        shutil.rmtree(self._copy, ignore_errors=True)
        subprocess.run(["cp", "-a", str(self.folder / "data"), str(self._copy)], check=True)
        self.process.release()
        self.wait()

    def set_back(self) -> None:
        """Kill it, and start it on the copy: what was written since is gone."""
        self.process.hold_down()
        self._wait_until_gone()
        shutil.rmtree(self.folder / "data")
        subprocess.run(["cp", "-a", str(self._copy), str(self.folder / "data")], check=True)
        self.process.release()

    def end(self) -> None:
        self.process.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _let_in(self, network: str) -> None:
        with (self.folder / "data/pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {network} trust\n")

    @property
    def _copy(self) -> Path:
        return self.folder / "copy"

    def _wait_until_gone(self) -> None:
        while self.process.process and self.process.process.poll() is None:
            time.sleep(0.02)
        time.sleep(0.3)  # its own children notice a moment later

    def _words(self) -> str:
        return (self.folder / "var" / "log" / "postgresql.log").read_text(errors="replace")[-1000:]


def _as_user(name: str | None) -> list[str]:
    """What runs a command as *name*, in the very process that it is given to."""
    return ["setpriv", f"--reuid={name}", f"--regid={name}", "--init-groups"] if name else []
