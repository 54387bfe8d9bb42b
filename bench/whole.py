"""The whole site as ``make run`` serves it, in a clone of its own, with real content to look at and judge."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.bodies import CORPUS
from tests.deploy.running import Running, clone, emptied_environment

FIRST_RUN = 300.0  # seconds
FOLDERS = tuple(sorted(path.name for path in CORPUS.glob("*"))) if CORPUS.is_dir() else ()


@contextlib.contextmanager
def whole_site(folders: tuple[str, ...] = FOLDERS, **said: str) -> Iterator[Running]:
    """A running site with the demo and, where the corpus is there, these folders of it.

    *said* is what else its environment says.
    """
    with tempfile.TemporaryDirectory(prefix="stet-whole-") as name:
        site = Running(clone(Path(name)), **said)
        try:
            print(f"the site is up after {site.wait_until_up(FIRST_RUN):.1f} s", flush=True)
            for folder in folders:
                print(
                    manage(site, "import_content", str(CORPUS / folder / "site")).splitlines()[-1], flush=True
                )
            yield site
        finally:
            site.end()


def manage(site: Running, *arguments: str) -> str:
    """What a command beside the running site prints."""
    return python(site, "manage.py", *arguments)


def python(site: Running, *arguments: str) -> str:
    """What the site's own Python prints, run beside it."""
    command = [str(site.folder / ".venv/bin/python"), *arguments]
    environment = emptied_environment(PORT=str(site.port))
    ran = subprocess.run(
        command, cwd=site.folder, env=environment, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed: {ran.stderr[-2000:]}")
    return ran.stdout
