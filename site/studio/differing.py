"""What differs between two versions of a text, field by field, as their author reads it."""

from typing import Any

from blog.models import Series
from content import kinds
from content.comparing import Difference, shortened, words
from content.fields import Fields
from content.models import Person, Topic
from media.models import Picture

LABELS = {
    "title": "Title",
    "summary": "Summary",
    "body": "Text",
    "slug": "Address",
    "parent": "Page above",
    "topics": "Topics",
    "series": "Series",
    "authors": "Authors",
    "language": "Language",
    "lead_picture": "Lead picture",
    "lead_alt": "Description of the lead picture",
    "seo_title": "Title for search engines",
    "seo_description": "Description for search engines",
    "canonical_url": "First published at",
    "noindex": "Hidden from search engines",
    "comments": "Letters of readers",
    "shows_changes": "Shown to readers how it changed",
    "body_format": "Format",
}


def differences(old: Fields, new: Fields) -> list[Difference]:
    """The fields that differ, in the order in which an author meets them; both are all fields of a text.

    An older version lacks younger fields, and leaves them as they are.
    """
    return [
        Difference(label, shortened(words(said(name, old.get(name)), said(name, new.get(name)))))
        for name, label in LABELS.items()
        if name in new and old.get(name) != new[name]
    ]


def said(name: str, value: Any) -> str:
    """A field's value as an author would read it."""
    if value is None or value == []:
        return ""
    if name in {"topics", "authors"}:
        model: type[Topic] | type[Person] = Topic if name == "topics" else Person
        named = {each.pk: each.name for each in model.objects.filter(pk__in=value)}
        return ", ".join(named.get(pk, "one that is there no more") for pk in value)
    if name == "lead_picture":
        picture = Picture.objects.filter(pk=value).first()
        return picture.name if picture else "one that is there no more"
    if name == "series":
        return str(Series.objects.filter(pk=value).first() or "one that is there no more")
    if name == "parent":
        return str(kinds.thing(f"page:{value}") or "one that is there no more")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
