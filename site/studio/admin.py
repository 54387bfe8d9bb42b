"""Content in Django's admin, for superusers: texts and their history to look at, the rest to mend.

Texts are written by verbs alone, so here they are read-only.
"""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from blog.models import Post
from content.models import LogEntry, Menu, Person, Redirect, Revision, SiteSettings, Topic
from pages.models import Page

HTTPS: Any = {models.URLField: {"assume_scheme": "https"}}  # what an address without a scheme is taken for


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Looked at, never changed."""

    formfield_overrides = HTTPS

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Post, Page)
class TextAdmin(ReadOnlyAdmin):
    list_display = ("title", "slug", "publish_at", "unpublish_at", "trashed_at", "updated_at")
    search_fields = ("title", "slug")
    exclude = ("authors", "topics")


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "kind", "author", "made_at")
    list_filter = ("of", "kind")
    list_select_related = ("author",)


@admin.register(LogEntry)
class LogAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor_name", "verb", "of", "thing_id", "title")
    list_filter = ("verb", "of")
    search_fields = ("title", "actor_name")


class AddressedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The slug is set once: renaming leaves a redirect, and only the verb does that."""

    search_fields = ("name", "slug")
    list_display = ("name", "slug")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()


@admin.register(Person)
class PersonAdmin(AddressedAdmin):
    raw_id_fields = ("picture", "user")


@admin.register(Topic)
class TopicAdmin(AddressedAdmin):
    pass


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("path", "target", "status", "made_at")
    search_fields = ("path", "target")
    list_filter = ("status",)


@admin.register(SiteSettings)
class SettingsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    formfield_overrides = HTTPS


admin.site.register(Menu)
