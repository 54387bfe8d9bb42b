"""What *published* means, said once: a predicate on three columns, so that no job has to run for it."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


def is_live(now: datetime, prefix: str = "") -> Q:
    """That a row is published at *now*; ``prefix`` reaches it through a relation (``post__``)."""
    begun = Q(**{f"{prefix}publish_at__lte": now, f"{prefix}trashed_at": None})
    going_on = Q(**{f"{prefix}unpublish_at": None}) | Q(**{f"{prefix}unpublish_at__gt": now})
    return begun & going_on


def published(queryset: QuerySet[M], now: datetime) -> QuerySet[M]:
    """Those of *queryset* that readers may see at *now*."""
    return queryset.filter(is_live(now))


class PublishableQuerySet(QuerySet[M]):
    """Rows of one kind of content."""

    def published(self, now: datetime) -> QuerySet[M]:
        return published(self, now)

    def find(self, **lookup: Any) -> M | None:
        """The one row that *lookup* names, or None."""
        return self.filter(**lookup).first()
