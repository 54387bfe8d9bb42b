"""``make judges``: the third-party checkers on ten addresses of an imported blog.

They lie outside the project, in ``../shared/judges``, and are set up in a folder of their own (JUDGES names
another). ``ONLY="axe links"`` runs some of them; LH_RUNS=3 is for figures to be quoted.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.whole import manage, whole_site
from tests.deploy.running import Running

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "judges"
OF_PAGES = "lighthouse axe validity links nojs keyboard"
OF_HEADERS = "headers"  # they expect https: nginx says it was, as it would behind a proxy that ends TLS


def main() -> int:
    """0 when no judge found a defect."""
    folder = Path(os.environ.get("JUDGES") or tempfile.gettempdir()) / "stet-judges"
    _set_up(folder)
    with whole_site(("rust-blog",)) as site:
        addresses = folder / "addresses.txt"
        addresses.write_text("\n".join(_ten(manage(site, "shell", "-v", "0", "-c", LONGEST).split())))
        code = _judge(folder, site, addresses, OF_PAGES)
    with whole_site((), SITE_URL="https://127.0.0.1") as site:
        addresses.write_text("/\n/blog/\n/about/\n/nothing-here/\n/login/\n")
        return _judge(folder, site, addresses, OF_HEADERS) or code


def _judge(folder: Path, site: Running, addresses: Path, judges: str) -> int:
    asked = os.environ.get("ONLY")
    wanted = [judge for judge in judges.split() if asked is None or judge in asked.split()]
    if not wanted:
        return 0
    command = ["bash", str(folder / "judge.sh"), f"http://127.0.0.1:{site.port}", str(addresses)]
    return subprocess.run(command, env={**os.environ, "ONLY": " ".join(wanted)}, check=False).returncode


LONGEST = (
    "from blog.models import Post\n"
    "for post in Post.objects.exclude(source='').order_by('-words')[:4]: print(post.get_absolute_url())\n"
)


def _ten(posts: list[str]) -> list[str]:
    lists = ["/", "/blog/", "/blog/archive/2/", "/topics/", "/writing/markdown/"]
    return [*lists, *(path for path in posts if path.startswith("/")), "/blog/everything-a-text-can-hold/"]


def _set_up(folder: Path) -> None:
    if (folder / "venv").is_dir():
        return
    if not SHARED.is_dir():
        raise SystemExit(f"The judges are not there ({SHARED}).")
    shutil.copytree(SHARED, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    subprocess.run(["bash", str(folder / "setup.sh")], check=True)


if __name__ == "__main__":
    sys.exit(main())
