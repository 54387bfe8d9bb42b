"""The servers of the field, as each is told to serve the site; ``docs/servers.md`` says the same in words."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Command = list[str]
ENVIRONMENT = Path(os.environ.get("FIELD_ENVIRONMENT") or "var/servers").absolute()
PYTHON = str(ENVIRONMENT / "bin/python")
APACHE = Path("/usr/sbin/apache2")
APACHE_MODULES = Path("/usr/lib/apache2/modules")
WORKERS, THREADS = 2, 4


@dataclass(frozen=True)
class Server:
    """A server's *name*, the *package* it comes in, and how it is started in a site's folder on a port."""

    name: str
    package: str
    command: Callable[[Path, int], Command]

    def version(self) -> str:
        """Its version, or "" where it is not installed."""
        asked = f"from importlib.metadata import version; print(version({self.package!r}))"
        said = subprocess.run([PYTHON, "-c", asked], capture_output=True, text=True, check=False)
        return said.stdout.strip()


def _gunicorn(folder: Path, port: int) -> Command:
    command = [PYTHON, "-m", "gunicorn", "config.wsgi", "--config", "site/config/gunicorn.py"]
    return [*command, "--bind", f"127.0.0.1:{port}"]


def _uwsgi(folder: Path, port: int) -> Command:
    """``--threads`` also starts Python's own threads, without which no page would ever be kept."""
    options = {
        "--http-socket": f"127.0.0.1:{port}",
        "--virtualenv": str(ENVIRONMENT),
        "--module": "config.wsgi",
        "--processes": str(WORKERS),
        "--threads": str(THREADS),
    }
    told = [word for option in options.items() for word in option]
    paths = ["--pythonpath", ".", "--pythonpath", "site"]
    return [str(ENVIRONMENT / "bin/uwsgi"), *told, *paths, "--master", "--need-app", "--die-on-term"]


def _apache(folder: Path, port: int) -> Command:
    (folder / "var/apache.conf").write_text(_apache_configuration(folder, port))
    command = [str(APACHE), "-D", "FOREGROUND", "-f", str(folder / "var/apache.conf")]
    if os.geteuid():
        return command
    # Apache refuses to be root, and another user may not read the folder: so it is root by another number.
    return ["unshare", "--user", "--map-user=1000", "--map-group=1000", *command]


def _apache_configuration(folder: Path, port: int) -> str:
    modules = ("mpm_event", "authz_core", "env")
    loaded = "\n".join(f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so" for name in modules)
    return f"""
ServerRoot "{folder}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{folder}/var/run/apache.pid"
ErrorLog /dev/stderr
{loaded}
LoadModule wsgi_module "{_mod_wsgi()}"
AllowEncodedSlashes On
MergeSlashes Off
WSGISocketPrefix "{folder}/var/run/wsgi"
WSGIDaemonProcess stet processes={WORKERS} threads={THREADS} home="{folder}" \\
    python-home="{ENVIRONMENT}" python-path="{folder}:{folder}/site"
WSGIScriptAlias / "{folder}/site/config/wsgi.py" process-group=stet application-group=%{{GLOBAL}}
WSGIPassAuthorization On
<Directory "{folder}/site/config">
    Require all granted
</Directory>
"""


def _mod_wsgi() -> str:
    found = sorted(ENVIRONMENT.glob("lib/python3*/site-packages/mod_wsgi/server/mod_wsgi-*.so"))
    return str(found[0]) if found else ""


def _uvicorn(folder: Path, port: int) -> Command:
    command = [PYTHON, "-m", "uvicorn", "config.asgi:application", "--port", str(port)]
    return [*command, "--workers", str(WORKERS), "--lifespan", "off", "--no-access-log", "--no-server-header"]


def _daphne(folder: Path, port: int) -> Command:
    return [PYTHON, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "config.asgi:application"]


SERVERS = (
    Server("gunicorn", "gunicorn", _gunicorn),
    Server("uWSGI", "pyuwsgi", _uwsgi),
    Server("Apache, mod_wsgi", "mod_wsgi", _apache),
    Server("uvicorn", "uvicorn", _uvicorn),
    Server("daphne", "daphne", _daphne),
)


def asked_for() -> list[Server]:
    """Those that FIELD_SERVERS names, by their packages; else all of them."""
    named = os.environ.get("FIELD_SERVERS", "").split()
    return [server for server in SERVERS if server.package in named or not named]


def absence(server: Server) -> str:
    """Why *server* cannot be had here, or ""."""
    if not server.version():
        return f"{server.package} is not in {ENVIRONMENT.name}, var/log/pip.log says why"
    if server.package == "mod_wsgi" and not APACHE.is_file():
        return "there is no Apache; as root: apt-get install apache2-bin apache2-dev"
    return ""
