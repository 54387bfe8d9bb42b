"""The media library: pictures newest first, each with what shows it, by the same few queries however many."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from content import kinds, library
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
    """One screen of the library: pictures, each with in how many texts it stands; *older* is the query of
    the next screen, where there is one."""

    pictures: list[tuple[Picture, int]]
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
    found = list(_fitting(asked)[: SHOWN + 1])
    older = asked.older(found[SHOWN - 1].pk) if len(found) > SHOWN else None
    counted = Use.objects.filter(picture__in=found).values("picture").annotate(texts=Count("pk"))
    texts = dict(counted.values_list("picture", "texts"))
    return Shelf([(picture, texts.get(picture.pk, 0)) for picture in found[:SHOWN]], older)


def _fitting(asked: Asked) -> QuerySet[Picture]:
    found = Picture.objects.filter(trashed_at__isnull=asked.only != "trash").order_by("-pk")
    if asked.words:
        found = found.filter(Q(name__icontains=asked.words) | Q(alt__icontains=asked.words))
    if asked.only == "lacking":
        found = found.filter(alt="", is_decorative=False)
    if asked.only == "unused":
        found = library.unused(found)
    return found.filter(pk__lt=asked.before) if asked.before is not None else found


def places(picture: Picture) -> tuple[list[Place], int]:
    """What shows *picture*, the first of it by name, and how many there are."""
    uses = Use.objects.filter(picture=picture)
    found = [place for kind in kinds.models() for place in _texts(kind, uses)]
    found += [
        Place(f"{name}, as portrait", "studio:media", ())
        for name in Person.objects.filter(picture=picture).values_list("name", flat=True)[:USES]
    ]
    return found[:USES], max(len(found), uses.count())


def file_shelf(asked: Asked) -> tuple[list[tuple[File, int]], dict[str, str | int] | None]:
    """The files that fit, each with in how many texts it stands; and the query of the next screen, if any."""
    files = File.objects.filter(trashed_at__isnull=asked.only != "trash").order_by("-pk")
    files = files.annotate(texts=Count("uses"))
    if asked.words:
        files = files.filter(name__icontains=asked.words)
    if asked.only == "unused":
        files = files.filter(texts=0)
    if asked.before is not None:
        files = files.filter(pk__lt=asked.before)
    found = list(files[: SHOWN + 1])
    older = asked.older(found[SHOWN - 1].pk) if len(found) > SHOWN else None
    return [(file, file.texts) for file in found[:SHOWN]], older


def file_places(file: File) -> tuple[list[Place], int]:
    """The texts in which *file* stands, the first of them by title, and how many there are."""
    uses = Use.objects.filter(file=file)
    return [place for kind in kinds.models() for place in _texts(kind, uses)][:USES], uses.count()


def _texts(kind: str, uses: QuerySet[Use]) -> list[Place]:
    rows = dict(uses.filter(of=kind).order_by("-pk").values_list("thing_id", "in_row")[:USES])
    titles = kinds.model(kind).objects.filter(pk__in=rows).order_by("title").values_list("pk", "title")
    return [Place(title, "studio:edit", (kind, pk), is_draft=not rows[pk]) for pk, title in titles]


def asked_for(query: Any) -> Asked:
    """What the address asks for; what it cannot mean is left out."""
    only = query.get("only", "")
    return Asked(word(query, "q"), only if only in FILTERS else "", number(query.get("before", "")))
