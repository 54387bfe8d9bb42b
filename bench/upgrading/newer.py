"""A newer release of the site in a folder: one more column, which its code uses, and a mark on each page.

It is laid over the older one as ``git pull`` would do it, and taken back.
"""

import os
from pathlib import Path

MARK = b'<meta name="release" content="newer">'
LAYOUT, MODELS, MIGRATIONS = "jinja2/layouts/bare.html", "blog/models.py", "blog/migrations"
HEAD, FIELD = '<meta charset="utf-8">', "    class Meta(Publishable.Meta):\n"
MIGRATION = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blog", "{latest}")]
    operations = [migrations.AddField("post", "mood", models.TextField(null=True, blank=True))]
"""


class Newer:
    """The files in *folder* that the newer release has otherwise, and what stood there before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        latest = max(path.stem for path in (folder / MIGRATIONS).glob("0*.py"))
        self.migration = folder / MIGRATIONS / f"{int(latest[:4]) + 1:04}_mood.py"
        self.files = {
            folder / LAYOUT: (HEAD, f"{HEAD}\n{MARK.decode()}"),
            folder / MODELS: (FIELD, f"    mood = models.TextField(null=True, blank=True)\n\n{FIELD}"),
        }
        self.before = {path: path.read_text() for path in self.files}
        self.words = MIGRATION.format(latest=latest)

    def lay(self) -> None:
        """Lay it over the older release."""
        _put(self.migration, self.words)
        for path, (old, new) in self.files.items():
            assert self.before[path].count(old) == 1, f"{path.name} is not what the drill knows."
            _put(path, self.before[path].replace(old, new))

    def take_back(self) -> None:
        """Put the older release back. The column stays: the older code does not know of it."""
        for path, words in self.before.items():
            _put(path, words)
        self.migration.unlink()


def _put(path: Path, words: str) -> None:
    """At once: nobody reads half of it."""
    beside = path.with_name(f"{path.name}.laid")
    beside.write_text(words)
    os.replace(beside, path)
