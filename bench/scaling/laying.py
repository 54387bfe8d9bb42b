"""Fill the database of DATABASE_URL with so many posts: ``python -m bench.scaling.laying 1000000``.

What ``bench.build`` and ``bench.history`` write row by row is laid here by sets: 400 texts are rendered as
the verbs render them, and PostgreSQL makes posts of them, with their history, their places in lists, the
archives' cuts and the index of search. Triggers are off meanwhile, and indexes are made afterwards.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench import start

start.django()

import psycopg  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Model  # noqa: E402
from psycopg import sql  # noqa: E402

from accounts.models import User  # noqa: E402
from bench import build  # noqa: E402
from bench.scaling import texts  # noqa: E402
from blog.models import Post, PostAuthor, PostTopic, RelatedPost  # noqa: E402
from content import archives, relating  # noqa: E402
from content.models import Cut, LogEntry, Newest, Revision, SearchEntry, Stream  # noqa: E402
from content.search import postgresql  # noqa: E402
from content.search.marks import PRIVATE  # noqa: E402

AT_ONCE = 50_000  # posts in a statement
MODELS: tuple[type[Model], ...] = (
    *(Post, PostTopic, PostAuthor, RelatedPost),
    *(Revision, Newest, LogEntry, SearchEntry, Cut, Stream),
)
LISTS = (  # the key of each list, where its entries stand, and what names them there
    ("'all'", "blog_post", "id"),
    ("'topic:' || topic_id", "blog_posttopic", "post_id"),
    ("'author:' || person_id", "blog_postauthor", "post_id"),
)

# n is in a post's address, pk is its row's number, at its moment.
POSTS = """
    (SELECT n, n + 1 AS pk, n % {texts} AS text, timestamptz '{first}' + n * interval '{step} s' AS at
     FROM generate_series({begin}, {end}) AS n) AS post"""
TEXT = "JOIN laid_text AS said ON said.number = post.text"
TITLE = "'Letter number ' || n"
SLUG = "'letter-' || n"
SUMMARY = "'What letter ' || n || ' says, in a sentence that is as long as most summaries are.'"
OWN = "'Letter ' || n || ', posted on ' || to_char(at, 'DD FMMonth YYYY') || '.'"
TOPIC = f"1 + (pk + shift * 7) % {build.TOPICS}"
TOPICS = [f"(1 + (pk + {shift} * 7) % {build.TOPICS})" for shift in range(2)]
PERSON = f"(1 + pk % {build.PEOPLE})"
PLACE = "floor(extract(epoch FROM at))::bigint * (1 << 28) + pk * 4"
YEAR = "extract(year FROM at)"
UNPLACED = (  # words of a post's own, as ``postgresql.vector`` has those without a place
    *("n::text", f"'{postgresql.IN_TITLE}' || n", f"'{PRIVATE}year' || {YEAR}"),
    *(f"'{PRIVATE}topic' || {topic}" for topic in TOPICS),
    f"'{PRIVATE}author' || {PERSON}",
)


def main(number: int) -> None:
    """Make the tables and *number* posts; say how long each part took."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        build.furnish()
        editor = User.objects.create_user("editor-0", role=User.Role.EDITOR)
    said = connection.get_connection_params()
    plain = {name: said[name] for name in ("dbname", "user", "host")}
    with psycopg.connect(**plain, autocommit=True) as server:
        # No foreign key is looked at.
        server.execute("SET session_replication_role = replica; SET jit = off; SET work_mem = '256MB'")
        laying = _Laying(server, number, editor)
        _timed("texts", laying.write_texts)
        with laying.untold(), laying.without_indexes():
            laying.lay()
        _timed("statistics", laying.settle)


