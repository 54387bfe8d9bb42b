"""What the index says of a text, written where the text is: in the transaction of the verb that changes it.

Only what readers see, or will see by the clock, is in it. Whoever finds nothing changed writes nothing, so
asking once too often costs a look.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from content import kinds
from content.models import SearchEntry
from content.search import database, spelling, words
from content.search.marks import mark
from content.search.prose import text_with_asides

MADE = "3"  # raise it when words are made otherwise: `reindex` then writes every entry anew
AT_ONCE = 100


@dataclass
class Terms:
    """The words of an entry, column by column; ``marks`` are what it can be narrowed to."""

    title: list[str]
    names: list[str]
    summary: list[str]
    body: list[str]
    also: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Made:
    """An entry, and the names of its topics and authors that are found with it."""

    entry: SearchEntry
    names: str


def index(thing: Any) -> bool:
    """Let search find *thing* as its row is now, or no more; returns whether that was a change."""
    if not is_published(thing):
        return forget(thing.kind, thing.pk)
    return bool(index_many([thing]))


def index_many(things: list[Any]) -> int:
    """Index *things*, which are of one kind and published; returns how many entries that changed."""
    kind = things[0].kind if things else ""
    known = {entry.thing_id: entry for entry in _known(kind, [thing.pk for thing in things])}
    topics, people = _related(things, "topics", "topic"), _related(things, "authors", "person")
    made = [_made(thing, topics.get(thing.pk, []), people.get(thing.pk, [])) for thing in things]
    changed = [each for each in made if not _stands(each.entry, known.get(each.entry.thing_id))]
    _take_away([known[each.entry.thing_id] for each in changed if each.entry.thing_id in known])
    SearchEntry.objects.bulk_create([each.entry for each in changed])
    every_run: set[str] = set()
    database.dialect().write([(each.entry.place, _terms(each, every_run)) for each in changed])
    spelling.learn(every_run)
    return len(changed)


def is_published(thing: Any) -> bool:
    """Whether readers see *thing*, saw it, or will see it."""
    return thing.publish_at is not None and thing.trashed_at is None


def published(model: type[Any]) -> Any:
    """The rows of which that is so."""
    return model.objects.filter(publish_at__isnull=False, trashed_at=None)


def forget(kind: str, number: int) -> bool:
    """Let search find nothing of a thing any more; returns whether it did."""
    return bool(_take_away(list(_known(kind, [number]))))


def index_filed(topic: int) -> None:
    """Index what is filed under a topic, whose name has changed."""
    _index_where(topics=topic)


def index_signed(person: int) -> None:
    """Index what is signed by a person, whose name has changed."""
    _index_where(authors=person)


def _index_where(**condition: int) -> None:
    for model in kinds.models().values():
        things = list(published(model).filter(**condition).order_by("pk"))
        for begin in range(0, len(things), AT_ONCE):
            index_many(things[begin : begin + AT_ONCE])


def _known(kind: str, numbers: list[int]) -> Any:
    return SearchEntry.objects.filter(of=kind, thing_id__in=numbers).defer("text")


def _related(things: list[Any], relation: str, name: str) -> dict[int, list[Any]]:
    """What *things* are filed under or who signs them, in their order, by the number of the thing."""
    if not things:
        return {}
    key = f"{things[0]._meta.model_name}_id"
    through = getattr(things[0], relation).through
    rows = through.objects.filter(**{f"{key}__in": [thing.pk for thing in things]}).select_related(name)
    found: dict[int, list[Any]] = {}
    for each in rows.order_by(*(through._meta.ordering or ("pk",))):
        found.setdefault(getattr(each, key), []).append(getattr(each, name))
    return found


def _stands(entry: SearchEntry, known: SearchEntry | None) -> bool:
    return known is not None and known.digest == entry.digest


def _take_away(entries: list[SearchEntry]) -> int:
    """Take *entries* and their words out of the index; returns how many there were."""
    if entries:
        database.dialect().remove([entry.place for entry in entries])
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return len(entries)


def _made(thing: Any, topics: list[Any], people: list[Any]) -> Made:
    names = "\0".join(str(each) for each in (*topics, *people))
    entry = SearchEntry(
        place=place(thing.kind, thing.pk, thing.publish_at),
        of=thing.kind,
        thing_id=thing.pk,
        title=thing.title,
        summary=thing.summary,
        address=thing.get_absolute_url(),
        language=thing.language,
        publish_at=thing.publish_at,
        unpublish_at=thing.unpublish_at,
        year=timezone.localtime(thing.publish_at, timezone.get_default_timezone()).year,
        topics=" ".join(str(topic.pk) for topic in topics),
        authors=" ".join(str(person.pk) for person in people),
        text=text_with_asides(thing.body_html),
    )
    said = (value for name, value in vars(entry).items() if name not in {"_state", "id", "digest"})
    whole = "\0".join(map(str, (MADE, names, *said)))
    entry.digest = hashlib.blake2b(whole.encode(errors="replace"), digest_size=16).hexdigest()
    return Made(entry, names)


def place(kind: str, number: int, at: Any) -> int:
    """Where an entry stands among all: by its date, to the second, and then by its number."""
    seconds = max(-(2**34), min(2**34, int(at.timestamp())))
    return seconds * 2**28 + (number * 4 + list(kinds.models()).index(kind)) % 2**28


def first_place_after(moment: Any) -> int:
    """The least place of what appears after *moment*."""
    return (int(moment.timestamp()) + 1) * 2**28


def _terms(made: Made, every_run: set[str]) -> Terms:
    """The words of an entry; *every_run* gets them with their endings, too."""
    entry = made.entry
    columns = (entry.title, made.names, entry.summary, entry.text)
    title, names, summary, body = (words.read(column) for column in columns)
    every_run |= title.runs | names.runs | summary.runs | body.runs
    return Terms(
        title=title.terms,
        names=names.terms,
        summary=summary.terms,
        body=body.terms,
        also=[term for column in columns for term in words.joined(column)],
        marks=marks_of(entry),
    )


def marks_of(entry: SearchEntry) -> list[str]:
    """What *entry* can be narrowed to, as words that nobody can type."""
    return [
        mark("kind", entry.of),
        mark("year", entry.year),
        mark("language", entry.language),
        *(mark("topic", number) for number in entry.topics.split()),
        *(mark("author", number) for number in entry.authors.split()),
    ]
