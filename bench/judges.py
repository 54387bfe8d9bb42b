"""``make judges``: the third-party checkers on ten addresses of an imported blog, and on the studio's pages.

They lie outside the project, in ``../shared/judges``, and are set up in a folder of their own (JUDGES names
another). ``ONLY="axe links"`` runs some of them; LH_RUNS=3 is for figures to be quoted. BLOG names another
folder of the corpus: the links of this one all lead somewhere, where those of other excerpts name posts that
were left out of them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.as_author import way_in
from bench.whole import manage, whole_site
from tests.deploy.running import Running

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "judges"
OF_PAGES = "lighthouse axe validity links nojs keyboard"
OF_STUDIO = "axe keyboard validity"
OF_HEADERS = "headers"  # they expect https: nginx says it was, as it would behind a proxy that ends TLS

# Lychee reads it in the folder where it is called. Other people's sites are not judged.
LYCHEE = 'include = ["^http://127\\\\.0\\\\.0\\\\.1"]\nexclude = ["."]\n'


def main() -> int:
    """0 when no judge found a defect."""
    folder = Path(os.environ.get("JUDGES") or tempfile.gettempdir()) / "stet-judges"
    _set_up(folder)
    with whole_site((os.environ.get("BLOG", "simonw-til"),)) as site:
        addresses = folder / "addresses.txt"
        addresses.write_text("\n".join(_ten(manage(site, "shell", "-v", "0", "-c", LONGEST).split())))
        code = _judge(folder, site.port, addresses, OF_PAGES)
        code = _judge_studio(folder, site, addresses) or code
    with whole_site((), SITE_URL="https://127.0.0.1") as site:
        addresses.write_text("/\n/blog/\n/about/\n/nothing-here/\n/login/\n")
        return _judge(folder, site.port, addresses, OF_HEADERS) or code


def _judge_studio(folder: Path, site: Running, addresses: Path) -> int:
    """Every page that an author can look at, some at a time: a judge has its time for ten pages."""
    cookie, *pages = manage(site, "shell", "-v", "0", "-c", OF_AN_AUTHOR).split()
    print(f"{len(pages)} pages of the studio", flush=True)
    code = 0
    with way_in(site.port, cookie) as port:
        for start in range(0, len(pages), AT_ONCE):
            addresses.write_text("\n".join(pages[start : start + AT_ONCE]))
            code = _judge(folder, port, addresses, OF_STUDIO) or code
    return code


def _judge(folder: Path, port: int, addresses: Path, judges: str) -> int:
    asked = os.environ.get("ONLY")
    wanted = [judge for judge in judges.split() if asked is None or judge in asked.split()]
    if not wanted:
        return 0
    command = ["bash", str(folder / "judge.sh"), f"http://127.0.0.1:{port}", str(addresses)]
    environment = {**os.environ, "ONLY": " ".join(wanted)}
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


LONGEST = (
    "from blog.models import Post\n"
    "for post in Post.objects.exclude(source='').order_by('-words')[:4]: print(post.get_absolute_url())\n"
)


AT_ONCE = 10

# A session, and every page behind the login that answers to a look: each address of the studio and of an
# account, with the numbers of things that are there until one fits.
OF_AN_AUTHOR = """
from itertools import product
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from accounts.models import User
client = Client(HTTP_HOST='127.0.0.1')
client.force_login(User.objects.filter(is_superuser=True).first())
print('; '.join(f'{name}={morsel.value}' for name, morsel in client.cookies.items()))
ours = ('content', 'blog', 'pages', 'media', 'accounts', 'studio')
numbers = [one.pk for app in ours for model in apps.get_app_config(app).get_models()
           if (one := model.objects.order_by('-pk').first()) and isinstance(one.pk, int)]
def pages(pattern, before):
    kinds = ('post', 'page') if 'kind' in pattern.pattern.converters else (None,)
    for kind in kinds:
        for number in numbers if 'number' in pattern.pattern.converters else (None,):
            arguments = [each for each in (kind, number) if each is not None]
            try:
                path = reverse(f'{before}{pattern.name}', args=arguments)
            except NoReverseMatch:
                break
            answer = client.get(path)
            if answer.status_code == 200 and answer.get('Content-Type', '').startswith('text/html'):
                yield path
                break
for before, module in (('studio:', 'studio.urls'), ('', 'accounts.urls')):
    for pattern in get_resolver(module).url_patterns:
        for path in pages(pattern, before) if isinstance(pattern, URLPattern) else ():
            print(path)
"""


def _ten(posts: list[str]) -> list[str]:
    lists = ["/", "/blog/", "/blog/archive/2/", "/topics/", "/writing/markdown/"]
    return [*lists, *(path for path in posts if path.startswith("/")), "/blog/everything-a-text-can-hold/"]


def _set_up(folder: Path) -> None:
    if not (folder / "venv").is_dir():
        if not SHARED.is_dir():
            raise SystemExit(f"The judges are not there ({SHARED}).")
        shutil.copytree(SHARED, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
        subprocess.run(["bash", str(folder / "setup.sh")], check=True)
    (folder / "lychee.toml").write_text(LYCHEE)


if __name__ == "__main__":
    sys.exit(main())
