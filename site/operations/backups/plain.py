"""All texts as open files: Markdown (or HTML) under front matter, and the rest as JSON, in one ZIP archive.

Nobody needs this program to read it. Paths of texts are ``post/<number>-<slug>.md``; what stands in ``rest/``
has the form of Django's serialisers.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.core import serializers

from blog.models import Series, SeriesEntry
from content import kinds
from content.models import Menu, Person, Redirect, SiteSettings, Topic
from content.revisions import newest
from media.models import File, Picture

AT_ONCE = 500  # texts
FIELDS = (
    "title",
    "slug",
    "summary",
    "language",
    "publish_at",
    "unpublish_at",
    "trashed_at",
    "first_published_at",
    "content_changed_at",
    "seo_title",
    "seo_description",
    "canonical_url",
    "noindex",
)
REST = (SiteSettings, Menu, Redirect, Topic, Person, Series, SeriesEntry, Picture, File)
ENDS = {"markdown": "md", "html": "html"}
# libyaml's where it is: it takes a tenth of the time.
Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def write(path: Path) -> None:
    """Write all that this thread's database holds to *path*."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for thing in _texts():
            name = f"{thing.kind}/{thing.pk}-{thing.slug}.{ENDS[thing.body_format]}"
            archive.writestr(name, f"---\n{_front_matter(thing)}---\n\n{thing.body}\n")
        for model in REST:
            rows = serializers.serialize("json", model._default_manager.order_by("pk"), indent=1)
            archive.writestr(f"rest/{model._meta.label_lower}.json", rows)


def _texts() -> Iterator[Any]:
    for model in kinds.models().values():
        rows = model._base_manager.order_by("pk").prefetch_related("authors", "topics")
        for thing in rows.defer("body_html", "toc").iterator(chunk_size=AT_ONCE):
            if thing.first_published_at is None:
                _take_draft(thing)
            yield thing


def _take_draft(thing: Any) -> None:
    """Of what nobody has read yet all words stand in its newest revision."""
    revision = newest(thing)
    for name in ("title", "summary", "body", "body_format"):
        if revision and name in revision.fields:
            setattr(thing, name, revision.fields[name])


def _front_matter(thing: Any) -> str:
    said = {name: getattr(thing, name) for name in FIELDS}
    said["authors"] = [each.name for each in thing.authors.all()]
    said["topics"] = [each.slug for each in thing.topics.all()]
    said["path"] = thing.get_absolute_url()
    kept = {name: value for name, value in said.items() if value not in (None, "", [], False)}
    return str(yaml.dump(kept, Dumper=Dumper, allow_unicode=True, sort_keys=False))
