"""nginx with its Lua and brotli modules, found, installed or unpacked; and its configuration."""

import os
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from machine import apt, edge
from machine.steps import Failed, Stop, mark_done, quietly, step

PACKAGES = (
    "nginx",
    "libnginx-mod-http-ndk",
    "libnginx-mod-http-lua",
    "libnginx-mod-http-brotli-filter",
    "libnginx-mod-http-brotli-static",
    "lua-resty-core",
    "lua-resty-lrucache",
)
NDK, LUA = "ndk_http_module.so", "ngx_http_lua_module.so"
BROTLI = ("ngx_http_brotli_filter_module.so", "ngx_http_brotli_static_module.so")
MODULES = (NDK, LUA, *BROTLI)  # in the order in which they must be loaded
LUA_LIBRARIES = ("resty/core.lua", "resty/lrucache.lua", "ngx/semaphore.lua")
OWN = Path("var/nginx")
TEMPLATE = Path("nginx/stet.conf")
CONFIGURATION = Path("var/nginx.conf")
TEMPORARY = Path("var/tmp/nginx")
TRIED = Path("var/nginx-tried")
PATIENCE = 24 * 60 * 60.0  # seconds until what could not be had is looked for again


@dataclass(frozen=True)
class Nginx:
    """A server that was found: its binary, and the root that its modules and libraries lie under."""

    binary: Path
    root: Path

    @property
    def libraries(self) -> str:
        """Folders of shared libraries that the system's loader does not know, for LD_LIBRARY_PATH."""
        if self.root == Path("/"):
            return ""
        return ":".join(str(folder.resolve()) for folder in sorted(self.root.glob("usr/lib/*-linux-gnu*")))

    @property
    def modules(self) -> tuple[Path, ...]:
        folder = self.root.resolve() / "usr/lib/nginx/modules"
        there = [folder / name for name in MODULES if (folder / name).is_file()]
        return tuple(module for module in there if self._has_lua or module.name not in (NDK, LUA))

    @property
    def is_complete(self) -> bool:
        return len(self.modules) == len(MODULES)

    @property
    def _has_lua(self) -> bool:
        return all((self.lua / library).is_file() for library in LUA_LIBRARIES)

    @property
    def lua(self) -> Path:
        return self.root.resolve() / "usr/share/lua/5.1"


def server() -> Nginx | None:
    """The nginx to run, or None where there is none and none can be had; the step says which."""
    with step("nginx") as now:
        if os.environ.get("NGINX_BINARY") == "none":
            now.note = "none wanted: gunicorn and WhiteNoise serve the same addresses"
            return None
        found = find()
        if not (found and found.is_complete) and not _was_tried():
            found = _fetched()
        now.note = _describe(found)
        return found


def configure(nginx: Nginx, *, port: int, site_url: str, media: Path, pages_redis: str) -> None:
    """Write var/nginx.conf and let nginx read it; without the modules where nginx refuses them.

    *pages_redis* is the pages' Redis, ``unix://?path=…`` or ``redis://…``, empty where there is none.
    Raises Stop with nginx's own words when it refuses the rest too.
    """
    with step("nginx configuration") as now:
        _make_folders()
        values = _values(port, site_url, media) | {"SETTINGS": edge.settings(site_url, pages_redis)}
        try:
            _write_and_try(nginx, values, nginx.modules)
        except Failed:
            now.note = "without modules, which this nginx refuses"
            try:
                _write_and_try(nginx, values, ())
            except Failed as why:
                raise Stop(f"nginx does not accept its configuration: {_complaint(why)}") from why


def find() -> Nginx | None:
    """The nginx that is here already: our own unpacked one, else the one that is named or installed."""
    if (OWN / "usr/sbin/nginx").is_file():
        return Nginx(OWN / "usr/sbin/nginx", OWN)
    binary = os.environ.get("NGINX_BINARY") or shutil.which("nginx")
    return Nginx(Path(binary), Path("/")) if binary else None


def _was_tried() -> bool:
    """Whether it could not be had a short while ago; looking again at each start would cost seconds."""
    return TRIED.is_file() and time.time() - TRIED.stat().st_mtime < PATIENCE


