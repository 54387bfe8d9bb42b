"""All that the page cache is told of content: what readers see of it, and when it changes by the clock."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Model, QuerySet

from blog.models import Post, PostAuthor, PostTopic, RelatedPost, Series, SeriesEntry
from config import affected
from content import kinds
from content.models import (
    Comment,
    Cut,
    Menu,
    Person,
    PublicChange,
    Redirect,
    SearchEntry,
    SiteSettings,
    Topic,
    Translation,
)
from content.prepared import prepared
from media.models import Picture
from pagecache.tracking import Tracked
from pages.models import Page, PageAuthor

WHEN = ("publish_at", "unpublish_at", "trashed_at")
# Seen by no reader: the source of a text, and what is only the studio's.
UNREAD = ("body", "body_format", "renderer", "updated_at", "source", "source_ref")
ENTRY = ("content_changed_at", "noindex", "canonical_url")  # what the sitemap goes by
# The index's own tables are written where an entry is; PostgreSQL reads them by a function.
SEARCH_TABLES = (
    "content_searchterms",
    "content_searchranked",
    "content_searchword",
    "content_searchtrigram",
    "content_searchfound",
)

TRACKED = (
    Tracked(
        Post,
        card=("title", "slug", "summary", "language"),
        judged=("excerpt",),  # a list shows it only where there is no summary
        places=WHEN,
        silent=(*UNREAD, "related_at"),
        unique=("slug",),
        logged=(
            "title",
            "summary",
            "excerpt",
            "language",
            "words",
            "lead_picture_id",
            "shows_changes",
            *ENTRY,
        ),
        tags=affected.by_post,
    ),
    Tracked(
        PostTopic,
        places=("post_id", "topic_id", "publish_at"),
        related=("post_id",),
        tags=affected.by_filing,
    ),
    Tracked(
        PostAuthor,
        places=("post_id", "person_id", "position", "publish_at"),
        related=("post_id",),
        tags=affected.by_signing,
    ),
    Tracked(RelatedPost, places=("post_id", "other_id", "position"), related=("post_id",)),
    Tracked(
        Page,
        card=("title", "path", "language", "parent_id", "position"),
        places=WHEN,
        silent=UNREAD,
        unique=("path",),
        related=("parent_id",),
        logged=("title", "slug", "summary", "language", "lead_picture_id", "shows_changes", *ENTRY),
        tags=affected.by_page,
    ),
    Tracked(PageAuthor, places=("page_id", "person_id", "position"), related=("page_id",)),
    Tracked(Page.topics.through, places=("page_id", "topic_id"), related=("page_id",)),
    Tracked(
        Topic,
        card=("name", "slug"),
        silent=("former_names",),
        unique=("slug",),
        logged=("name",),
        tags=affected.by_topic,
    ),
    Tracked(
        Person,
        card=("name", "slug", "fediverse"),
        silent=("user_id",),
        unique=("slug",),
        logged=("name",),
        tags=affected.by_person,
    ),
    Tracked(
        Picture,
        card=(
            *("file", "width", "height", "alt", "is_decorative"),
            *("focus_x", "focus_y", "renditions", "tint"),
        ),
        silent=(
            *("name", "format", "bytes", "sha256", "source", "source_ref", "created_at", "owner_id"),
            *("trashed_at", "recipe"),
        ),
        logged=("file",),
        tags=affected.by_picture,
    ),
    Tracked(Redirect, card=("target", "status"), silent=("made_at",), unique=("path",)),
    Tracked(Series, card=("title", "slug"), unique=("slug",), tags=affected.by_series),
    Tracked(
        SeriesEntry,
        places=("series_id", "post_id", "position"),
        related=("series_id", "post_id"),
        tags=affected.by_part,
    ),
    Tracked(Cut, logged=("stream_id", "number"), tags=affected.by_cut),
    Tracked(
        SearchEntry,
        logged=("of", "thing_id"),
        aside=(*SEARCH_TABLES, "pg_extension"),
        tags=affected.by_search_entry,
    ),
    Tracked(
        Comment,
        silent=(*("email", "body", "reasons", "judged_at", "told_at", "key", "edit_digest", "address_hash"),),
        logged=("of", "thing_id", "state"),
        tags=affected.by_comment,
    ),
    Tracked(PublicChange, logged=("of", "thing_id"), tags=affected.by_public_change),
    Tracked(Translation, places=("of", "thing_id", "group"), tags=affected.by_translation),
    Tracked(SiteSettings, is_epoch=True),
    Tracked(Menu, is_epoch=True),
)


def tracked() -> tuple[Tracked, ...]:
    """The models that public pages are made of. History, links and lists' locks are in none."""
    return TRACKED


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
