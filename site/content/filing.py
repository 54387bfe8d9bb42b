"""People and topics by their names: found where they are known, else made."""

from content.models import Person, Topic
from content.slugs import free_slug, slugify


def topic(name: str) -> Topic | None:
    """The topic called *name*, in whatever case; a former name leads to what it is called now.

    None for a name without a letter. Two spellings with one slug (``x``, ``X``) are one topic, called as
    it was first.
    """
    slug = slugify(name)
    if not slug:
        return None
    return known_topic(name) or Topic.objects.create(name=name.strip()[:200], slug=slug)


def known_topic(name: str) -> Topic | None:
    """The topic that is called *name* or was, or None."""
    return Topic.objects.filter(slug=slugify(name)).first() or _formerly(name)


def _formerly(name: str) -> Topic | None:
    renamed = Topic.objects.exclude(former_names=[])
    return next((each for each in renamed if name.casefold() in map(str.casefold, each.former_names)), None)


def person(name: str, slug: str = "") -> Person:
    """The person who signs as *name*, or has the *slug* where one is given."""
    wanted = slug or slugify(name) or "author"
    known = Person.objects.filter(slug=wanted).first() if slug else None
    known = known or Person.objects.filter(name=name).first()
    return known or newcomer(name, wanted)


def newcomer(name: str, wanted: str = "") -> Person:
    """A new person called *name*, at the free address nearest to *wanted*."""
    wanted = wanted or slugify(name) or "author"
    taken = set(Person.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return Person.objects.create(name=name[:200], slug=free_slug(wanted, taken))