class _Laying:
    def __init__(self, server: "psycopg.Connection[Any]", number: int, editor: User) -> None:
        self.server, self.number, self.editor = server, number, editor
        self.texts = 0

    def write_texts(self) -> None:
        self.texts = texts.write(self.server)

    @contextmanager
    def untold(self) -> Iterator[None]:
        """Without the triggers by which the page cache hears of every change, whoever makes it."""
        made = self.server.execute(
            "SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger WHERE tgenabled = 'A'"
        ).fetchall()
        for table, name in made:
            self.server.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        yield
        for table, name in made:
            self.server.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")

    @contextmanager
    def without_indexes(self) -> Iterator[None]:
        """Without those that are no constraint; they are made anew in the end, which is much less work."""
        made = self.server.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid::regclass::text = ANY(%s) "
            "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
            [[*(model._meta.db_table for model in MODELS), postgresql.TABLE]],
        ).fetchall()
        for name, _ in made:
            self.server.execute(f"DROP INDEX {name}")
        yield
        _timed("indexes", lambda: [self.server.execute(definition) for _, definition in made])

    def lay(self) -> None:
        """Put in all rows, a set at a time."""
        for what in (self.posts, self.filings, self.signatures, self.related):
            self._in_sets(what)
        for what in (self.revisions, self.newest, self.log, self.found, self.words):
            self._in_sets(what)
        _timed("cuts", self.cuts)

    def _in_sets(self, lay: "Callable[[str], None]") -> None:
        _timed(lay.__name__, lambda: [lay(posts) for posts in self._sets()])

    def _sets(self) -> Iterator[str]:
        step = (build.LAST - build.FIRST) / max(1, self.number)
        for begin in range(0, self.number, AT_ONCE):
            end = min(begin + AT_ONCE, self.number) - 1
            yield POSTS.format(
                texts=self.texts, first=build.FIRST, step=step.total_seconds(), begin=begin, end=end
            )

    def posts(self, posts: str) -> None:
        same = {name: f"said.{name}" for name in ("body", "toc", "excerpt", "words", "renderer")}
        times = dict.fromkeys(("publish_at", "first_published_at", "content_changed_at"), "at")
        self._insert(
            Post,
            f"{posts} {TEXT}",
            **{"id": "pk", "title": TITLE, "slug": SLUG, "summary": SUMMARY} | same | times,
            body_html=f"'<p>' || {OWN} || E'</p>\\n' || said.body_html",
            updated_at="at + interval '1 minute'",
            related_at=f"timestamptz '{build.LAST}'",
        )

    def filings(self, posts: str) -> None:
        twice = f"{posts} CROSS JOIN generate_series(0, 1) AS shift"
        self._insert(PostTopic, twice, id="pk * 2 - 1 + shift", post="pk", topic=TOPIC, publish_at="at")

    def signatures(self, posts: str) -> None:
        self._insert(PostAuthor, posts, id="pk", post="pk", person=PERSON, publish_at="at")

    def related(self, posts: str) -> None:
        """The nearest before it, or after it at the beginning, under the same two topics."""
        thrice = f"{posts} CROSS JOIN generate_series(0, {relating.NUMBER - 1}) AS place"
        away = f"{build.TOPICS} * (place + 1)"
        other = f"CASE WHEN pk > {away} THEN pk - {away} ELSE pk + {away} END"
        number = f"pk * {relating.NUMBER} - place"
        self._insert(RelatedPost, thrice, id=number, post="pk", other=other, position="place")

    def revisions(self, posts: str) -> None:
        own = f"jsonb_build_object('title', {TITLE}, 'slug', {SLUG}, 'summary', {SUMMARY})"
        kind = sql.Literal(Revision.Kind.IMPORTED.value).as_string()
        of = {"of": "'post'", "thing_id": "pk", "fields": f"said.fields || {own}", "kind": kind}
        author = str(self.editor.pk)
        self._insert(Revision, f"{posts} {TEXT}", **of, id="pk", author=author, made_at="at")

    def newest(self, posts: str) -> None:
        said = {"title": TITLE, "folded": f"lower({TITLE} || E'\\n' || {SLUG})", "has_summary": "true"}
        of = {"of": "'post'", "thing_id": "pk", "revision": "pk", "kind": "'imported'", "made_at": "at"}
        self._insert(Newest, posts, **said, **of, id="pk", author=str(self.editor.pk))

    def log(self, posts: str) -> None:
        twice = f"{posts} CROSS JOIN generate_series(0, 1) AS turn"
        who = {"actor": str(self.editor.pk), "actor_name": f"'{self.editor}'", "at": "at"}
        verb = "(ARRAY['publish', 'revise', 'import'])[1 + (pk + turn) % 3]"
        changes = f"jsonb_build_object('title', jsonb_build_array('Before', {TITLE}))"
        of = {"of": "'post'", "thing_id": "pk", "title": TITLE, "verb": verb, "changes": changes}
        self._insert(LogEntry, twice, **who, **of, id="pk * 2 - 1 + turn")

    def found(self, posts: str) -> None:
        said = {"title": TITLE, "summary": SUMMARY, "address": f"'/blog/' || {SLUG} || '/'"}
        filed = {"topics": " || ' ' || ".join(TOPICS), "authors": f"{PERSON}::text", "year": YEAR}
        of = {"of": "'post'", "thing_id": "pk", "place": PLACE, "publish_at": "at", "language": "'en'"}
        plain = f"{OWN} || E'\\n' || said.plain"
        self._insert(SearchEntry, f"{posts} {TEXT}", **said, **filed, **of, id="pk", text=plain)

    def words(self, posts: str) -> None:
        own = f"array_to_tsvector(ARRAY[{', '.join(UNPLACED)}])"
        for table, terms in ((postgresql.TABLE, f"said.terms || {own}"), (postgresql.RANKED, "said.ranked")):
            self.server.execute(
                f"INSERT INTO {table} (place, terms) SELECT {PLACE}, {terms} FROM {posts} {TEXT}"
            )

    def cuts(self) -> None:
        """As ``archives.cut`` makes them: where an entry more than a page's stands behind the last one."""
        for key, table, entry in LISTS:
            numbered = (
                f"SELECT {key} AS stream, publish_at AS at, {entry} AS entry, "
                f"row_number() OVER (PARTITION BY {key} ORDER BY publish_at, {entry}) - 1 AS before "
                f"FROM {table}"
            )
            self.server.execute(
                "INSERT INTO content_cut (stream_id, number, at, entry) "
                f"SELECT stream, 1 + before / {archives.PAGE_SIZE}, at, entry FROM ({numbered}) AS placed "
                f"WHERE before > 0 AND before % {archives.PAGE_SIZE} = 0"
            )
        self.server.execute("INSERT INTO content_stream SELECT DISTINCT stream_id FROM content_cut")

    def settle(self) -> None:
        """What a database that has stood for a while has done by itself."""
        self.server.execute("DROP TABLE laid_text")
        for model in MODELS[:-1]:
            table = model._meta.db_table
            newest = f"(SELECT max(id) FROM {table})"
            self.server.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {newest})")
        self.server.execute("VACUUM ANALYZE")
        self.server.execute("CHECKPOINT")

    def _insert(self, model: type[Model], source: str, **said: str) -> None:
        """Put in rows of *model* with each field as *said*, else as a new row has it."""
        columns = [field.column for field in model._meta.concrete_fields]
        values = [said.get(field.name) or _default(field) for field in model._meta.concrete_fields]
        self.server.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM {source}"
        )


def _default(field: Any) -> str:
    return sql.Literal(field.get_db_prep_save(field.get_default(), connection)).as_string()


def _timed(what: str, do: "Callable[[], object]") -> None:
    begun = time.monotonic()
    do()
    print(f"  {what:<44} {time.monotonic() - begun:>8.1f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
