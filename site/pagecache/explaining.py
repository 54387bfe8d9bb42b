"""Why a page is kept, or not: what ``manage.py explain_page`` says."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pagecache import asking, calling, cdn, keeping, link, router, routes, store
from pagecache.address import Malformed
from pagecache.build import current_build
from pagecache.calling import Asked
from pagecache.cdn import saying
from pagecache.renders import Render
from pagecache.stored import Stored, read


def explain(url: str) -> Iterator[str]:
    """Lines about the page at *url*, an address or a path with its query. Raises Away."""
    parts = urlsplit(url)
    found = routes.find(unquote(parts.path))
    if found is None:
        yield "No public page has this address: its answers are never kept."
        return
    try:
        asked = asking.asked_at(unquote(parts.path), parts.query, found)
    except Malformed as error:
        yield f"Malformed ({error}): answered with 404, and never looked up."
        return
    yield f"key      {asked.address.key}"
    yield f"id       {store.page_id(asked.address.key)}"
    reason = router.reason_to_bypass(asked)
    if reason:
        yield f"Never looked up ({reason})."
        return
    yield from _page(asked)


@dataclass(frozen=True)
class Now:
    """What Redis says of this moment, and a lease of it."""

    lease: store.Lease
    is_fresh: bool

    @property
    def build(self) -> str:
        return self.lease.epoch.partition(".")[2]


def _now() -> Now:
    lease = store.look("", "")
    assert isinstance(lease, store.Lease)
    return Now(lease, bool(link.ask(lambda redis: redis.exists(store.FRESH))))


def _page(asked: Asked) -> Iterator[str]:
    now, key = _now(), asked.address.key
    stored = read(store.page_id(key))
    if stored and stored.key == key:
        yield from _kept(stored, now)
    else:
        yield "kept     no" + (f": {stored.key} has the same id" if stored else "")
    yield f"trusted  {'yes' if now.is_fresh else 'no: no keeper vouches for pages (manage.py work)'}"
    yield f"build    {'ours' if now.build == current_build() else 'of another release, which serves its own'}"
    yield f"heat     {_score(store.HEAT, key)} asked; {_score(store.COLD, key)} waiting to be warmed"
    yield from _fresh(asked, now)
    yield from _edges()


def _kept(stored: Stored, now: Now) -> Iterator[str]:
    is_current = stored.epoch == now.lease.epoch
    yield f"kept     status {stored.status}, {sum(map(len, stored.bodies)):,} bytes opened"
    age, left = now.lease.ms - stored.made, stored.expires - now.lease.ms
    yield f"age      {_seconds(age)}, expires in {_seconds(left)}"
    yield f"epoch    {'this one' if is_current else 'a former one: not served any more'}"
    yield f"tags     {' '.join(sorted(stored.tags)) or 'none'}"
    yield from _keys(stored)


def _keys(stored: Stored) -> Iterator[str]:
    """What the CDN in front knows the page by, if there is one."""
    if cdn.in_front():
        names = [store.EVERYTHING, *sorted(stored.tags)]
        yield f"CDN      {' '.join(f'{saying.key(name)}={name}' for name in names)}"


def _fresh(asked: Asked, now: Now) -> Iterator[str]:
    """What would become of a render that began now."""
    render = Render(now.lease.now)
    response = calling.call_view(asked, render)
    refused = keeping.refusal(response, render)
    if refused:
        table = f": no tag can stand for {render.untracked}" if refused == "untracked" else ""
        yield f"render   status {response.status_code}; would not be kept ({refused}{table})"
    else:
        yield f"render   status {response.status_code}; would be kept with {len(render.tags)} tags"
    if render.tags:
        yield from _against(sorted(render.tags), now)


def _against(tags: list[str], now: Now) -> Iterator[str]:
    """What speaks against keeping it at this moment, or did lately."""
    held: set[str] = set().union(*(tags for _, _, tags in store.holds().values()))
    purged = link.ask(lambda redis: redis.zmscore("pc:recent", tags))
    for tag, seq in zip(tags, purged, strict=True):
        if tag in held:
            yield f"         {tag} is fenced by a commit under way"
        if seq:
            yield f"         {tag} was purged {_seconds(now.lease.ms - int(seq) // 1000)} ago"


def _edges() -> Iterator[str]:
    """The nginx workers that may have a copy in memory, and how far they are."""
    newest = int(link.ask(lambda redis: redis.get(store.SEQ)) or 0)
    for worker, seq in link.ask(lambda redis: redis.zrange(store.EDGES, 0, -1, withscores=True)):
        behind = (newest - int(seq)) / 1_000_000
        yield f"edge     {worker.decode()}: " + (
            f"{behind:.3f} s of purges behind" if behind > 0 else "up to date"
        )


def _score(name: str, key: str) -> str:
    return f"{link.ask(lambda redis: redis.zscore(name, key)) or 0:g}"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:,.1f} s"
