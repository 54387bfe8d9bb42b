"""A PostgreSQL server for the tests and measures, on a socket of its own: thrown away after them, or kept."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from machine.steps import Stop

INSTALLED = "/usr/lib/postgresql/*/bin"
# A test that failed with a transaction open would hold up the next one's cleaning for ever.
ABANDONED = "idle_in_transaction_session_timeout=120s"
CAREFREE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", ABANDONED)
START = 120.0  # seconds: one that was killed reads first what it had not put in its place


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL that is installed."""
    found = [folder for folder in Path("/").glob(INSTALLED[1:]) if (folder / "initdb").is_file()]
    on_path = shutil.which("initdb")
    newest = max(found, key=lambda folder: float(folder.parent.name), default=None)
    return newest or (Path(on_path).resolve().parent if on_path else None)


@contextmanager
def throwaway() -> Iterator[str]:
    """Run a server that forgets everything; yields its DATABASE_URL.

    Raises Stop when it does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="stet-pg-"))  # a short path: sockets' paths may have 107 bytes
    try:
        with kept(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept(folder: Path, *settings: str) -> Iterator[str]:
    """Run a server whose databases stay in *folder* for the next time; yields its DATABASE_URL.

    Raises Stop when it does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _hand_over(folder)
    if not (folder / "data").exists():
        _init(folder)
    with _server(folder, settings):
        yield f"postgresql://postgres@/postgres?host={folder}"


def _owner() -> str | None:
    """PostgreSQL refuses to be run by root."""
    return "postgres" if os.geteuid() == 0 else None


def _hand_over(folder: Path) -> None:
    owner = _owner()
    if owner:
        entry = pwd.getpwnam(owner)
        os.chown(folder, entry.pw_uid, entry.pw_gid)


def _init(folder: Path) -> None:
    command = [_binary("initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust"]
    done = subprocess.run(
        [*command, "-N", "-E", "UTF8", "--locale", "C.UTF-8"],
        user=_owner(),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(f"PostgreSQL's initdb failed: {done.stderr.strip()}")


@contextmanager
def _server(folder: Path, more: tuple[str, ...]) -> Iterator[None]:
    said = (*CAREFREE, *more, "listen_addresses=", f"unix_socket_directories={folder}")
    settings = [f"-c{setting}" for setting in said]
    log = folder / "log"
    with (
        log.open("wb") as words,
        subprocess.Popen(
            [_binary("postgres"), "-D", folder / "data", *settings],
            user=_owner(),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests; this ends after them
        ) as server,
    ):
        try:
            _wait_for(server, folder)
            yield
        finally:
            server.terminate()
            _wait_or_kill(server)


def _wait_for(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    end = time.monotonic() + START
    ask = [_binary("pg_isready"), "-q", "-h", str(folder)]
    while subprocess.run(ask, check=False).returncode:
        if server.poll() is not None or time.monotonic() > end:
            words = (folder / "log").read_text(encoding="utf-8", errors="replace")
            raise Stop(f"PostgreSQL did not start: {words.strip()}")
        time.sleep(0.1)


def _wait_or_kill(server: "subprocess.Popen[bytes]") -> None:
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        server.send_signal(3)  # SIGQUIT, PostgreSQL's immediate shutdown: nothing in it is of worth


def _binary(name: str) -> str:
    folder = binaries()
    if folder is None:
        raise Stop("PostgreSQL is not installed: run `apt-get install postgresql` as root, then this again.")
    return str(folder / name)
