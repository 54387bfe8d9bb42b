"""Tells search engines (IndexNow) and the feeds' hub (WebSub) what changed: in batches, until they know."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from blog import news
from content import site, telling
from content.models import Told
from content.remote import Fetcher, Refused
from seo import indexnow, websub

EVERY = 30.0  # seconds; what changed meanwhile is told together
MOST = 1000  # addresses at a time


@dataclass(frozen=True)
class Channel:
    """Somebody who is told: what there is to tell, and how it is said."""

    to: Told
    find: telling.Find
    content_type: str
    message: Callable[[list[str]], bytes]


ENGINES = Channel(Told.ENGINES, telling.changed, "application/json; charset=utf-8", indexnow.message)
HUB = Channel(Told.HUB, news.changed, "application/x-www-form-urlencoded", websub.message)


def run(ended: threading.Event) -> None:
    """Tell what there is to tell until *ended* is set."""
    while not ended.is_set():
        close_old_connections()
        go_round(Fetcher(), timezone.now())
        ended.wait(EVERY)
    connection.close()


def go_round(fetcher: Fetcher, now: datetime) -> None:
    """Tell each who is to be told, as the site's settings say."""
    chosen = site.current()
    _serve(ENGINES, settings.INDEXNOW_URL if chosen.indexnow else "", fetcher, now)
    _serve(HUB, chosen.hub, fetcher, now)
    telling.clear_out(now)


def _serve(channel: Channel, at: str, fetcher: Fetcher, now: datetime) -> None:
    if not at:
        telling.look_away(channel.to)
        return
    telling.look_out(channel.to, channel.find, now)
    taken = telling.take(channel.to, now, MOST)
    if not taken:
        return
    try:
        status = fetcher.post(at, channel.content_type, channel.message(sorted({each.url for each in taken})))
    except Refused as refusal:
        telling.put_off(taken, str(refusal))
        return
    if 200 <= status < 300:
        telling.settle(taken, now)
    else:
        telling.put_off(taken, f"It answered {status}.")
