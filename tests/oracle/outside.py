"""Writes of somebody who knows the database and nothing of the site: only its triggers can tell of them."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

from django.db import connection
from django.utils import timezone

from tests.oracle.author import Author
from tests.oracle.small_site import outside

Act = Callable[[], object]


def outside_a_title(author: Author) -> Act:
    title, pk = author.words(), author.live_post().pk
    return lambda: _execute("UPDATE blog_post SET title = ? WHERE id = ?", title, pk)


def outside_a_body(author: Author) -> Act:
    html, pk = f"<p>{author.words()}</p>", author.live_post().pk
    return lambda: _execute("UPDATE blog_post SET body_html = ? WHERE id = ?", html, pk)


def outside_a_withdrawal(author: Author) -> Act:
    pk = author.live_post().pk
    return lambda: _execute("UPDATE blog_post SET unpublish_at = ? WHERE id = ?", _moment(author.past()), pk)


def outside_a_date(author: Author) -> Act:
    pk, moment = author.live_post().pk, author.past()
    return lambda: _execute("UPDATE blog_post SET publish_at = ? WHERE id = ?", _moment(moment), pk)


def outside_a_topic(author: Author) -> Act:
    name, pk = author.words(), author.topic().pk
    return lambda: _execute("UPDATE content_topic SET name = ? WHERE id = ?", name, pk)


def outside_a_filing(author: Author) -> Act:
    pk = author.topic().pk
    return lambda: _execute("DELETE FROM blog_posttopic WHERE topic_id = ?", pk)


def outside_a_redirect(author: Author) -> Act:
    word = author.word()
    author.near.append(f"/{word}/")
    row = "(path, target, status, made_at) VALUES (?, '/blog/', 301, ?)"
    return lambda: _execute(f"INSERT INTO content_redirect {row}", f"/{word}", _moment(timezone.now()))


def outside_the_settings(author: Author) -> Act:
    name = author.words()
    return lambda: _execute("UPDATE content_sitesettings SET name = ?", name)


def outside_a_picture(author: Author) -> Act:
    alt, pk = author.words(), author.picture().pk
    return lambda: _execute("UPDATE media_picture SET alt = ? WHERE id = ?", alt, pk)


def _moment(moment: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _execute(statement: str, *parameters: Any) -> None:
    """Run *statement* and commit it."""
    mark = "?" if connection.vendor == "sqlite" else "%s"
    with closing(outside()) as database:
        database.execute(statement.replace("?", mark), parameters)
        database.commit()


OUTSIDE = {
    name.replace("_", " "): act
    for name, act in dict(globals()).items()
    if callable(act) and getattr(act, "__module__", "") == __name__ and not name.startswith("_")
}
