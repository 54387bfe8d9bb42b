"""The texts that search engines are told of, and when each last changed: asked without reading a text."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import DateTimeField, F, Max, QuerySet
from django.db.models.functions import Coalesce, Greatest

from content import tongues
from content.models import Publishable
from seo.sitemaps import A_SHARD, numbers_in

Row = tuple[int, str, datetime, str]  # number, what its address is made of, when it changed, its picture


def _live(model: type[Publishable], now: datetime) -> QuerySet[Any]:
    """The live texts that want to be found at their own address."""
    texts: Any = model._default_manager
    live: QuerySet[Any] = texts.published(now).filter(noindex=False, canonical_url="").order_by()
    changed = Greatest(Coalesce("content_changed_at", "publish_at"), "publish_at")
    marked: QuerySet[Any] = live.annotate(changed=changed)
    return marked


def shards(model: type[Publishable], now: datetime) -> dict[int, datetime]:
    """The files of the sitemap that tell of texts of *model*, each with when it last changed.

    One pass over an index; a hundred thousand texts take some 50 ms.
    """
    numbered = _live(model, now).annotate(shard=(F("pk") - 1) / A_SHARD)
    newest = Max("changed", output_field=DateTimeField())
    return {
        shard + 1: changed
        for shard, changed in numbered.values_list("shard").annotate(newest).order_by("shard")
    }


def rows(model: type[Publishable], shard: int, address: str, now: datetime) -> Iterator[Row]:
    """The texts that one file tells of; *address* is the column that their address is made of."""
    found = _live(model, now).filter(pk__range=numbers_in(shard)).order_by("pk")
    for pk, named, changed, picture in found.values_list("pk", address, "changed", "lead_picture__file"):
        yield pk, named, changed, default_storage.url(picture) if picture else ""


def translations(model: type[Publishable], shard: int, address: str, now: datetime) -> dict[int, list[Any]]:
    """Of the texts that one file tells of, those with translations, each with all of its group."""
    live = (
        _live(model, now)
        .annotate(is_findable=tongues.FINDABLE)
        .only(address, "language", "noindex", "canonical_url")
    )
    return tongues.of_rows(live, numbers_in(shard))
