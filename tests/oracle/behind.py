"""Every way to write to the site behind its verbs' back, as scripts, shells and migrations do."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core import serializers
from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from blog.models import Post, PostTopic, RelatedPost
from content.models import Comment, Menu, Person, Redirect, SiteSettings, Topic
from media.models import Picture
from pages.models import Page
from tests import world
from tests.oracle.author import Author

Act = Callable[[], object]


def updates_titles(author: Author) -> Act:
    return lambda: Post.objects.filter(pk=author.live_post().pk).update(title=author.words())


def updates_all_titles(author: Author) -> Act:
    return lambda: Post.objects.update(title=author.words())


def updates_bodies(author: Author) -> Act:
    return lambda: Post.objects.filter(pk=author.live_post().pk).update(body_html=f"<p>{author.words()}</p>")


def updates_a_date(author: Author) -> Act:
    """Without the copies of it that lists are sorted by."""
    return lambda: Post.objects.filter(pk=author.live_post().pk).update(publish_at=author.past())


def updates_a_slug(author: Author) -> Act:
    """Without a redirect."""
    return lambda: Post.objects.filter(pk=author.live_post().pk).update(slug=author.word())


def updates_a_topic(author: Author) -> Act:
    return lambda: Topic.objects.filter(pk=author.topic().pk).update(name=author.words())


def updates_a_person(author: Author) -> Act:
    return lambda: Person.objects.filter(pk=author.person().pk).update(
        name=author.words(), bio=author.words()
    )


def updates_a_letter(author: Author) -> Act:
    return lambda: Comment.objects.filter(pk=author.letter().pk).update(
        name=author.words(), body_html=f"<p>{author.words()}</p>"
    )


def deletes_letters(author: Author) -> Act:
    author.letter()
    return lambda: Comment.objects.all().delete()


def updates_settings(author: Author) -> Act:
    return lambda: SiteSettings.objects.update(name=author.words(), robots=author.words())


def updates_menus(author: Author) -> Act:
    return lambda: Menu.objects.update(items=[{"title": author.words(), "url": "/blog/"}])


def changes_a_description(author: Author) -> Act:
    return lambda: Picture.objects.filter(pk=author.picture().pk).update(alt=author.words())


def replaces_a_picture(author: Author) -> Act:
    picture = author.picture()
    picture.file, picture.width = f"pictures/{author.word()}.png", 320 + author.serial
    return picture.save


def deletes_a_picture(author: Author) -> Act:
    picture = author.picture()
    if Picture.objects.filter(name=picture.name).count() == 1:
        spare = Picture(**{f.attname: getattr(picture, f.attname) for f in Picture._meta.concrete_fields})
        spare.pk, spare.sha256 = None, author.word()
        spare.save()
        Post.objects.filter(lead_picture=None).update(lead_picture=spare)
    return picture.delete


def bulk_creates(author: Author) -> Act:
    now = timezone.now()
    made = [
        Post(title=author.words(), slug=author.word(), publish_at=author.past(), updated_at=now)
        for _ in range(3)
    ]
    author.near += [post.get_absolute_url() for post in made]
    return lambda: Post.objects.bulk_create(made)


def bulk_updates(author: Author) -> Act:
    posts = {post.pk: post for post in (author.live_post(), author.live_post())}.values()
    for post in posts:
        post.title = author.words()
    return lambda: Post.objects.bulk_update(posts, ["title"])


def bulk_files(author: Author) -> Act:
    """Posts under a topic, by rows of the table between them."""
    topic = author.topic()
    unfiled = Post.objects.exclude(posttopic__topic=topic)
    made = [PostTopic(post=post, topic=topic, publish_at=post.publish_at) for post in unfiled]
    if not made:
        return lambda: PostTopic.objects.filter(topic=topic).delete()
    return lambda: PostTopic.objects.bulk_create(made)


def names_another_post(author: Author) -> Act:
    """What a post names beside it, by rows of the table between the two."""
    post, other = author.live_post(), author.live_post()
    RelatedPost.objects.filter(post=post).delete()
    return lambda: RelatedPost.objects.create(post=post, other=other, position=author.random.randrange(3))


def refiles_a_page(author: Author) -> Act:
    page = author.live_page()
    topics = list(Topic.objects.exclude(pages=page))
    return lambda: page.topics.set(topics) or page.topics.clear() or Page.objects.update(title=author.words())


def deletes_a_post(author: Author) -> Act:
    is_translated = author.random.random() < 0.3
    return (author.translated_post() if is_translated else author.live_post()).delete


def leaves_a_redirect(author: Author) -> Act:
    word = author.word()
    author.near.append(f"/{word}/")
    gone = Redirect(path=f"/{word}", status=Redirect.Status.GONE, made_at=timezone.now())
    led = Redirect(path=f"/{word}", target="/blog/", made_at=timezone.now())
    return (gone if author.random.random() < 0.5 else led).save


def removes_redirects(author: Author) -> Act:
    leaves_a_redirect(author)()
    return lambda: Redirect.objects.all().delete()


def writes_sql(author: Author) -> Act:
    title, pk = author.words(), author.live_post().pk
    return lambda: _execute("UPDATE blog_post SET title = %s WHERE id = %s", [title, pk])


def writes_sql_in_other_words(author: Author) -> Act:
    """A statement whose first word says nothing."""
    title, pk = author.words(), author.live_post().pk
    begin = "/* by hand */ WITH chosen AS (SELECT %s AS id) "
    return lambda: _execute(
        begin + "UPDATE blog_post SET title = %s WHERE id IN (SELECT id FROM chosen)", [pk, title]
    )


def deletes_by_sql(author: Author) -> Act:
    topic = author.topic()
    return lambda: (
        _execute("DELETE FROM blog_posttopic WHERE topic_id = %s", [topic.pk])
        or _execute("UPDATE content_topic SET name = %s WHERE id = %s", [author.words(), topic.pk])
    )


def inserts_or_replaces(author: Author) -> Act:
    """What SQLite's own REPLACE takes away it tells no trigger of; PostgreSQL has other words for it."""
    word, now = author.word(), timezone.now()
    author.near.append(f"/{word}/")
    Redirect.objects.create(path=f"/{word}", target="/", made_at=now)
    row = "(path, target, status, made_at) VALUES (%s, %s, 301, %s)"
    if connection.vendor == "sqlite":
        statement = f"INSERT OR REPLACE INTO content_redirect {row}"
    else:
        statement = (
            f"INSERT INTO content_redirect {row} ON CONFLICT (path) DO UPDATE SET target = excluded.target"
        )
    return lambda: _execute(statement, [f"/{word}", "/blog/", now])


