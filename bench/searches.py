"""How long searches take in this process: ``python -m bench.searches``, in the database of DATABASE_URL.

With ``cpu`` it is the processor time that they take, of this process and its database.
"""

import gc
import json
import random
import statistics
import sys
import time
from typing import Any
from urllib.parse import urlencode

from bench import start

start.django()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from bench.spent import spent  # noqa: E402
from content.models import SearchWord  # noqa: E402

ROUNDS, WORDS_OF_EACH_KIND = 3, 15
FIXED: list[dict[str, str]] = [
    {"q": "letter"},  # the title of every post
    {"q": "letter number 999"},
    {"q": "the of and"},
    {"q": '"posted on"'},
    {"q": '"letter number"'},
    {"q": "release"},
    {"q": "code"},
    {"q": "co"},
    {"q": "th"},
    {"q": "security release"},
    {"q": '"security releases"'},
    {"q": "install -windows"},
    {"q": "letter", "topic": "topic-7"},
    {"q": "letter", "year": "2020", "author": "person-3"},
    {"q": "code", "topic": "topic-9", "year": "2019"},
    {"q": "letter", "page": "20"},
    {"q": "relase"},
    {"q": "securty realease"},
    {"q": "オープンソース"},
    {"q": "开源"},
    {"q": "の"},
    {"q": "برنامه"},
    {"q": "نرم‌افزار آزاد"},
    {"q": "zzzzqqqq"},
    {"q": "how do I configure the compiler to use modules"},
    {"q": "letter -letter"},
    {"q": '") OR * NEAR(:'},
]


def main() -> None:
    """Print ``{p50, p95, slowest}`` in milliseconds as JSON."""
    setup_test_environment()
    _settle()
    client = Client(headers={"host": "127.0.0.1"})
    queries = [*FIXED, *_of_words()]
    for query in queries[:3]:
        _time(client, query)  # what only the first request of a process does
    gc.collect()
    gc.freeze()  # as gunicorn does before it takes requests (config/gunicorn.py)
    taken = [(query["q"], _time(client, query)) for _ in range(ROUNDS) for query in queries]
    every = sorted(ms for _, ms in taken)
    slowest = dict(sorted(taken, key=lambda each: each[1]))
    print(
        json.dumps(
            {
                "p50": statistics.median(every),
                "p95": every[int(len(every) * 0.95)],
                "slowest": sorted(slowest.items(), key=lambda each: -each[1])[:6],
            }
        )
    )


def _settle() -> None:
    """What a database that has stood for a while has done by itself."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _of_words() -> list[dict[str, str]]:
    """Words of the texts: one, two, the beginning of one, one with two letters exchanged."""
    dice = random.Random(7)
    known = sorted(SearchWord.objects.values_list("word", flat=True))
    words = [word for word in dice.sample(known, min(len(known), 400)) if word.isascii()]
    found: list[Any] = []
    for number in range(WORDS_OF_EACH_KIND):
        one, two, three, four, five = words[number * 5 : number * 5 + 5]
        found += [one, f"{two} {three}", four[:4], five[:2] + five[3:1:-1] + five[4:]]
    return [{"q": said} for said in found]


def _time(client: Client, query: dict[str, str]) -> float:
    clock = spent if "cpu" in sys.argv else _now
    begun = clock()
    answer = client.get(f"/search/?{urlencode(query)}")
    taken = clock() - begun
    if answer.status_code not in {200, 404}:
        raise SystemExit(f"{query} answered {answer.status_code}.")
    return taken


def _now() -> float:
    return time.perf_counter() * 1000


if __name__ == "__main__":
    main()
