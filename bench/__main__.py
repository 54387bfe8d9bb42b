"""``make bench``: each figure beside its limit; the command fails when one is missed.

Sites of 1,000 and of 100,000 posts answer through gunicorn beside the smallest Django application, in
turns, in one run. Costs are processor time, medians of rounds; the store's pages go before each request, so
each answer is a miss: rendered, put into gzip and stored. What a page costs that is asked for again has
rows of its own: brotli, which the keeper makes of it, and the hit, as Python answers it (nginx: bench-hit).
"""

import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import redis

from bench import measure, start
from bench.bodies import distinct

SMALL, LARGE = 1_000, int(os.environ.get("BENCH_POSTS", "100000"))
ROUNDS, A_ROUND, A_FEW = 7, 15, 5
KEPT_IN = 1.0  # s, for the thread that keeps what was asked for
IMPORTED = 1_000

POST_MS, SITEMAP_MS, QUERIES, GROWTH, IMPORT_RATE, MEMORY_MB = 4.0, 50.0, 6, 1.2, 100.0, 120.0

Costs = dict[tuple[str, int], float]

missed: list[str] = []


def main() -> None:
    """Measure everything and print a row for each."""
    with tempfile.TemporaryDirectory(prefix="stet-bench-") as name:
        folder = Path(name)
        environments = {posts: start.environment(folder, posts) for posts in (SMALL, LARGE)}
        for posts, env in environments.items():
            _timed(
                f"building {posts:,} posts",
                lambda env=env, posts=posts: start.module(env, "bench.build", str(posts)),
            )
        _timed("assets", lambda: start.manage(environments[SMALL], "release"))
        with start.redis(folder):
            costs, hello, memory = _cpu(folder, environments)
        _report_cpu(costs, hello)
        tell(
            "brotli of a post that is asked for again",
            float(start.module(environments[LARGE], "bench.packed")),
        )
        _report_queries(environments[LARGE])
        row("memory of a worker", memory, MEMORY_MB, "MB")
        _report_import(folder)
    if missed:
        raise SystemExit(f"Missed: {', '.join(missed)}.")


def row(what: str, figure: float, limit: float, unit: str, *, least: bool = False) -> None:
    """Print one figure beside its limit, and remember a miss."""
    met = figure >= limit if least else figure <= limit
    sign = "≥" if least else "≤"
    print(f"{what:<42} {figure:>9.2f} {unit:<8} {sign} {limit:g}  {'' if met else '← missed'}", flush=True)
    if not met:
        missed.append(what)


def tell(what: str, figure: float, unit: str = "ms CPU") -> None:
    """Print one figure that has no limit."""
    print(f"{what:<42} {figure:>9.2f} {unit}", flush=True)


def addresses(kind: str, posts: int, turn: int) -> list[str]:
    """The addresses of *kind* that round *turn* asks for; no round asks for one of another."""
    numbers = range(turn * A_ROUND, (turn + 1) * A_ROUND)
    spread = [int(n * (posts - 1) / (ROUNDS * A_ROUND + A_ROUND)) for n in numbers]
    pages, topic_pages = posts // 20, max(1, posts * 2 // 50 // 20 - 1)
    return {
        "post": [f"/blog/letter-{n}/" for n in spread],
        "archive": [f"/blog/archive/{1 + n % pages}/" for n in numbers],
        "topic": [f"/topics/topic-{1 + n % 50}/archive/{1 + n // 50 % topic_pages}/" for n in numbers],
        "topic head": [f"/topics/topic-{1 + n % 50}/" for n in numbers],
        "home": ["/", "/blog/"] * 4,
        "file of the sitemap": [f"/sitemaps/posts-{1 + n % (posts // 1000)}.xml" for n in numbers][:A_FEW],
        "feed": [f"/topics/topic-{1 + n % 50}/feed.atom" for n in numbers][:A_FEW],
        "card image": [f"/blog/letter-{n}.png" for n in spread][:A_FEW],
        "Markdown twin": [f"/blog/letter-{n}.md" for n in spread],
    }[kind]


KINDS = ("post", "archive", "topic", "topic head", "home")
FOR_MACHINES = ("file of the sitemap", "feed", "card image", "Markdown twin")  # of the large site


