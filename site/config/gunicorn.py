"""How gunicorn serves the site: behind nginx on a socket, or by itself where there is no nginx."""

import gc
import os
import signal
import sys
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.systemd import sd_notify

# gunicorn's own `pythonpath` would break its --check-config.
HOUSE = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(HOUSE), str(HOUSE / "site"), str(HOUSE / "bin")]

VAR = os.environ.get("VAR_DIR") or "var"  # relative: a socket's path may have 107 bytes
bind = os.environ.get("WEB_ADDRESS") or f"unix:{VAR}/run/web.sock"
# Where others are named, nginx is on another machine, and serves assets and media as ever.
wsgi_app = "config.wsgi" if bind.startswith("unix:") or os.environ.get("WEB_SERVERS") else "config.alone"

worker_class = "gthread"  # keeps nginx's connections open, which sync would close
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = 4
preload_app = True  # loaded once: a quicker start, and the workers share its memory
max_requests, max_requests_jitter = 50_000, 10_000  # a leak in a library never grows old
timeout = 30
graceful_timeout = 20
keepalive = 75  # longer than nginx's: it is never this end that hangs up on a request under way
umask = 0o077  # the socket is for whoever runs the site
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (a disk may be slow; heartbeats are not)

control_socket_disable = True  # it would lie in the home directory, and a second site would take it over
accesslog = None  # nginx keeps it, with the request's id
logger_class = "config.gunicorn_log.Lines"
loglevel = (os.environ.get("LOG_LEVEL") or "info").lower()


def pre_exec(server: Arbiter) -> None:
    """A newer release begins by ``-m`` too: by its path, gunicorn's ``http`` would hide Python's own."""
    _, _, *arguments = server.START_CTX["args"]
    server.START_CTX["args"] = [sys.executable, "-m", "gunicorn", *arguments]


def when_ready(server: Arbiter) -> None:
    """All is loaded, and the socket is open.

    What was loaded is left out of garbage collection, so that the workers' copies of it stay shared. A newer
    release (USR2, docs/deploy.md) takes its place now: one that could not be loaded never comes here, and the
    older one goes on.
    """
    gc.collect()
    gc.freeze()
    older = os.environ.get("GUNICORN_PID")
    if older:
        sd_notify(f"MAINPID={os.getpid()}", server.log)
        os.kill(int(older), signal.SIGTERM)