def _fetched() -> Nginx | None:
    """What can be had: all of it, else nginx without the modules that this system has no packages of."""
    for packages in (PACKAGES, PACKAGES[:1]):
        try:
            if apt.can_install():
                apt.install(packages)
            elif apt.can_unpack():
                unpack(packages)
            return find()
        except (Failed, OSError):
            shutil.rmtree(OWN, ignore_errors=True)
    mark_done(TRIED, "")
    return find()


def unpack(packages: Sequence[str]) -> None:
    """Unpack *packages* into var/nginx, with the libraries that the system lacks.

    Raises Failed when that makes no nginx that runs.
    """
    apt.unpack(packages, OWN)
    if _lacks_libraries():
        apt.unpack(apt.dependencies(packages), OWN)
    if _lacks_libraries():
        raise Failed("The libraries of nginx are not complete.")


def _lacks_libraries() -> bool:
    own = Nginx(OWN / "usr/sbin/nginx", OWN)
    files = [own.binary, *own.modules]
    return "not found" in quietly(["ldd", *files], env={"LD_LIBRARY_PATH": own.libraries})


def _describe(found: Nginx | None) -> str:
    advice = f"as root: apt-get install {' '.join(PACKAGES)}"
    if not found:
        return f"none: gunicorn and WhiteNoise serve the same addresses; {advice}"
    if not found.is_complete:
        return f"{found.binary}, without all of its Lua and brotli modules; {advice}"
    return str(found.binary)


def _make_folders() -> None:
    for folder in (TEMPORARY, Path("var/log"), Path("var/run"), Path("var/static"), Path("var/media")):
        folder.mkdir(parents=True, exist_ok=True)


def _values(port: int, site_url: str, media: Path) -> dict[str, str]:
    is_https = site_url.startswith("https:")
    return {
        "PORT": str(port),
        "MEDIA": str(media),
        "SCHEME": "https" if is_https else "http",
        # The workers shall read what the rest of the site writes; nobody but root may change who they are.
        "USER": "user root;" if os.geteuid() == 0 else "",
        "HSTS": 'add_header Strict-Transport-Security "max-age=63072000; includeSubDomains" always;'
        if is_https
        else "",
    }


def _write_and_try(nginx: Nginx, values: dict[str, str], modules: Sequence[Path]) -> None:
    names = {module.name for module in modules}
    parts = {
        "MODULES": "\n".join(f'load_module "{module}";' for module in modules),
        "LUA": _lua(nginx, values["SETTINGS"]) if LUA in names else "",
        "EDGE": "edge" if LUA in names else "straight",
        "BROTLI": "include ../nginx/brotli.conf;" if names.issuperset(BROTLI) else "",
        "BROTLI_STATIC": "brotli_static on;" if names.issuperset(BROTLI) else "",
    }
    _write(values | parts)
    command: list[str | Path] = [nginx.binary, "-t", "-q", "-p", ".", "-c", CONFIGURATION]
    quietly(command, log="nginx-test.log", env={"LD_LIBRARY_PATH": nginx.libraries})


def _lua(nginx: Nginx, settings: str) -> str:
    """The edge, and where its libraries are. ``_has_lua`` has looked for those; nginx -t does not."""
    path = f'lua_package_path "site/pagecache/?.lua;{nginx.lua}/?.lua;;";'
    return f"{path}\n    {edge.START.replace('SETTINGS', settings)}"


def _write(values: dict[str, str]) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    CONFIGURATION.write_text(re.sub(r"@([A-Z_]+)@", lambda found: values[found[1]], text), encoding="utf-8")
    headers = Path("nginx/headers.conf").read_text(encoding="utf-8")
    Path("var/nginx-headers.conf").write_text(f"{headers}{values['HSTS']}\n", encoding="utf-8")


def _complaint(why: Failed) -> str:
    lines = [line for line in str(why).splitlines() if "[emerg]" in line]
    return (lines or ["it did not say why"])[0].split("[emerg]")[-1].strip()
