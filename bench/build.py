"""Fill DATABASE_URL with so many posts: ``python -m bench.build 1000``, and ``--index`` for search too.

``--settled`` leaves the worker nothing to do afterwards: no text waits to be told which others go with it.

The bodies are real and rendered as the verbs render them; rows are written in bulk, because what is
measured here is reading. (Writing has a row of its own: the import.)
"""

import sys
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice

from bench import start

start.django()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from bench.bodies import distinct  # noqa: E402
from blog.models import Post, PostAuthor, PostTopic, everything, of_author, of_topic  # noqa: E402
from content import archives, rendering  # noqa: E402
from content.models import Menu, Person, SearchDue, SiteSettings, Topic  # noqa: E402
from content.search import due, words  # noqa: E402

FIRST = datetime(2010, 1, 1, tzinfo=UTC)
LAST = datetime(2026, 1, 1, tzinfo=UTC)
TOPICS, PEOPLE, RENDERED, AT_ONCE = 50, 10, 400, 2000


def main(number: int, *, is_indexed: bool = False, is_settled: bool = False) -> None:
    """Make the tables and *number* posts under 50 topics by 10 people."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        furnish()
    rendered = samples()
    for begin in range(0, number, AT_ONCE):
        with transaction.atomic():
            _add(range(begin, min(begin + AT_ONCE, number)), number, rendered)
    topics, people = Topic.objects.values_list("pk", flat=True), Person.objects.values_list("pk", flat=True)
    archives.cut([everything(), *map(of_topic, topics), *map(of_author, people)], LAST)
    if is_indexed:
        _index()
    if is_settled:
        Post.objects.update(related_at=LAST)
    SearchDue.objects.all().delete()


def _index() -> None:
    """As the service does it; the words of a body that stands in many places are made once."""
    read = words.read
    of_rest = lru_cache(None)(read)
    seen: set[str] = set()

    def read_once(text: str) -> words.Words:
        first, _, rest = text.partition("\n")
        own, others = read(first), of_rest(rest)
        learnt = own.runs if rest in seen else own.runs | others.runs
        seen.add(rest)
        return words.Words(own.terms + others.terms, learnt)

    words.read = read_once
    for _ in due.everything():
        pass


def furnish() -> None:
    """The site itself, its topics and its people."""
    site = SiteSettings.objects.create(pk=1, name="Bench")
    Menu.objects.create(site=site, place="main", items=[{"title": "Writing", "url": "/blog/"}])
    Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(1, TOPICS + 1))
    Person.objects.bulk_create(Person(name=f"Person {n}", slug=f"person-{n}") for n in range(1, PEOPLE + 1))


def samples() -> list[Post]:
    """Posts that are rendered once and then stand in many places, each with a number of its own."""
    posts = []
    for body in distinct(RENDERED):
        post = Post(title="", body=body)
        rendering.fill(post)
        posts.append(post)
    return posts


def _add(numbers: range, total: int, samples: list[Post]) -> None:
    step = (LAST - FIRST) / max(1, total)
    posts = Post.objects.bulk_create(
        [_post(n, FIRST + step * n, samples[n % len(samples)]) for n in numbers], batch_size=200
    )
    topics, people = list(islice(Topic.objects.all(), TOPICS)), list(islice(Person.objects.all(), PEOPLE))
    PostTopic.objects.bulk_create(
        PostTopic(post=post, topic=topics[(post.pk + shift * 7) % TOPICS], publish_at=post.publish_at)
        for post in posts
        for shift in range(2)
    )
    PostAuthor.objects.bulk_create(
        PostAuthor(post=post, person=people[post.pk % PEOPLE], publish_at=post.publish_at) for post in posts
    )


def _post(number: int, at: datetime, sample: Post) -> Post:
    own = f"Letter {number}, posted on {at:%d %B %Y}."
    return Post(
        title=f"Letter number {number}",
        slug=f"letter-{number}",
        summary=f"What letter {number} says, in a sentence that is as long as most summaries are.",
        body=sample.body,
        body_html=f"<p>{own}</p>\n{sample.body_html}",
        toc=sample.toc,
        excerpt=sample.excerpt,
        words=sample.words,
        renderer=sample.renderer,
        publish_at=at,
        first_published_at=at,
        content_changed_at=at,
        updated_at=at + timedelta(minutes=1),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), is_indexed="--index" in sys.argv, is_settled="--settled" in sys.argv)
