"""The third-party checkers: they lie outside the project, and are set up in a folder of their own."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "judges"

# The judges of links read these in the folder where they are called. Other people's sites are not judged; a
# busy machine is asked less at once, and again where no answer came in time. A wrong answer stays wrong.
LYCHEE = """include = ["^http://127\\\\.0\\\\.0\\\\.1"]
exclude = ["."]
max_concurrency = 8
timeout = 60
"""
LINKINATOR = '{"retryErrors": true}\n'  # five times where nothing came, or 5xx

# REDbot asks on loopback, without TLS, and warns that browsers may leave out what is fetched so.
# The others it is told to leave out anyway.
UNFAIR = (
    "speculation rule URL is not secure|Cache-Control: public is probably|"
    "partial response has a Content-Length equal|HSTS header is sent over HTTP|HSTS header is invalid|"
    r"HSTS\) header is invalid"
)

# What the judge of the keyboard cannot see past, as it would be without it. Chromium stops several times in a
# field for a date, in a player and in a page within a page, which it takes for traps; of a choice it
# expects the first, whichever is chosen; and it goes forward only.
PLAIN = (
    (re.compile(r"<details(?![^>]*\bopen\b)"), "<details open"),  # so that what is folded is judged too
    (re.compile(r'type="(date|datetime-local)"'), 'type="text"'),
    (re.compile(r'<iframe(?= id="sheet")'), "<iframe inert"),  # the public page, which ``make judges`` has
    (re.compile(r"(?<=<audio)(?P<before>[^>]*) controls\b"), r"\g<before>"),
    (re.compile(r'(<input type="radio"[^>]*?) name="[^"]*"'), r"\1"),
    (re.compile(r" autofocus\b"), ""),
)


def set_up() -> Path:
    """The folder with the judges in it; JUDGES names another than the machine's for passing things."""
    folder = Path(os.environ.get("JUDGES") or tempfile.gettempdir()) / "stet-judges"
    if not (folder / "venv").is_dir():
        if not SHARED.is_dir():
            raise SystemExit(f"The judges are not there ({SHARED}).")
        shutil.copytree(SHARED, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
        subprocess.run(["bash", str(folder / "setup.sh")], check=True)
    (folder / "lychee.toml").write_text(LYCHEE)
    (folder / "linkinator.config.json").write_text(LINKINATOR)
    return folder


def judge(folder: Path, port: int, paths: Iterable[str], judges: str, **said: str) -> int:
    """Let *judges* look at these paths of the site on *port*; 0 when none of them found a defect.

    ``ONLY="axe links"`` asks some of them. *said* is what else their environment says.
    """
    asked = os.environ.get("ONLY")
    wanted = [each for each in judges.split() if asked is None or each in asked.split()]
    if not wanted:
        return 0
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as addresses:
        addresses.write("\n".join(paths))
        addresses.flush()
        command = ["bash", str(folder / "judge.sh"), f"http://127.0.0.1:{port}", addresses.name]
        environment = {
            **os.environ,
            "ONLY": " ".join(wanted),
            "AXE_FULL": "1",
            "REDBOT_IGNORE": UNFAIR,
            **said,
        }
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def plain(page: str) -> str:
    """A page as the judge of the keyboard can read it."""
    for what, instead in PLAIN:
        page = what.sub(instead, page)
    return page
