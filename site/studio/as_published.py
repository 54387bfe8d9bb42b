"""A public page as it would be with a draft published: the real view, on the database as it would be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http.response import HttpResponseBase

from content import kinds
from content.fields import Fields
from content.models import Planned
from content.overlay import Shadow, laid, shadows
from pagecache.rehearsing import rehearse


@dataclass(frozen=True)
class Publication:
    """All that readers would get at *moment* if *fields* of *thing* were published then."""

    thing: Any
    fields: Fields
    moment: datetime
    over: list[Shadow]

    @property
    def address(self) -> str:
        """Where the text itself would stand."""
        row: Any = self.over[0].rows[0]
        return str(row.get_absolute_url())

    def page(self, path: str, query: str = "") -> HttpResponseBase | None:
        """What a reader would get at *path* (decoded); None where no public view is."""
        with laid(self.over):
            return rehearse(path, query, self.moment)


def publication(thing: Any, fields: Fields, moment: datetime) -> Publication:
    """The publication at *moment* with *fields* of *thing* in it, and what else is planned until then.

    Raises ValidationError where they could not be published.
    """
    own = shadows(thing, fields, moment)
    return Publication(thing, fields, moment, [*own, *_planned_until(moment, thing)])


def _planned_until(moment: datetime, but: Any) -> Iterator[Shadow]:
    """The changes of other texts that go live before."""
    for planned in Planned.objects.filter(at__lte=moment, reason="").select_related("revision"):
        other = kinds.thing(f"{planned.of}:{planned.thing_id}")
        if other is None or other == but:
            continue
        try:
            yield from shadows(other, planned.revision.fields, planned.at)
        except ValidationError:
            continue  # it will not go live either
