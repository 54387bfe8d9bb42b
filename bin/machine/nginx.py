"""nginx with its Lua and brotli modules: found, installed or unpacked."""

import os
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from machine import apt
from machine.steps import Failed, mark_done, quietly, step

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
    def version(self) -> tuple[int, ...]:
        """As it says itself; () where it does not."""
        said = quietly([self.binary, "-v"], env={"LD_LIBRARY_PATH": self.libraries})
        number = re.search(r"nginx/([\d.]+)", said)
        return tuple(int(part) for part in number[1].split(".")) if number else ()

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
