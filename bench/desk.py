"""Ask the studio's pages in this process: ``python -m bench.desk`` prints milliseconds, queries and weights.

Milliseconds are of processor time, this process's and that of its PostgreSQL session: what else the machine
does is no fault of the studio's.
"""

import json
import re
import statistics
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from bench import start

start.django()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from accounts.models import User  # noqa: E402
from bench.spent import spent  # noqa: E402
from blog.models import Post  # noqa: E402
from content.revisions import newest  # noqa: E402

ROUNDS = 7
LINKED = re.compile(r'<(?:link|script)[^>]*?(?:href|src)="([^"]+\.(?:css|js|woff2))"')
LISTS = {
    "the desk": "/studio/",
    "all posts": "/studio/posts/",
    "posts, much earlier": "/studio/posts/?before={middle}",
    "drafts": "/studio/posts/?state=draft",
    "live posts": "/studio/posts/?state=live",
    "live posts with changes": "/studio/posts/?state=changed",
    "withdrawn posts": "/studio/posts/?state=withdrawn",
    "the trash": "/studio/posts/?state=trashed",
    "a word in every title": "/studio/posts/?q=letter&part=rows",
    "a word in one title": "/studio/posts/?q=letter-77{one}&part=rows",
    "a word in no title": "/studio/posts/?q=nowhere+to+be+found&part=rows",
    "an author": "/studio/posts/?author=person-3",
    "one's own": "/studio/posts/?author=@me",
    "a topic": "/studio/posts/?topic=topic-7",
    "an author's live posts under a topic": "/studio/posts/?state=live&author=person-3&topic=topic-7",
    "the days of a year": "/studio/posts/?from=2012-01-01&to=2012-12-31",
    "the palette": "/studio/find/?q=letter+77&part=found",
    "the palette, nothing found": "/studio/find/?q=nowhere&part=found",
    "the log": "/studio/log/",
    "the log of a verb": "/studio/log/?verb=publish",
    "the log of a verb never done": "/studio/log/?verb=merge",
    "the log of somebody": "/studio/log/?who={who}",
    "the log of a kind": "/studio/log/?kind=post",
    "the log of a thing": "/studio/log/?thing=post:{one}",
    "the log of a title": "/studio/log/?thing=nowhere",
    "the log of a year": "/studio/log/?from=2012-01-01&to=2012-12-31",
    "the pages": "/studio/pages/",
    "the library": "/studio/media/",
    "the topics": "/studio/topics/",
    "the series": "/studio/series/",
    "the redirects": "/studio/redirects/",
    "the letters": "/studio/comments/",
    "links to choose from": "/studio/pick/links/?q=letter+77",
}
WEIGHED = (
    "the desk",
    "all posts",
    "the log",
    "the pages",
    "the library",
    "the topics",
    "the series",
    "the redirects",
    "the letters",
)


def main() -> None:
    """Print ``{"ms": …, "queries": …, "kB": …}`` as JSON."""
    setup_test_environment()
    user = User.objects.get(username="editor-0")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    said = {"who": user.pk, "one": 7, "middle": Post.objects.count() // 2}
    lists = {what: path.format(**said) for what, path in LISTS.items()}
    print(
        json.dumps(
            {
                "ms": {what: _ms(client, path) for what, path in lists.items()} | _saving(client),
                "queries": {what: _queries(client, path) for what, path in lists.items()},
                "kB": {what: _weight(client, lists[what]) for what in WEIGHED},
            }
        )
    )


def _ms(client: Client, path: str) -> float:
    _get(client, path)
    return statistics.median(_timed(lambda: _get(client, path)) for _ in range(ROUNDS))


def _timed(do: Callable[[], object]) -> float:
    begun = spent()
    do()
    return spent() - begun


def _get(client: Client, path: str) -> str:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}.")
    return str(answer.text)


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        _get(client, path)
    return len([query for query in captured if not query["sql"].startswith(("PRAGMA", "SET "))])


def _saving(client: Client) -> dict[str, float]:
    """A post saved through its form, each time with another text."""
    post = Post.objects.order_by("-pk")[7]
    figures = [_timed(lambda turn=turn: _save(client, post, turn)) for turn in range(ROUNDS + 1)]
    return {"saving a post": statistics.median(figures[1:])}


def _save(client: Client, post: Post, turn: int) -> None:
    last = newest(post)
    sent = {
        "title": post.title,
        "slug": post.slug,
        "language": "en",
        "body": f"{post.body}\n\n{turn}.",
        "base": last.pk if last else "",
        "key": f"bench-{turn}",
        "do": "save",
    }
    answer = client.post(f"/studio/post/{post.pk}/", sent)
    if answer.status_code != 303:
        raise SystemExit(f"Saving answered {answer.status_code}.")


def _weight(client: Client, path: str) -> float:
    """Kilobytes of a page with its styles, scripts and fonts, compressed as they are served."""
    text = _get(client, path)
    linked = [_served(urlsplit(address).path) for address in dict.fromkeys(LINKED.findall(text))]
    return (len(zlib.compress(text.encode(), 6)) + sum(linked)) / 1000


def _served(path: str) -> int:
    """The bytes of an asset: its brotli twin where the release made one."""
    file = Path(settings.STATIC_ROOT) / path.removeprefix(settings.STATIC_URL)
    twin = Path(f"{file}.br")
    if not file.exists():
        return 0
    return (twin if twin.exists() else file).stat().st_size


if __name__ == "__main__":
    main()
