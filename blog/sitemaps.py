"""The posts and topics that search engines are told of."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max
from django.urls import reverse

from blog.models import Post
from content.models import Topic
from content.queries import is_live


def posts(now: datetime) -> Iterator[tuple[str, datetime]]:
    """Path and last change of each live post that wants to be found, newest first."""
    live = Post.objects.published(now).filter(noindex=False, canonical_url="").order_by("-publish_at", "-pk")
    for slug, changed, since in live.values_list("slug", "content_changed_at", "publish_at").iterator():
        yield reverse("blog:post", args=[slug]), max(filter(None, (changed, since)))


def topics(now: datetime) -> Iterator[tuple[str, datetime]]:
    """Path of each topic that something is filed under, and when its newest post appeared."""
    newest = Max("posttopic__publish_at", filter=is_live(now, "posttopic__post__"))
    used = Topic.objects.annotate(newest=newest).filter(newest__isnull=False)
    for slug, since in used.order_by("slug").values_list("slug", "newest"):
        yield reverse("blog:topic", args=[slug]), since
