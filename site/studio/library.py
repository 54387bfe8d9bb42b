"""The media library: pictures, and files, newest first, each with what shows it, by few queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from content import kinds
from content.brought import unused
from content.kinds import number
from content.models import Person, Use
from media.models import File, Picture
from studio.asking import word

SHOWN = 48
USES = 50  # texts that are named of those that show a picture

FILTERS = {
    "": "Everything",
    "lacking": "Lacks a description",
    "unused": "Not used",
    "trash": "Trash",
}


@dataclass(frozen=True)
class Asked:
    """What the library is filtered by; *before* is the number of the last picture of the screen before."""

    words: str = ""
    only: str = ""
    before: int | None = None

    def older(self, last: int) -> dict[str, str | int]:
        """The query of the next screen."""
        return {"q": self.words, "only": self.only, "before": last}


@dataclass(frozen=True)
class Shelf:
    """One screen of the library: pictures or files, each with in how many texts it stands; *older* is the
    query of the next screen, where there is one."""

    rows: list[tuple[Any, int]]
    older: dict[str, str | int] | None


@dataclass(frozen=True)
class Place:
    """Where a picture is shown: what stands there, its address in the studio, and since when."""

    title: str
    view: str
    args: tuple[Any, ...]
    is_draft: bool = False


def shelf(asked: Asked) -> Shelf:
    """The pictures that fit."""
    found = _screen(
        Picture.objects.all(), asked, Q(name__icontains=asked.words) | Q(alt__icontains=asked.words)
    )
    if asked.only == "lacking":
        found = found.filter(alt="", is_decorative=False)
    return _cut(found, asked, "picture")


def file_shelf(asked: Asked) -> Shelf:
    """The files that fit."""
    return _cut(_screen(File.objects.all(), asked, Q(name__icontains=asked.words)), asked, "file")


def _screen(found: QuerySet[Any], asked: Asked, named: Q) -> QuerySet[Any]:
    """Of what was brought, that which fits, newest first; *named* is how its words are looked for."""
    found = found.filter(trashed_at__isnull=asked.only != "trash").order_by("-pk")
    if asked.words:
        found = found.filter(named)
    if asked.only == "unused":
        found = unused(found)
    return found.filter(pk__lt=asked.before) if asked.before is not None else found


def _cut(fitting: QuerySet[Any], asked: Asked, kind: str) -> Shelf:
    found = list(fitting[: SHOWN + 1])
    older = asked.older(found[SHOWN - 1].pk) if len(found) > SHOWN else None
    counted = Use.objects.filter(**{f"{kind}__in": found}).values(kind).annotate(texts=Count("pk"))
    texts = dict(counted.values_list(kind, "texts"))
    return Shelf([(thing, texts.get(thing.pk, 0)) for thing in found[:SHOWN]], older)


def places(picture: Picture) -> tuple[list[Place], int]:
    """What shows *picture*, the first of it by name, and how many there are."""
    found, number = _places(Use.objects.filter(picture=picture))
    found += [
        Place(f"{name}, as portrait", "studio:media", ())
        for name in Person.objects.filter(picture=picture).values_list("name", flat=True)[:USES]
    ]
    return found[:USES], max(len(found), number)


def file_places(file: File) -> tuple[list[Place], int]:
    """The texts in which *file* stands, the first of them by title, and how many there are."""
    found, number = _places(Use.objects.filter(file=file))
    return found[:USES], number


def _places(uses: QuerySet[Use]) -> tuple[list[Place], int]:
    return [place for kind in kinds.models() for place in _texts(kind, uses)], uses.count()


def _texts(kind: str, uses: QuerySet[Use]) -> list[Place]:
    rows = dict(uses.filter(of=kind).order_by("-pk").values_list("thing_id", "in_row")[:USES])
    titles = kinds.model(kind).objects.filter(pk__in=rows).order_by("title").values_list("pk", "title")
    return [Place(title, "studio:edit", (kind, pk), is_draft=not rows[pk]) for pk, title in titles]


def asked_for(query: Any) -> Asked:
    """What the address asks for; what it cannot mean is left out."""
    only = query.get("only", "")
    return Asked(word(query, "q"), only if only in FILTERS else "", number(query.get("before", "")))
