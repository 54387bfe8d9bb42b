"""``make run``: from a bare machine to the site at its address."""

import fcntl
import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from machine import nginx, nginx_conf, python, redis
from machine.processes import Stack
from machine.steps import Stop, aloud

RUN = Path("var/run")
LOCK = RUN / "site.lock"
WEB_SOCKET = RUN / "web.sock"
SECRET_KEY = Path("var/secret_key")
ENV_FILE = Path(".env")
START = 60.0  # seconds in which the site has to answer


def install() -> int:
    """Make what every way of running the site begins with: .venv, and what the lock names."""
    python.environment()
    python.install("requirements.txt")
    return 0


def main() -> int:
    """Serve until somebody ends it; 0 when that was what ended it."""
    started = time.monotonic()
    _read_env_file()
    if os.environ.get("MEDIA_STORE") or os.environ.get("WEB_SERVERS"):
        raise Stop(
            "This is one of several machines (MEDIA_STORE, WEB_SERVERS): docs/several-machines.md starts it."
        )
    port = _port()
    with _only_one(port):
        _check_port(port)
        install()
        env = _environment(port, str(redis.server()), nginx.server())
        _make_secret_key()
        _release(env)
        return _serve(port, env, started)


def _read_env_file() -> None:
    """Take what .env says and the environment does not, as config/environment.py does."""
    if not ENV_FILE.is_file():
        return
    for line in ENV_FILE.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def _port() -> int:
    said = os.environ.get("PORT") or "8000"
    if not said.isdigit() or not 0 < int(said) < 65536:
        raise Stop(f"PORT is {said!r}; it takes a number from 1 to 65535.")
    return int(said)


@contextmanager
def _only_one(port: int) -> Iterator[None]:
    """Hold the folder's lock; Stop when another run holds it."""
    for folder in (RUN, Path("var/log"), Path("var/redis"), Path("var/media")):
        folder.mkdir(parents=True, exist_ok=True)
    with LOCK.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(f"The site of this folder runs already ({_holder()}); end that one first.") from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, port {port}")
        lock.flush()
        yield


def _holder() -> str:
    return LOCK.read_text(encoding="utf-8") or "another process"


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as why:
            raise Stop(
                f"Port {port} cannot be had ({why.strerror}): end the program that uses it, "
                f"or take another with `make run PORT={port + 1 if port < 65535 else 8000}`."
            ) from why


def _environment(port: int, redis_server: str, server: nginx.Nginx | None) -> dict[str, str]:
    """What the processes are told; what somebody set in the environment stays as it is."""
    ours = {
        # honcho gives each process another PORT, so nothing may be derived from that.
        "SITE_URL": f"http://127.0.0.1:{port}",
        "REDIS_URL": "unix://?path=var/run/redis.sock",
        "PAGES_REDIS_URL": "unix://?path=var/run/pages.sock",
    }
    env = {name: os.environ.get(name) or value for name, value in ours.items()}
    env |= {"REDIS_SERVER": redis_server, "PYTHONUNBUFFERED": "1"}
    if not server:
        return env | {"WEB_ADDRESS": f"127.0.0.1:{port}"}
    media = Path(os.environ.get("MEDIA_ROOT") or "var/media")
    nginx_conf.configure(server, nginx_conf.Served(env["SITE_URL"], port, media, env["PAGES_REDIS_URL"]))
    return env | {"WEB_ADDRESS": "", "NGINX_BINARY": str(server.binary), "NGINX_LIBRARIES": server.libraries}


def _make_secret_key() -> None:
    if os.environ.get("SECRET_KEY") or SECRET_KEY.is_file():
        return
    with open(os.open(SECRET_KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64))


def _release(env: dict[str, str]) -> None:
    # Redis does not run yet, and nothing that a release does may need it.
    without_redis = {**env, "REDIS_URL": "", "PAGES_REDIS_URL": ""}
    code = aloud([python.PYTHON, "manage.py", "release", "--first-run"], env=without_redis)
    if code:
        raise Stop("The release did not succeed; what stands above says why.")


def _serve(port: int, env: dict[str, str], started: float) -> int:
    for stale in RUN.glob("*.sock"):
        stale.unlink()
    stack = Stack(_processes(env), env)
    link = subprocess.Popen(
        [python.PYTHON, "manage.py", "login_link"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, **env},
    )
    is_up = stack.wait_for(lambda: _is_listening(env) and _answers(port), START)
    words, _ = link.communicate()
    if is_up:
        _greet(env["SITE_URL"], words, time.monotonic() - started)
    elif stack.is_running:
        stack.end()
    code = stack.wait()
    if stack.is_asked_to_end:
        return 0
    raise Stop(f"The site ended by itself ({code}); the lines above say which process began it and why.")


def _processes(env: dict[str, str]) -> list[str]:
    """The Procfile's names without those that somebody else provides."""
    own_redis = [] if os.environ.get("REDIS_URL") else ["redis"]
    own_pages = [] if os.environ.get("PAGES_REDIS_URL") else ["pages-redis"]
    own_nginx = [] if env["WEB_ADDRESS"] else ["nginx"]
    return [*own_redis, *own_pages, *own_nginx, "web", "worker"]


def _is_listening(env: dict[str, str]) -> bool:
    """Whether gunicorn is there; nginx would complain of each question before."""
    return bool(env["WEB_ADDRESS"]) or WEB_SOCKET.exists()


def _answers(port: int) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            f"http://127.0.0.1:{port}/healthz", timeout=2
        ) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _greet(site_url: str, login: str, seconds: float) -> None:
    print(f"\n  Stet is at {site_url}/ after {seconds:.1f} s; Ctrl-C ends it.", flush=True)
    if login.strip():
        print(f"  To write, open this once: {login.strip().splitlines()[-1]}\n", flush=True)
