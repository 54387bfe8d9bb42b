"""What a post's body in brotli costs the keeper: ``python -m bench.packed`` prints the median, in ms."""

import statistics
import time

from bench import start

start.django()

from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from pagecache.packing import compressed  # noqa: E402

POSTS = 100


def main() -> None:
    """Ask for posts, uncached, and compress what they say."""
    setup_test_environment()
    client = Client(headers={"host": "127.0.0.1"})
    print(statistics.median(_cost(client.get(f"/blog/letter-{n}/").content) for n in range(POSTS)))


def _cost(body: bytes) -> float:
    begun = time.thread_time()
    compressed(body)
    return (time.thread_time() - begun) * 1000


if __name__ == "__main__":
    main()
