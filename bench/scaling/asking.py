"""What readers and authors cost over DATABASE_URL: ``python -m bench.scaling.asking 1000`` prints JSON.

Costs are milliseconds of processor time, this process's and that of its PostgreSQL session, medians of
rounds: what else the machine does is no fault of the site's. Nobody vouches for the pages' Redis here, so
each answer is a miss: rendered, put into gzip and stored.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

from bench import start

start.django()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from redis import Redis  # noqa: E402

from bench import build  # noqa: E402
from bench.bodies import distinct  # noqa: E402
from bench.spent import spent  # noqa: E402
from blog.models import Post  # noqa: E402
from content import publishing  # noqa: E402
from content.actors import SITE  # noqa: E402
from content.archives import PAGE_SIZE  # noqa: E402
from content.models import Person, Topic  # noqa: E402
from content.revisions import newest  # noqa: E402
from pagecache import writer  # noqa: E402
from seo.sitemaps import A_SHARD  # noqa: E402

ROUNDS, A_ROUND = 5, 8
PUBLISHED = 20
KEPT = 400  # pages that are weighed in Redis
YEARS = range(build.FIRST.year, build.LAST.year)


def main(posts: int) -> None:
    """Print ``{"misses": …, "queries": …, "publish": …, "page": …}``."""
    setup_test_environment()
    client = Client(headers={"host": "127.0.0.1", "accept-encoding": "gzip"})
    _get(client, "/blog/letter-0/")  # what only the first request of a process does
    kinds = _addresses(posts)
    weight = _weight_of_pages(client, posts)
    misses = {kind: _median(client, paths) for kind, paths in kinds.items()}
    told = {
        "misses": misses,
        "slowest post": _slowest(client, posts),
        "queries": {kind: _queries(client, paths[0]) for kind, paths in kinds.items()},
        "page": weight,
        "publish": _publishing(),
    }
    print(json.dumps(told))


def _addresses(posts: int) -> dict[str, list[str]]:
    """By kind, enough addresses that as few as possible are asked for twice."""
    many = range(ROUNDS * A_ROUND)
    of_topic = max(1, posts * 2 // build.TOPICS // PAGE_SIZE - 1)
    deep = posts // PAGE_SIZE // 2
    return {
        "post": [f"/blog/letter-{n * (posts - 1) // len(many)}/" for n in many],
        "archive's first page": ["/blog/archive/1/"] * len(many),
        "archive, deep": [f"/blog/archive/{deep - deep // 2 + n % max(1, deep)}/" for n in many],
        "topic": [f"/topics/topic-{1 + n % build.TOPICS}/" for n in many],
        "topic, deep": [f"/topics/topic-{1 + n % build.TOPICS}/archive/{1 + of_topic // 2}/" for n in many],
        "author": [f"/authors/person-{1 + n % build.PEOPLE}/" for n in many],
        "home": ["/"] * len(many),
        "head of the blog": ["/blog/"] * len(many),
        "feed": ["/feed.atom", "/feed.json"] * (len(many) // 2),
        "topic's feed": [f"/topics/topic-{1 + n % build.TOPICS}/feed.atom" for n in many],
        "file of the sitemap": [f"/sitemaps/posts-{1 + n % (posts // A_SHARD)}.xml" for n in many],
        "sitemap's index": ["/sitemap.xml"] * ROUNDS * 2,
        "all topics": ["/topics/"] * ROUNDS * 2,
        "year": [f"/blog/{YEARS[n % len(YEARS)]}/" for n in many],
        "month": [f"/blog/{YEARS[n % len(YEARS)]}/{1 + n % 12:02}/" for n in range(ROUNDS * 2)],
        "Markdown twin": [f"/blog/letter-{n * (posts - 1) // len(many)}.md" for n in many],
    }


def _get(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200 or not answer.content:
        raise SystemExit(f"{path} answered {answer.status_code}.")


def _median(client: Client, paths: list[str]) -> float:
    """What one of *paths* costs, in the round in the middle; the first of them is asked once before."""
    _get(client, paths[0])
    a_round = len(paths) // ROUNDS
    rounds = [paths[turn * a_round : (turn + 1) * a_round] for turn in range(ROUNDS)]
    return statistics.median(_cost(lambda asked=asked: _all(client, asked)) / a_round for asked in rounds)


def _all(client: Client, paths: list[str]) -> None:
    for path in paths:
        _get(client, path)
    writer.drain()


def _slowest(client: Client, posts: int) -> float:
    """The time until a post's answer is there, of twenty the slowest: it may have to come from the disk."""
    numbers = (n * 7919 % posts for n in range(200))
    return sorted(_clocked(lambda n=n: _get(client, f"/blog/letter-{n}/")) for n in numbers)[190]


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        _get(client, path)
    return len([query for query in captured if not query["sql"].startswith(("PRAGMA", "SET "))])


def _weight_of_pages(client: Client, posts: int) -> float:
    """Bytes of Redis's memory that one page takes, in the middle of all that are kept."""
    store = Redis.from_url(settings.CACHES["pages"]["LOCATION"])
    before = store.info("memory")["used_memory"]
    kept = len(list(store.scan_iter("pc:p:*")))
    _all(client, [f"/blog/letter-{n * (posts - 1) // KEPT}/" for n in range(1, KEPT + 1)])
    more = len(list(store.scan_iter("pc:p:*"))) - kept
    return float(store.info("memory")["used_memory"] - before) / more


def _publishing() -> dict[str, float]:
    """What the verb costs with a new post, and its time on the clock."""
    topics = list(Topic.objects.order_by("pk").values_list("pk", flat=True)[:3])
    author = Person.objects.order_by("pk")[0].pk
    drafts = [
        publishing.draft(
            actor=SITE,
            kind="post",
            fields={"title": f"New letter {n}", "body": body, "topics": topics, "authors": [author]},
        )
        for n, body in enumerate(distinct(PUBLISHED + 1))
    ]
    _publish(drafts.pop())
    costs, times = [], []
    for post in drafts:
        begun = time.perf_counter()
        costs.append(_cost(lambda post=post: _publish(post)))
        times.append((time.perf_counter() - begun) * 1000)
    return {"cpu": statistics.median(costs), "clock": statistics.median(times)}


def _publish(post: Post) -> None:
    publishing.publish(actor=SITE, thing=post, revision=newest(post))


def _clocked(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return (time.perf_counter() - begun) * 1000


def _cost(do: Callable[[], object]) -> float:
    before = spent()
    do()
    return spent() - before


if __name__ == "__main__":
    main(int(sys.argv[1]))
