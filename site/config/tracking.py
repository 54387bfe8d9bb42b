"""All that the page cache is told of content: its tables, and when the next text comes or goes by itself."""

from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db.models import F, Model, QuerySet

from content import kinds
from content.prepared import prepared

# Nothing that readers see is made from these.
SILENT = frozenset({"content.revision", "content.logentry", "content.link"})


def tables() -> frozenset[str]:
    """The database tables whose rows public pages are made of, many-to-many tables included."""
    return frozenset(model._meta.db_table for model in _models())


def _models() -> list[type[Model]]:
    found = [
        model
        for label in ("content", "blog", "pages", "media")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return [model for model in found if model._meta.label_lower not in SILENT]


def next_change(now: datetime) -> datetime | None:
    """When the next text appears or disappears by the clock, or None. One query, on two indexes a kind."""
    moment: datetime | None = _next_moment.scalar(now)
    return moment.replace(tzinfo=UTC) if moment else None  # SQLite leaves out the zone; both speak UTC


@prepared
def _next_moment(now: datetime) -> QuerySet[Model, Any]:
    first, *others = [
        _moments(model, column, now)
        for model in kinds.models().values()
        for column in ("publish_at", "unpublish_at")
    ]
    return first.union(*others, all=True).order_by("moment")[:1]


def _moments(model: type[Model], column: str, now: datetime) -> QuerySet[Model, dict[str, Any]]:
    coming = model._default_manager.filter(**{f"{column}__gt": now, "trashed_at": None})
    return coming.order_by().values(moment=F(column))
