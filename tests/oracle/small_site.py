"""The site of the oracle: a little of everything, laid out once and put back for each example."""

import sqlite3
from datetime import timedelta
from typing import Any, Protocol

import psycopg
from django.db import connection
from psycopg import sql

from blog.models import Post
from content import publishing
from content.actors import SITE
from content.models import Menu, Person
from media.models import Picture
from tests import world


def lay_out() -> None:
    """Posts of several months and hands, topics, pages, pictures; a draft, one withdrawn, one trashed."""
    settings = world.site(description="Where things stand")
    Menu.objects.create(
        place="footer", site=settings, items=[{"title": "Colophon", "url": "/about/colophon/"}]
    )
    world.ines(), world.tomas()
    ines, tomas = Person.objects.order_by("slug")
    queries, proofs = world.topic("Queries"), world.topic("Proofs")
    world.topic("Unused")
    plate, portrait = picture("plate"), picture("portrait")
    Person.objects.filter(pk=ines.pk).update(picture=portrait)
    for number in range(7):
        world.post(
            f"Letter {number}",
            at=world.A_MONDAY - timedelta(days=31 * number),
            topics=[[queries], [queries, proofs], []][number % 3],
            authors=[[ines], [tomas, ines]][number % 2],
            lead_picture=plate.pk if number % 2 else None,
        )
    world.changed(Post.objects.earliest("pk"))
    world.series("Marks", *Post.objects.order_by("pk")[:3])
    world.draft("A draft")
    publishing.withdraw(actor=SITE, thing=world.post("Withdrawn"))
    publishing.trash(actor=SITE, thing=world.post("Trashed"))
    about = world.page("About", lead_picture=plate.pk, authors=[ines])
    world.page("Colophon", parent=about)
    world.page("Contact", topics=[proofs])


def picture(name: str) -> Picture:
    """A picture's row; its file is never asked for."""
    return Picture.objects.create(
        file=f"pictures/{name}.png",
        name=name,
        alt=f"What {name} shows",
        width=640,
        height=480,
        format="png",
        bytes=1,
        sha256=name,
        created_at=world.A_MONDAY,
    )


class Snapshot(Protocol):
    """The database as it was at one moment."""

    def put_back(self) -> None:
        """Make it so again, from outside Django and without telling anybody."""


def snapshot() -> Snapshot:
    """What the database holds now."""
    return _Sqlite() if connection.vendor == "sqlite" else _Postgresql()


class _Sqlite:
    def __init__(self) -> None:
        self.path = str(connection.settings_dict["NAME"])
        self.kept = sqlite3.connect(":memory:", check_same_thread=False)
        with sqlite3.connect(self.path) as file:
            file.backup(self.kept)
        file.close()

    def put_back(self) -> None:
        file = sqlite3.connect(self.path, timeout=10)
        self.kept.backup(file)
        file.close()


class _Postgresql:
    """Copies of the tables, in a schema of their own."""

    def __init__(self) -> None:
        with outside() as database:
            database.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
            rows = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            self.tables = [sql.Identifier(row[0]) for row in rows]
            for table in self.tables:
                database.execute(sql.SQL("CREATE TABLE kept.{0} AS TABLE public.{0}").format(table))

    def put_back(self) -> None:
        with outside() as database:
            database.execute("SET session_replication_role = replica")  # no trigger tells of it
            for table in self.tables:
                database.execute(
                    sql.SQL("DELETE FROM public.{0}; INSERT INTO public.{0} TABLE kept.{0}").format(table)
                )


def outside() -> Any:
    """A connection to the tests' database that knows nothing of Django."""
    if connection.vendor == "sqlite":
        return sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=10)
    given = connection.get_connection_params()
    wanted = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if name in given}
    return psycopg.connect(**wanted)