def replaces_a_post_by_another(author: Author) -> Act:
    """Another row takes the slug and the place of one that was there, to which no other refers."""
    old = author.about(world.post(author.words()))
    old.title = author.words()
    columns = {
        field.column: field.get_db_prep_save(getattr(old, field.attname), connection)
        for field in Post._meta.concrete_fields
        if not field.primary_key
    }
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    if connection.vendor == "sqlite":
        return lambda: _execute(
            f"INSERT OR REPLACE INTO blog_post ({names}) VALUES ({marks})", [*columns.values()]
        )
    return lambda: (
        old.delete() and _execute(f"INSERT INTO blog_post ({names}) VALUES ({marks})", [*columns.values()])
    )


def empties_a_table(author: Author) -> Act:
    leaves_a_redirect(author)()
    truncate = connection.vendor == "postgresql"
    return lambda: _execute("TRUNCATE content_redirect" if truncate else "DELETE FROM content_redirect", [])


def _execute(statement: str, parameters: list[Any]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def loads_data(author: Author) -> Act:
    post = author.live_post()
    post.title, post.slug = author.words(), author.word()
    data = serializers.serialize("json", [author.about(post)])

    def load() -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(json.dumps(json.loads(data)))
            file.flush()
            call_command("loaddata", Path(file.name), verbosity=0)

    return load


def alters_a_table(author: Author) -> Act:
    """A column gets another type, for which SQLite builds the table anew without triggers; then a write."""
    return _altered(author, lambda: None)


def migrates(author: Author) -> Act:
    """The same, with all that Django does after a migration."""
    return _altered(author, lambda: call_command("migrate", verbosity=0))


def _altered(author: Author, then: Act) -> Act:
    post = author.live_post()
    old = Post._meta.get_field("lead_alt")
    new = models.CharField(max_length=501 + author.serial % 7, blank=True)
    new.set_attributes_from_name("lead_alt")
    new.model = Post

    def alter() -> None:
        with connection.schema_editor() as editor:
            editor.alter_field(Post, old, new)
        then()
        Post.objects.filter(pk=post.pk).update(title=author.words())

    return alter


BEHIND = {
    name.replace("_", " "): act
    for name, act in dict(globals()).items()
    if callable(act) and getattr(act, "__module__", "") == __name__ and not name.startswith("_")
}
