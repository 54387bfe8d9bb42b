"""Give the posts of ``bench.build`` a history, as if people had written them: ``python -m bench.history``.

One revision and two log entries a post, by three editors of whom one signs a tenth of the posts; one post in
fifty has a draft that waits, one in two hundred lies in the trash.
"""

from bench import start

start.django()

from django.db import connection, transaction  # noqa: E402

from accounts.models import User  # noqa: E402
from blog.models import Post  # noqa: E402
from content import fields as fielding  # noqa: E402
from content.models import LogEntry, Newest, Person, Revision  # noqa: E402
from content.revisions import searched  # noqa: E402

AT_ONCE = 2000
VERBS = ("publish", "revise", "import")


def main() -> None:
    """Write revisions, what is newest, and the log, in bulk."""
    people = [User.objects.create_user(f"editor-{n}", role=User.Role.EDITOR) for n in range(3)]
    Person.objects.filter(slug="person-1").update(user=people[0])
    numbers = list(Post.objects.order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(numbers), AT_ONCE):
        with transaction.atomic():
            _add(numbers[begin : begin + AT_ONCE], people)
    with transaction.atomic():
        for post in Post.objects.filter(pk__in=numbers[::200]).only("publish_at"):
            Post.objects.filter(pk=post.pk).update(trashed_at=post.publish_at)
    if connection.vendor == "postgresql":  # its autovacuum would, a minute later
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _add(numbers: list[int], people: list[User]) -> None:
    posts = list(Post.objects.filter(pk__in=numbers).defer("body_html", "toc").order_by("pk"))
    made = Revision.objects.bulk_create([_revision(post, people) for post in posts], batch_size=200)
    Newest.objects.bulk_create(_newest(post, revision) for post, revision in zip(posts, made, strict=True))
    LogEntry.objects.bulk_create(
        _entry(post, people, VERBS[(post.pk + shift) % 3]) for post in posts for shift in range(2)
    )


def _revision(post: Post, people: list[User]) -> Revision:
    fields = fielding.with_defaults(
        Post, {name: getattr(post, name) for name in ("title", "slug", "summary", "body")}
    )
    kind = Revision.Kind.IMPORTED if post.pk % 50 else Revision.Kind.DRAFT
    author = people[post.pk % 3]
    return Revision(
        of="post", thing_id=post.pk, fields=fields, author=author, made_at=post.updated_at, kind=kind
    )


def _newest(post: Post, revision: Revision) -> Newest:
    return Newest(
        of="post",
        thing_id=post.pk,
        revision=revision,
        title=post.title,
        folded=searched(post.title, post.slug),
        has_summary=True,
        kind=revision.kind,
        made_at=revision.made_at,
        author=revision.author,
    )


def _entry(post: Post, people: list[User], verb: str) -> LogEntry:
    actor = people[post.pk % 3]
    return LogEntry(
        at=post.updated_at,
        actor=actor,
        actor_name=str(actor),
        verb=verb,
        of="post",
        thing_id=post.pk,
        title=post.title,
        changes={"title": ["Before", post.title]},
    )


if __name__ == "__main__":
    main()
