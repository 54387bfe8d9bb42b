"""How often texts were read, told quietly: a line of thirty days, and what was read most in a week."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from content import kinds
from content.models import Views

DAYS, WEEK, FEW = 30, 7, 5
WIDTH, HEIGHT = 116, 24  # of the line, in the drawing's own units


@dataclass(frozen=True)
class Told:
    """The views of thirty days, oldest first; robots are counted apart."""

    days: list[int]
    robots: int

    @property
    def people(self) -> int:
        return sum(self.days)

    @property
    def line(self) -> str:
        """The points of a polyline; the highest day touches the top."""
        top, step = max(1, *self.days), WIDTH / (len(self.days) - 1)
        return " ".join(
            f"{n * step:.0f},{HEIGHT - day * HEIGHT / top:.1f}" for n, day in enumerate(self.days)
        )


def of_thing(thing: Any) -> Told:
    """What was read of one text."""
    return _told(Views.objects.filter(of=thing.kind, thing_id=thing.pk))


def of_all() -> Told:
    """What was read of all texts together."""
    return _told(Views.objects.all())


def _told(rows: Any) -> Told:
    first = timezone.localdate() - timedelta(days=DAYS - 1)
    days = rows.filter(day__gte=first).values_list("day").annotate(Sum("people"), Sum("robots")).order_by()
    found: dict[date, tuple[int, int]] = {day: (people, robots) for day, people, robots in days}
    people = [found.get(first + timedelta(days=n), (0, 0))[0] for n in range(DAYS)]
    return Told(people, sum(robots for _, robots in found.values()))


def most_read() -> list[tuple[Any, int]]:
    """The texts that people read most in the last week, each with its views."""
    first = timezone.localdate() - timedelta(days=WEEK - 1)
    rows = Views.objects.filter(day__gte=first).values_list("of", "thing_id").annotate(n=Sum("people"))
    views = list(rows.filter(n__gt=0).order_by("-n", "of", "thing_id")[:FEW])
    texts = {
        kind: model.objects.only("title", "language").in_bulk([pk for of, pk, _ in views if of == kind])
        for kind, model in kinds.models().items()
    }
    return [(texts[of][pk], number) for of, pk, number in views if pk in texts.get(of, {})]