def _cpu(
    folder: Path, environments: dict[int, dict[str, str]]
) -> tuple[dict[tuple[str, int], float], float, float]:
    """Median milliseconds for each kind and size, for the smallest Django, and a worker's memory."""
    with ExitStack() as running:
        store = running.enter_context(redis.Redis(unix_socket_path=f"{folder}/redis.sock"))
        sites = {
            posts: running.enter_context(start.gunicorn(folder, str(posts), "config.wsgi", env))
            for posts, env in environments.items()
        }
        hello = running.enter_context(start.gunicorn(folder, "hello", "bench.hello", environments[SMALL]))
        rounds: dict[tuple[str, int], list[float]] = {}
        hellos: list[float] = []
        for turn in range(-1, ROUNDS):  # the first round warms what only a new process does
            for posts, (at, pid) in sites.items():
                for kind in KINDS + (FOR_MACHINES if posts == LARGE else ()):
                    paths = addresses(kind, posts, turn % (ROUNDS + 1))
                    spent = _cost_of_misses(store, at, pid, paths)
                    if turn >= 0:
                        rounds.setdefault((kind, posts), []).append(spent)
            hellos.append(measure.cost(*hello, ["/"] * A_ROUND * 4))
        hits = _hits(store, *sites[LARGE])
        memory = max(measure.memory_mb(pid) for _, pid in sites.values())
    return (
        {key: statistics.median(values) for key, values in rounds.items()} | hits,
        statistics.median(hellos),
        memory,
    )


def _cost_of_misses(store: redis.Redis, at: Path, pid: int, paths: list[str]) -> float:
    """What one of *paths* costs that are not kept.

    Looking through Redis between two requests makes the next one dearer: the worker's memory grows cold. So
    it is emptied once where each is asked for once.
    """
    _empty(store)
    is_asked_once = len(set(paths)) == len(paths)
    return measure.cost(at, pid, paths, before_each=int if is_asked_once else lambda: _empty(store))


def _hits(store: redis.Redis, at: Path, pid: int) -> Costs:
    """What each kind costs the second time."""
    store.set("pc:fresh", 1)  # no keeper is here to vouch, and nothing is written either
    found = {}
    for kind in KINDS + FOR_MACHINES:
        paths = list(dict.fromkeys(addresses(kind, LARGE, 0)))
        measure.cost(at, pid, paths, state="")
        time.sleep(KEPT_IN)
        found[f"hit of {kind}", LARGE] = measure.cost(at, pid, paths * A_FEW, state="hit")
    return found


def _empty(store: redis.Redis) -> None:
    """Take the pages out, and leave what the protocol goes on with."""
    for key in store.scan_iter("pc:p:*"):
        store.delete(key)


def _report_cpu(costs: Costs, hello: float) -> None:
    print(f"{'hello-world beside it':<42} {hello:>9.2f} ms CPU")
    for kind in KINDS:
        small, large = costs[kind, SMALL], costs[kind, LARGE]
        row(f"{kind}, {LARGE:,} posts", large, POST_MS if kind == "post" else POST_MS * 2, "ms CPU")
        row(f"{kind}, {SMALL:,} → {LARGE:,} posts", large / small, GROWTH, "×")
    for (kind, posts), cost in costs.items():
        if posts == LARGE and kind == "file of the sitemap":
            row(kind, cost, SITEMAP_MS, "ms CPU")
        elif posts == LARGE and kind not in KINDS:
            tell(kind, cost)


def _report_queries(env: dict[str, str]) -> None:
    without_store = {key: value for key, value in env.items() if key != "PAGES_REDIS_URL"}
    asked = [addresses(kind, LARGE, 3)[0] for kind in KINDS]
    printed = start.module(without_store, "bench.queries", "/blog/letter-1/", *asked)
    counted = json.loads(printed.splitlines()[-1])
    for kind, path in zip(KINDS, asked, strict=True):
        row(f"queries of {kind}", counted[path], QUERIES, "queries")


def _report_import(folder: Path) -> None:
    source = folder / "import" / "_posts"
    source.mkdir(parents=True)
    for n, body in enumerate(distinct(IMPORTED)):
        (source / f"2020-{1 + n % 12:02}-{1 + n % 28:02}-letter-{n}.md").write_text(
            f"---\ntitle: Letter {n}\ntags: [bench, topic-{n % 9}]\n---\n{body}", encoding="utf-8"
        )
    env = start.environment(folder, 0) | {"PAGES_REDIS_URL": ""}
    start.manage(env, "migrate", "--verbosity", "0")
    begun = time.monotonic()
    start.manage(env, "import_content", str(source.parent))
    row("import", IMPORTED / (time.monotonic() - begun), IMPORT_RATE, "posts/s", least=True)
    shutil.rmtree(source)


def _timed(what: str, do: Callable[[], object]) -> None:
    begun = time.monotonic()
    print(f"{what} … ", end="", flush=True)
    do()
    print(f"{time.monotonic() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    main()
